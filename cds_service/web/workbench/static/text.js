// The words of the page, in its language.
const main = document.getElementById("main");
const words = JSON.parse(main.dataset.words);
const titles = JSON.parse(main.dataset.titles);
const sources = JSON.parse(main.dataset.sources);

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

export function inWords(value) {
  if (value === true) return say("yes");
  if (value === false) return say("no");
  if (Array.isArray(value)) return value.map(inWords).join(", ");
  if (value && typeof value === "object") return Object.entries(value).map(([name, bound]) => `${name} ${inWords(bound)}`).join(", ");
  if (typeof value === "number") return value.toLocaleString(language, { maximumFractionDigits: 3, useGrouping: false });
  return /^\d{4}-\d{2}-\d{2}$/.test(value) ? dayInWords(value) : String(value);
}

export function dayInWords(day) {
  return new Date(`${day}T12:00:00`).toLocaleDateString(language === "fr" ? "fr-FR" : "en-GB", { day: "2-digit", month: language === "fr" ? "2-digit" : "short", year: "numeric" });
}
