// The lists of the help finder: another country's, and what of it fits.
const form = document.getElementById("help-form");
const words = JSON.parse(form.dataset.words);
const byId = (id, root = document) => root.getElementById(id);
const count = byId("help-count");
const note = byId("country-note");
const results = (root) => byId("help-results", root);
const has = (list, value) => !value || list.split(" ").includes(value);
const parse = (html) => new DOMParser().parseFromString(html, "text/html");

function fits(card, want) {
  const { topics, languages, channels } = card.dataset;
  return (has(topics, want.topic) || "general" in card.dataset) && has(card.dataset.for, want.for)
    && has(languages, want.language) && has(channels, want.channel);
}

export function sift() {
  const want = Object.fromEntries(new FormData(form));
  const groups = [...results().querySelectorAll("[data-group]")];
  const cards = (group) => [...group.querySelectorAll("[data-line]")];
  const people = groups.filter((group) => group.closest("[data-people]")).flatMap(cards);
  const any = !people.length || people.some((card) => fits(card, want));
  groups.forEach((group, index) => {
    group.dataset.index ||= index;
    for (const card of cards(group)) card.hidden = any && !fits(card, want);
    group.hidden = cards(group).every((card) => card.hidden);
    const other = cards(group).every((card) => !has(card.dataset.topics, want.topic));
    group.dataset.later = Number(any && !!want.topic && other);
  });
  groups.sort((a, b) => a.dataset.later - b.dataset.later || a.dataset.index - b.dataset.index);
  for (const group of groups) group.parentElement.append(group);
  const shown = people.filter((card) => !card.hidden).length;
  if (people.length) count.textContent = !any ? words.none : shown === 1 ? words.one : words.many.replace("{count}", shown);
  else count.textContent = "";
  document.dispatchEvent(new Event("help:shown"));
}

// A country's results: from the site, else from what the worker saved.
async function load(country) {
  try {
    const answer = await fetch(`${form.getAttribute("action")}?country=${country}`, { credentials: "omit" });
    const page = parse(await answer.text());
    const found = results(page);
    if (!page.documentElement.dataset.saved && found) return found;
  } catch {}
  const { results: kept, same, union } = await (await fetch(form.dataset.lines)).json();
  return results(parse(kept[same[country] ?? country] ?? kept[union.includes(country) ? "EU" : "*"]));
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
  sift();
}
