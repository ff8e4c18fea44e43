// The help finder in place: choices are sorted out on the device, so no topic is sent anywhere; only a country is asked
// for. The country is remembered on the device, or guessed from its language and clock and shown to be changed.
const form = document.getElementById("help-form");
const words = JSON.parse(form?.dataset.words || "{}");
const count = document.getElementById("help-count");
const note = document.getElementById("country-note");
const NARROWING = ["topic", "for", "language", "channel"];
const results = () => document.getElementById("help-results");
const has = (list, value) => !value || list.split(" ").includes(value);

function memory(value) {
  try {
    if (value) localStorage.setItem("help-country", value);
    return localStorage.getItem("help-country");
  } catch {
    return null;
  }
}

function guess() {
  const options = [...form.elements.country.options];
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const here = options.find((option) => option.dataset.zones && has(option.dataset.zones, zone));
  if (here) return here.value;
  // A language of a country whose clock is another one tells nothing: then the page stays as it is.
  const regions = navigator.languages.map((tag) => new Intl.Locale(tag).region);
  return options.find((option) => regions.includes(option.value) && !option.dataset.zones)?.value;
}

function fits(card, want) {
  const { topics, languages, channels } = card.dataset;
  return (has(topics, want.topic) || "general" in card.dataset) && has(card.dataset.for, want.for)
    && has(languages, want.language) && has(channels, want.channel);
}

function sift() {
  const want = Object.fromEntries(new FormData(form));
  const groups = [...results().querySelectorAll("[data-group]")];
  const cards = (group) => [...group.querySelectorAll("[data-line]")];
  const people = groups.filter((group) => group.closest("[data-people]")).flatMap(cards);
  const any = !people.length || people.some((card) => fits(card, want));
  groups.forEach((group, index) => {
    group.dataset.index ||= index;
    for (const card of cards(group)) card.hidden = any && !fits(card, want);
    group.hidden = cards(group).every((card) => card.hidden);
    group.dataset.later = Number(any && Boolean(want.topic) && cards(group).every((card) => !has(card.dataset.topics, want.topic)));
  });
  groups.sort((a, b) => a.dataset.later - b.dataset.later || a.dataset.index - b.dataset.index);
  for (const group of groups) group.parentElement.append(group);
  const shown = people.filter((card) => !card.hidden).length;
  if (people.length) count.textContent = !any ? words.none : shown === 1 ? words.one : words.many.replace("{count}", shown);
  else count.textContent = "";
  document.dispatchEvent(new Event("help:shown"));
}

// Return the results of a country: from the site, else from what the service worker saved.
async function load(country) {
  try {
    const answer = await fetch(`${form.getAttribute("action")}?country=${country}`, { credentials: "omit" });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const found = page.getElementById("help-results");
    if (!page.documentElement.dataset.saved && found) return found;
  } catch { /* no network */ }
  const saved = await (await fetch(form.dataset.lines)).json();
  const html = saved.results[saved.same[country] ?? country] ?? saved.results[saved.union.includes(country) ? "EU" : "*"];
  return new DOMParser().parseFromString(html, "text/html").getElementById("help-results");
}

async function show(country, message) {
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

let waiting;
async function change() {
  const country = form.elements.country.value;
  if (country && country !== results().dataset.country) {
    memory(country);
    history.replaceState(null, "", `?country=${country}`);
    await show(country, words.chosen);
  } else if (!("complete" in results().dataset)) await show(results().dataset.country, note.textContent);
  else sift();
}

if (form) {
  form.addEventListener("change", () => {
    clearTimeout(waiting);
    waiting = setTimeout(change, 250); // arrow keys pass through countries
  });
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    clearTimeout(waiting);
    await change();
    document.getElementById("lines-title")?.focus();
  });
  form.querySelector("[data-reset]").addEventListener("click", (event) => {
    event.preventDefault();
    for (const name of NARROWING) form.elements[name].value = "";
    change();
  });
  const saved = document.documentElement.dataset.saved;
  if (saved) {
    const day = new Intl.DateTimeFormat(document.documentElement.lang, { dateStyle: "long", timeStyle: "short" });
    document.querySelector("[data-saved-on]").textContent = day.format(new Date(saved));
  }
  const address = new URLSearchParams(location.search);
  if (saved) {
    // The saved page doesn't know what this address asks for.
    for (const name of NARROWING) if (address.get(name)) form.elements[name].value = address.get(name);
    sift();
  }
  const asked = address.get("country")?.toUpperCase();
  const first = asked || memory() || guess();
  if (first && first !== results().dataset.country && [...form.elements.country.options].some((one) => one.value === first)) {
    form.elements.country.value = first;
    show(first, asked ? note.textContent : memory() ? words.remembered : words.guessed);
  }
}
