// Every call to the service; an answer that is not fine becomes an error in words.
import { language } from "./text.js";

const SERVICES = {
  "patient-view": "lupus-patient-view",
  "order-select": "lupus-order-select",
  "order-sign": "lupus-order-sign",
};

export const serviceOf = (hook) => SERVICES[hook];

async function answered(address, body) {
  const answer = await fetch(address, {
    method: body === undefined ? "GET" : "POST",
    headers: { "Accept-Language": language, ...(body === undefined ? {} : { "Content-Type": "application/json" }) },
    body,
  });
  if (!answer.ok) throw new Error(await complaint(answer));
  return answer;
}

async function complaint(answer) {
  try {
    const outcome = await answer.json();
    return outcome.issue.map((one) => [one.diagnostics, ...(one.expression ?? [])].join(" — ")).join("\n");
  } catch {
    return `HTTP ${answer.status}`;
  }
}

const json = async (address, told) => (await answered(address, told === undefined ? undefined : JSON.stringify(told))).json();

export const sampleRecord = (name, visit) => json(`/workbench/samples/${name}/${visit}`);
export const pastedRecord = async (text) => (await answered("/workbench/record", text)).json();
export const composedOrder = (form) => json("/workbench/order", form);
export const html = async (texts) => (texts.length ? (await json("/workbench/markdown", { texts })).html : []);
export const chart = async (request) => (await answered("/workbench/chart", JSON.stringify(request))).text();
export const timeline = async (request) => (await answered("/workbench/timeline", JSON.stringify(request))).text();
export const explained = (hook, request) => json(`/explain/${SERVICES[hook]}`, request);

export async function asked(hook, request) {
  const started = performance.now();
  const answer = await answered(`/cds-services/${SERVICES[hook]}`, JSON.stringify(request));
  const said = await answer.json();
  return { said, ms: performance.now() - started, version: answer.headers.get("Lupus-CDS-Content") };
}

export function feedback(hook, entry) {
  const told = { ...entry, outcomeTimestamp: new Date().toISOString() };
  return answered(`/cds-services/${SERVICES[hook]}/feedback`, JSON.stringify({ feedback: [told] }));
}
