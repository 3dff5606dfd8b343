// The orders being drafted: what the page shows, and what actions of the service do to them.
import { byId, el } from "./dom.js";
import { inWords, say } from "./text.js";

let drafts = []; // {resource, state: "" | "created" | "changed" | "deleted", before}
let made = 0;
let changed = () => {};

export const freshId = () => `essai-${(made += 1)}`;
export const living = () => drafts.filter((draft) => draft.state !== "deleted").map((draft) => draft.resource);
const referenceOf = (resource) => `${resource.resourceType}/${resource.id}`;

export function onChange(then) {
  changed = then;
}

export function begin(resources) {
  made = 0;
  drafts = resources.map((resource) => ({ resource, state: "" }));
  show();
}

export function add(resource) {
  drafts.push({ resource, state: "created" });
  show();
  changed();
}

export function apply(action) {
  if (action.type === "create") {
    drafts.push({ resource: { ...action.resource, id: action.resource.id ?? freshId() }, state: "created" });
  } else if (action.type === "update") {
    const found = drafts.find((draft) => referenceOf(draft.resource) === referenceOf(action.resource));
    if (found) Object.assign(found, { before: found.before ?? found.resource, resource: action.resource, state: "changed" });
  } else {
    const found = drafts.find((draft) => referenceOf(draft.resource) === action.resourceId);
    if (found) found.state = "deleted";
  }
  show();
}

function nameOf(resource) {
  const concept = resource.medicationCodeableConcept ?? resource.code ?? {};
  return concept.text ?? concept.coding?.[0]?.display ?? concept.coding?.[0]?.code ?? resource.resourceType;
}

function often({ frequency = 1, period = 1, periodUnit = "d" }) {
  const days = period * ({ d: 1, wk: 7, mo: 30 }[periodUnit] ?? 1);
  return [frequency === 1 && days > 1 ? "" : say("a_day", { n: frequency }), days > 1 ? say("every", { n: inWords(days) }) : ""].filter(Boolean).join(", ");
}

function stepInWords(step) {
  if (step.text) return step.text;
  const amount = step.doseAndRate?.[0]?.doseQuantity;
  const repeat = step.timing?.repeat ?? {};
  const bounds = repeat.boundsDuration;
  const length = bounds && bounds.value * ({ d: 1, wk: 7, mo: 30 }[bounds.code ?? bounds.unit] ?? 1);
  return [amount ? `${inWords(amount.value)} ${amount.unit ?? amount.code ?? ""}` : "", often(repeat), length ? say("for_days", { n: length }) : ""].filter(Boolean).join(" ");
}

function stepsOf(resource) {
  return [...(resource.dosageInstruction ?? [])].sort((a, b) => (a.sequence ?? 0) - (b.sequence ?? 0)).map(stepInWords);
}

function stepList(resource, gone) {
  const steps = stepsOf(resource);
  if (!steps.length) return null;
  return el("ol", { class: gone ? "doses gone" : "doses" }, ...steps.map((text) => el("li", {}, gone ? el("del", {}, text) : text)));
}

function show() {
  const list = byId("drafts");
  if (!drafts.length) {
    list.replaceChildren(el("li", { class: "none" }, say("no_drafts")));
    return;
  }
  list.replaceChildren(...drafts.map(line));
}

function line(draft) {
  const { resource, state, before } = draft;
  const gone = state === "deleted";
  const name = nameOf(resource);
  const button = el("button", {
    type: "button", class: "quiet", "aria-label": `${say(gone ? "undo" : "withdraw")} ${name}`,
    onclick: () => { draft.state = gone ? (before ? "changed" : "") : "deleted"; show(); changed(); },
  }, say(gone ? "undo" : "withdraw"));
  return el("li", { class: `draft ${state}`, id: `r-${referenceOf(resource).replace("/", "-")}`, tabindex: "-1" },
    el("div", { class: "draft-head" }, gone ? el("del", {}, name) : el("strong", {}, name), state ? el("span", { class: "state" }, say(state)) : null, button),
    before && !gone ? stepList(before, true) : null,
    stepList(resource, gone));
}

export const all = () => drafts.map((draft) => draft.resource);
