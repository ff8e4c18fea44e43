// "Open now" or "opens at 09:00" on the reader's own clock, for pages that may be saved or a minute old.
import { DAY, state, wall } from "./help-opening.js";

const form = document.getElementById("help-form");
const words = JSON.parse(form?.dataset.words || "{}");
const language = document.documentElement.lang;

function sentence({ open, at }, zone, now) {
  if (at === null) return open ? words.always : words.shut;
  const mine = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const days = Math.floor(wall(at, mine) / DAY) - Math.floor(wall(now, mine) / DAY);
  const text = open ? words.open : [words.today, words.tomorrow][days] || words.later;
  const show = (options) => new Intl.DateTimeFormat(language, { timeZone: mine, ...options }).format(at);
  const elsewhere = wall(at, mine) !== wall(at, zone);
  return text
    .replace(" ({zone})", elsewhere ? ` (${words.yours})` : "")
    .replace("{time}", show({ hour: "2-digit", minute: "2-digit", hourCycle: "h23" }))
    .replace("{day}", show({ weekday: "long" }));
}

function sayWhenSaved() {
  const { saved } = document.documentElement.dataset;
  const day = new Intl.DateTimeFormat(language, { dateStyle: "long", timeStyle: "short" });
  if (saved) document.querySelector("[data-saved-on]").textContent = day.format(new Date(saved));
}

function update() {
  const now = Date.now();
  for (const card of document.querySelectorAll("[data-hours]")) {
    const found = state(card.dataset, now);
    const line = card.querySelector("[data-state]");
    line.textContent = sentence(found, card.dataset.zone, now);
    line.className = `helpline__state helpline__state--${found.open ? "open" : "closed"}`;
    card.querySelector("[data-holiday]").hidden = !found.holiday;
  }
}

if (form) {
  sayWhenSaved();
  update();
  document.addEventListener("help:shown", update);
  setInterval(update, 30000);
}
