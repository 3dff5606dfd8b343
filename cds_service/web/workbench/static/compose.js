// The small form that drafts an order; the service writes the FHIR of it.
import { byId } from "./dom.js";
import { add, freshId } from "./orders.js";
import { composedOrder } from "./service.js";

function stepsOf(form) {
  return [...form.querySelectorAll(".step")].map((step) => {
    const [times, every] = step.querySelector(".often").value.split("/").map(Number);
    const days = step.querySelector(".days").value;
    return { mg: Number(step.querySelector(".mg").value), times, every, days: days ? Number(days) : null };
  });
}

function addStep() {
  const steps = byId("steps");
  const next = steps.firstElementChild.cloneNode(true);
  next.querySelectorAll("input").forEach((input) => { input.value = ""; });
  const remove = next.querySelector(".remove");
  remove.hidden = false;
  remove.addEventListener("click", () => { next.remove(); byId("add-step").focus(); });
  steps.append(next);
  next.querySelector(".mg").focus();
}

export function ready(patient, guarded, then) {
  byId("add-step").addEventListener("click", addStep);
  byId("compose").addEventListener("submit", (event) => {
    event.preventDefault();
    guarded(async () => {
      const order = await composedOrder({
        id: freshId(), patient: patient(), drug: byId("drug").value, route: byId("route").value, steps: stepsOf(event.target),
      });
      add(order);
      event.target.reset();
      [...event.target.querySelectorAll(".step")].slice(1).forEach((step) => step.remove());
      byId("composer").open = false;
      await then(order);
    });
  });
}
