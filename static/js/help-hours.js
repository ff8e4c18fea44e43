// A country's lines, with "open now" or "opens at 09:00" on the reader's own clock: the page may be a day old.
import { DAY, state, wall } from "./help-opening.js";

const form = document.getElementById("help-form");
const words = JSON.parse(form.dataset.words);
const note = document.getElementById("country-note");
const results = () => document.getElementById("help-results");

function sentence({ open, at }, zone, now) {
  if (at === null) return open ? words.always : words.shut;
  const mine = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const days = Math.floor(wall(at, mine) / DAY) - Math.floor(wall(now, mine) / DAY);
  const text = open ? words.open : [words.today, words.tomorrow][days] || words.later;
  const show = (options) => new Intl.DateTimeFormat(document.documentElement.lang, { timeZone: mine, ...options }).format(at);
  return text
    .replace(" ({zone})", wall(at, mine) === wall(at, zone) ? "" : ` (${words.yours})`)
    .replace("{time}", show({ hour: "2-digit", minute: "2-digit", hourCycle: "h23" }))
    .replace("{day}", show({ weekday: "long" }));
}

function update() {
  const now = Date.now();
  for (const card of document.querySelectorAll("[data-hours]")) {
    const found = state(card.dataset, now), line = card.querySelector("[data-state]");
    line.textContent = sentence(found, card.dataset.zone, now);
    line.className = `helpline__state helpline__state--${found.open ? "open" : "closed"}`;
    card.querySelector("[data-holiday]").hidden = !found.holiday;
  }
}

// From the site, or what is saved here.
async function load(country) {
  const answer = await fetch(`${form.dataset.lines}?country=${country}`, { credentials: "omit" });
  const { results: found, same, union } = await answer.json();
  const html = found[country] ?? found[same[country]] ?? found[union.includes(country) ? "EU" : "*"];
  return new DOMParser().parseFromString(html, "text/html").getElementById("help-results");
}

let wanted, coming;

async function put(country, message) {
  results().setAttribute("aria-busy", "true");
  const found = await load(country).catch(() => {});
  if (country !== wanted) return; // another was chosen
  if (found) {
    const name = found.querySelector("[data-country-name]");
    if (name) name.textContent = form.querySelector(`#country [value="${country}"]`).text;
    found.dataset.country = country;
    results().replaceWith(found);
  } else {
    wanted = "";
    results().removeAttribute("aria-busy");
  }
  note.textContent = found ? message : words.failed;
  const { length } = document.querySelectorAll("[data-people] [data-group] [data-line]");
  document.getElementById("help-count").textContent = !length ? "" : length > 1 ? words.many.replace("{count}", length) : words.one;
  update();
}

// Done once its lines are here.
export function show(country, message, again) {
  if (again || country !== (wanted || results().dataset.country)) coming = put(wanted = country, message);
  return coming;
}

update();
document.addEventListener("help:shown", update);
setInterval(update, 30000);
