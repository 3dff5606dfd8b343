// The story of the page: a record is opened, orders are drafted, the service is asked, cards appear.
import { showCards } from "./cards.js";
import { ready as composeReady } from "./compose.js";
import { byId } from "./dom.js";
import * as orders from "./orders.js";
import { ready as rawReady, showRaw } from "./raw.js";
import { resourceLink } from "./resource.js";
import { asked, chart, explained, pastedRecord, sampleRecord, timeline } from "./service.js";
import { say } from "./text.js";
import { showWhy } from "./why.js";

let record = null;
let reopen = () => {};

const visit = () => crypto.randomUUID().replaceAll("-", "").slice(0, 8);

async function guarded(work) {
  byId("problem").hidden = true;
  byId("status").textContent = say("loading");
  document.body.setAttribute("aria-busy", "true");
  try {
    await work();
  } catch (error) {
    byId("problem").textContent = error.message;
    byId("problem").hidden = false;
  } finally {
    byId("status").textContent = "";
    document.body.removeAttribute("aria-busy");
  }
}

function requestFor(hook, selected = [], of = record) {
  const context = { userId: of.userId, patientId: of.patientId };
  if (of.encounterId) context.encounterId = of.encounterId;
  if (hook === "order-select") context.selections = selected.map((one) => `${one.resourceType}/${one.id}`);
  if (hook !== "patient-view") {
    context.draftOrders = { resourceType: "Bundle", type: "collection", entry: orders.living().map((resource) => ({ resource })) };
  }
  const request = { hook, hookInstance: crypto.randomUUID(), context };
  if (of.fhirServer) request.fhirServer = of.fhirServer;
  if (of.prefetch) request.prefetch = of.prefetch;
  return request;
}

async function drawTimeline() {
  if (!byId("timeline").open) return;
  const drafted = orders.living().length > 0;
  byId("timeline-plots").innerHTML = await timeline(requestFor(drafted ? "order-sign" : "patient-view"));
}

async function ask(hook, selected) {
  const request = requestFor(hook, selected);
  // Explained first: what a call remembers must not change the explanation of the same call.
  const why = await explained(hook, request);
  const answer = await asked(hook, request);
  const asleep = why.trace.filter((row) => row.snoozed);
  const clean = hook === "order-sign" && !asleep.length ? say("signed_clean") : say("nothing");
  await showCards(hook, answer.said.cards, asleep, guarded, clean);
  byId("cards-h").dataset.hook = say("shown_for", { hook: say(`hook.${hook}`) });
  showWhy(why.trace, answer.said.cards, (reference) => resourceLink(reference, record, orders.all()));
  showRaw(hook, request, answer, why.trace.length);
  byId("timeline").hidden = false;
  await drawTimeline();
}

async function open(found, name) {
  // Read first: a record that cannot be read leaves the one that is open as it is.
  const drawn = await chart(requestFor("patient-view", [], found));
  record = found;
  orders.begin(record.drafts ?? []);
  byId("composer").open = !(record.drafts ?? []).length && !!record.hook && record.hook !== "patient-view";
  byId("chart").innerHTML = drawn;
  byId("chosen").textContent = name;
  byId("picker").open = false;
  byId("bench").hidden = false;
  await ask("patient-view");
  byId("chart-h").scrollIntoView({ block: "nearest" });
}

async function ownData() {
  const file = byId("file").files[0];
  const text = file ? await file.text() : byId("pasted").value.trim();
  if (text) return pastedRecord(text);
  const [server, patient] = [byId("server").value.trim(), byId("patient").value.trim().replace(/^Patient\//, "")];
  if (!server || !patient) throw new Error(say("nothing_pasted"));
  return { patientId: patient, userId: "Practitioner/exemple-prescripteur", fhirServer: server };
}

for (const button of document.querySelectorAll("[data-sample]")) {
  button.addEventListener("click", () => {
    const name = button.querySelector("strong").textContent;
    reopen = () => guarded(async () => open(await sampleRecord(button.dataset.sample, visit()), name));
    reopen();
  });
}

byId("own").addEventListener("submit", (event) => {
  event.preventDefault();
  reopen = () => guarded(async () => open(await ownData(), say("own_record")));
  reopen();
});

byId("sign").addEventListener("click", () => guarded(async () => { await ask("order-sign"); byId("cards-h").focus({ preventScroll: false }); }));
byId("view").addEventListener("click", () => guarded(() => ask("patient-view")));
byId("again").addEventListener("click", () => reopen());
composeReady(() => record.patientId, guarded, (order) => ask("order-select", [order]));
rawReady();
byId("timeline").addEventListener("toggle", () => guarded(drawTimeline));
orders.onChange(() => guarded(drawTimeline));
