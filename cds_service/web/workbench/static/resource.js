// A fact leads to the resource it was read from: its place in the chart, and its JSON.
import { byId, el } from "./dom.js";
import { say } from "./text.js";

function found(reference, record, drafts) {
  const values = Object.values(record.prefetch ?? {}).flatMap((value) =>
    value?.resourceType === "Bundle" ? (value.entry ?? []).map((entry) => entry.resource) : [value]);
  return [...values, ...drafts].find((one) => one && `${one.resourceType}/${one.id}` === reference);
}

export function resourceLink(reference, record, drafts) {
  return el("button", {
    type: "button", class: "resource", "aria-haspopup": "dialog",
    onclick: () => open(reference, found(reference, record, drafts)),
  }, reference);
}

function open(reference, resource) {
  const dialog = byId("resource");
  byId("resource-h").textContent = reference;
  byId("resource-json").textContent = resource ? JSON.stringify(resource, null, 1) : say("elsewhere");
  document.querySelectorAll(".lit").forEach((line) => line.classList.remove("lit"));
  const line = byId(`r-${reference.replace("/", "-")}`);
  line?.classList.add("lit");
  dialog.showModal();
}
