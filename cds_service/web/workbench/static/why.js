// One row for each rule of the hook: verdict, facts with their resources, what is missing, sources.
import { byId, el } from "./dom.js";
import { dayInWords, factInWords, factName, say, sourceOf, titleOf } from "./text.js";

const ORDER = { failed: 0, fires: 1, "cannot-tell": 2, quiet: 3 };

export function showWhy(trace, cards, resourceOf) {
  const shown = new Set(cards.flatMap((card) => card.extension["example.lupus-cds"].rules));
  const rows = [...trace].sort((a, b) => ORDER[a.verdict] - ORDER[b.verdict]);
  const loud = rows.filter((row) => row.verdict !== "quiet");
  const quiet = rows.filter((row) => row.verdict === "quiet");
  byId("why").replaceChildren(
    ...loud.map((row) => rowOf(row, shown, resourceOf)),
    quiet.length ? el("details", { class: "hush" }, el("summary", {}, say("show_quiet", { n: quiet.length })), ...quiet.map((row) => rowOf(row, shown, resourceOf))) : "");
}

function rowOf(row, shown, resourceOf) {
  const limited = (row.verdict === "fires" || row.verdict === "cannot-tell") && !row.snoozed && !row.shadow && !shown.has(row.rule);
  const marks = [row.shadow ? say("shadow") : "", limited ? say("limited") : ""].filter(Boolean);
  return el("details", { class: `row ${row.verdict}`, "data-rule": row.rule },
    el("summary", {}, el("span", { class: `verdict ${row.verdict}` }, say(row.verdict)), " ", el("span", { class: "title" }, titleOf(row.rule)),
      ...marks.map((text) => el("span", { class: "state" }, text)),
      row.snoozed ? el("span", { class: "state" }, say("snoozed", { day: dayInWords(row.snoozedUntil) })) : null,
      el("span", { class: "because" }, row.because)),
    facts(row, resourceOf),
    row.missing.length ? el("div", { class: "missing" }, el("strong", {}, say("missing")), el("ul", {}, ...row.missing.map((one) => el("li", {}, one.replace(/^[\w.-]+: /, ""))))) : null,
    el("p", { class: "sources" }, `${say("sources")} : `, ...row.sources.flatMap(sourceLink), " · ", el("a", { href: `/rules/${row.rule}` }, row.rule)));
}

function sourceLink(id, place) {
  const source = sourceOf(id);
  return [place ? ", " : "", source.url ? el("a", { href: source.url, rel: "noreferrer noopener", target: "_blank" }, source.label) : source.label];
}

const REFERENCE = /^[A-Z][A-Za-z]+\/[A-Za-z0-9.-]+$/;

function facts(row, resourceOf) {
  const known = Object.entries(row.facts).filter(([, value]) => value !== "");
  if (!known.length) return null;
  return el("dl", { class: "facts" }, ...known.flatMap(([name, value]) => {
    const from = row.factSources?.[name] ?? {};
    const told = REFERENCE.test(value) ? resourceOf(value) : factInWords(name, value);
    return [el("dt", { title: name }, factName(name)), el("dd", {}, told, from.when ? ` ${say("of_day")} ${dayInWords(from.when)} ` : " ", from.source ? resourceOf(from.source) : null)];
  }));
}
