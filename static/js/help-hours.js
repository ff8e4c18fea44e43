// A country's lines, with "open now" or "opens at 09:00" on the reader's own clock: the page may be a minute or a
// day old.
import { DAY, state, wall } from "./help-opening.js";

const form = document.getElementById("help-form");
const words = JSON.parse(form?.dataset.words || "{}");
const note = document.getElementById("country-note");
const results = () => document.getElementById("help-results");
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

// A country's results: from the site, without network from what the worker saved of all countries.
async function load(country) {
  const answer = await fetch(`${form.dataset.lines}?country=${country}`, { credentials: "omit" });
  const { results: found, same, union } = await answer.json();
  const html = found[same[country] ?? country] ?? found[union.includes(country) ? "EU" : "*"];
  return new DOMParser().parseFromString(html, "text/html").getElementById("help-results");
}

export async function show(country, message) {
  const old = results();
  old.setAttribute("aria-busy", "true");
  try {
    const found = await load(country);
    found.dataset.country = country;
    const name = found.querySelector("[data-country-name]");
    if (name) name.textContent = form.elements.country.selectedOptions[0].text;
    old.replaceWith(found);
    note.textContent = message;
  } catch {
    old.removeAttribute("aria-busy");
    note.textContent = words.failed;
  }
  const { length } = results().querySelectorAll("[data-people] [data-group] [data-line]");
  const count = length > 1 ? words.many.replace("{count}", length) : length ? words.one : "";
  document.getElementById("help-count").textContent = count;
  update();
}

if (form) {
  update();
  document.addEventListener("help:shown", update);
  setInterval(update, 30000);
}
