// Building elements without strings of HTML.
const SVG = "http://www.w3.org/2000/svg";

export function el(tag, members = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(members)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
    else made.setAttribute(name, value === true ? "" : String(value));
  }
  made.append(...children.filter((child) => child !== null && child !== undefined));
  return made;
}

const SHAPES = {
  critical: ["M6.2 1h7.6L19 6.2v7.6L13.8 19H6.2L1 13.8V6.2z", "M6 10h8"],
  warning: ["M10 1.5 19.4 18H.6z", "M10 7.4v4.6M10 15v.2"],
  info: ["M10 1a9 9 0 1 0 0 18a9 9 0 0 0 0-18z", "M10 9.2v5M10 5.8v.2"],
};

export function mark(kind) {
  const drawing = document.createElementNS(SVG, "svg");
  const members = { class: `mark ${kind}`, viewBox: "0 0 20 20", width: 18, height: 18, "aria-hidden": "true" };
  for (const [name, value] of Object.entries(members)) drawing.setAttribute(name, value);
  SHAPES[kind].forEach((shape, place) => {
    const path = document.createElementNS(SVG, "path");
    path.setAttribute("d", shape);
    if (place) path.setAttribute("class", "sign");
    drawing.append(path);
  });
  return drawing;
}

export function byId(id) {
  return document.getElementById(id);
}
