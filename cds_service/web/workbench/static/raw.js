// The call as it went over the wire, and a line to repeat it.
import { byId } from "./dom.js";
import { serviceOf } from "./service.js";
import { language, say } from "./text.js";

export function showRaw(hook, request, { said, ms, version }, rules) {
  byId("more").hidden = false;
  byId("timing").textContent = say("timing", { hook: say(`hook.${hook}`), ms: Math.round(ms), cards: said.cards.length, rules, version });
  const quoted = JSON.stringify(request).replaceAll("'", "'\\''");
  byId("curl").textContent = `curl -s ${location.origin}/cds-services/${serviceOf(hook)} -H 'Content-Type: application/json' -H 'Accept-Language: ${language}' -d '${quoted}'`;
  byId("request").textContent = JSON.stringify(request, null, 1);
  byId("response").textContent = JSON.stringify(said, null, 1);
}

export function ready() {
  const button = byId("copy");
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(byId("curl").textContent);
    const before = button.textContent;
    button.textContent = say("copied");
    setTimeout(() => { button.textContent = before; }, 1500);
  });
}
