// What fits the choices, sorted out on the device: no topic is sent.
const form = document.getElementById("help-form");
const words = JSON.parse(form.dataset.words);
const count = document.getElementById("help-count");
const note = document.getElementById("country-note");
const NARROWING = ["topic", "for", "language", "channel"];
const results = () => document.getElementById("help-results");
const has = (list, value) => !value || list.split(" ").includes(value);

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

// Answer choices in place. `was`: the country in the form when this was asked for.
export function begin({ show, memory, was }) {
  let waiting;
  async function change() {
    clearTimeout(waiting);
    const country = form.elements.country.value;
    if (country && country !== results().dataset.country) {
      memory(country);
      history.replaceState(null, "", `?country=${country}`);
      await show(country, words.chosen);
    } else if (!("complete" in results().dataset)) await show(results().dataset.country, note.textContent);
    sift();
  }
  form.addEventListener("change", () => {
    clearTimeout(waiting);
    waiting = setTimeout(change, 250); // arrow keys pass countries
  });
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    await change();
    document.getElementById("lines-title")?.focus();
  });
  form.querySelector("[data-reset]").addEventListener("click", (event) => {
    event.preventDefault();
    for (const name of NARROWING) form.elements[name].value = "";
    change();
  });
  if (form.elements.country.value !== was || !("complete" in results().dataset)) change();
  return { sift };
}
