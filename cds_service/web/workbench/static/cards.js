// Cards as a record shows them: accept a suggestion, or dismiss with a reason.
import { byId, el, mark } from "./dom.js";
import { apply } from "./orders.js";
import { feedback, html } from "./service.js";
import { dayInWords, say, titleOf } from "./text.js";

export async function showCards(hook, cards, snoozed, guarded, empty) {
  const details = await html(cards.map((card) => card.detail ?? ""));
  const shown = cards.map((card, place) => cardOf(hook, card, details[place], guarded));
  if (!shown.length) shown.push(el("p", { class: "nothing" }, empty));
  if (snoozed.length) shown.push(asleep(snoozed));
  byId("cards").replaceChildren(...shown);
}

function asleep(rows) {
  return el("div", { class: "asleep" }, el("h3", {}, say("snoozed_head")),
    el("ul", {}, ...rows.map((row) => el("li", {}, el("strong", {}, titleOf(row.rule)), " ", say("snoozed", { day: dayInWords(row.snoozedUntil) })))));
}

function cardOf(hook, card, detail, guarded) {
  const body = el("div", { class: "detail" });
  body.innerHTML = detail;
  const head = `card-${card.uuid}`;
  const outcome = el("p", { class: "outcome", role: "status" });
  const foot = el("div", { class: "card-foot" });
  const made = el("article", { class: `card ${card.indicator}`, "aria-labelledby": head },
    el("p", { class: `urgency ${card.indicator}` }, mark(card.indicator), say(card.indicator)),
    el("h3", { id: head }, card.summary), body,
    el("p", { class: "origin" }, `${say("source")} `, origin(card.source), ` · ${say("rule")} `,
      ...card.extension["example.lupus-cds"].rules.flatMap((rule, place) => [place ? ", " : "", el("a", { href: `/rules/${rule}` }, rule)])),
    links(card.links), foot, outcome);
  const done = (text) => { outcome.textContent = text; };
  if (card.suggestions?.length) foot.append(suggestions(hook, card, made, done, guarded));
  if (card.overrideReasons?.length) foot.append(override(hook, card, made, done, guarded));
  return made;
}

function origin(source) {
  return source.url ? el("a", { href: source.url, rel: "noreferrer noopener", target: "_blank" }, source.label) : el("span", {}, source.label);
}

function links(found = []) {
  if (!found.length) return null;
  return el("ul", { class: "links" }, ...found.map((link) => el("li", {}, el("a", { href: link.url, rel: "noreferrer noopener", target: "_blank" }, link.label))));
}

function suggestions(hook, card, made, done, guarded) {
  const box = el("div", { class: "suggestions", role: "group", "aria-label": say("suggestions") });
  for (const suggestion of card.suggestions) {
    const button = el("button", { type: "button", class: "accept", "data-suggestion": suggestion.uuid }, suggestion.label);
    button.addEventListener("click", () => guarded(async () => {
      await feedback(hook, { card: card.uuid, outcome: "accepted", acceptedSuggestions: [{ id: suggestion.uuid }] });
      suggestion.actions.forEach(apply);
      const over = card.selectionBehavior === "any" ? [button] : [...box.children];
      over.forEach((one) => { one.disabled = true; });
      made.querySelector(".override")?.remove();
      made.classList.add("accepted");
      done(say("accepted", { label: suggestion.label }));
    }));
    box.append(button);
  }
  return box;
}

function override(hook, card, made, done, guarded) {
  const select = el("select", { "aria-label": say("choose_reason") }, el("option", { value: "" }, say("choose_reason")),
    ...card.overrideReasons.map((reason, place) => el("option", { value: place }, reason.display)));
  const button = el("button", { type: "button", class: "dismiss", disabled: true }, say("dismiss"));
  const form = el("div", { class: "override" }, select, button);
  select.addEventListener("change", () => { button.disabled = !select.value; });
  button.addEventListener("click", () => guarded(async () => {
    const reason = card.overrideReasons[Number(select.value)];
    await feedback(hook, { card: card.uuid, outcome: "overridden", overrideReason: { reason } });
    made.classList.add("dismissed");
    made.querySelectorAll("button").forEach((one) => { one.disabled = true; });
    form.remove();
    done(say(card.indicator === "critical" ? "dismissed_critical" : "dismissed", { reason: reason.display }));
  }));
  return form;
}
