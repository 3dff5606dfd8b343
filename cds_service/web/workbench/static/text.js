// The words of the page, in its language.
const main = document.getElementById("main");
const words = JSON.parse(main.dataset.words);
const titles = JSON.parse(main.dataset.titles);
const sources = JSON.parse(main.dataset.sources);
const facts = JSON.parse(main.dataset.facts);

export const language = document.documentElement.lang;

export function say(key, slots = {}) {
  return words[key].replace(/\{(\w+)\}/g, (_, name) => slots[name]);
}

export function titleOf(rule) {
  return titles[rule] ?? rule;
}

export function sourceOf(id) {
  return sources[id] ?? { label: id, url: "" };
}

export const factName = (name) => facts.names[name] ?? name.replaceAll("_", " ");

export function factInWords(name, value) {
  if (typeof value === "string") {
    const whole = facts.values[`${name}.${value}`];
    return whole ?? value.split(", ").map((one) => facts.values[`${name}.${one}`] ?? inWords(one)).join(", ");
  }
  if (Array.isArray(value)) return value.map((one) => factInWords(name, one)).join(", ");
  const unit = facts.units[name];
  return unit ? `${inWords(value)} ${unit}` : inWords(value);
}

export function inWords(value) {
  if (value === true) return say("yes");
  if (value === false) return say("no");
  if (Array.isArray(value)) return value.map(inWords).join(", ");
  if (value && typeof value === "object") return boundsInWords(value);
  if (typeof value === "number") return value.toLocaleString(language, { maximumFractionDigits: 3, useGrouping: false });
  return /^\d{4}-\d{2}-\d{2}$/.test(value) ? dayInWords(value) : String(value);
}

export function dayInWords(day) {
  return new Date(`${day}T12:00:00`).toLocaleDateString(language === "fr" ? "fr-FR" : "en-GB", { day: "2-digit", month: language === "fr" ? "2-digit" : "short", year: "numeric" });
}

function boundsInWords({ low, high }) {
  if (high === undefined) return `≥ ${inWords(low)}`;
  return low ? `${inWords(low)}–${inWords(high)}` : `≤ ${inWords(high)}`;
}
