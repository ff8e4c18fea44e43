// What fits the choices, sorted out on the device: no topic is sent.
const form = document.getElementById("help-form");
const words = JSON.parse(form.dataset.words);
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
    const mine = cards(group);
    for (const card of mine) card.hidden = any && !fits(card, want);
    group.hidden = mine.every((card) => card.hidden);
    const other = mine.every((card) => !has(card.dataset.topics, want.topic));
    group.dataset.later = +(any && !!want.topic && other);
  });
  groups.sort((a, b) => a.dataset.later - b.dataset.later || a.dataset.index - b.dataset.index);
  groups.forEach((group) => group.parentElement.append(group));
  const shown = people.filter((card) => !card.hidden).length;
  const found = shown === 1 ? words.one : words.many.replace("{count}", shown);
  document.getElementById("help-count").textContent = !people.length ? "" : any ? found : words.none;
  document.dispatchEvent(new Event("help:shown"));
}

// `was`: the form's country before anybody chose.
export function begin({ show, memory, was }) {
  let waiting, chosen = was;
  async function change() {
    clearTimeout(waiting);
    const { value } = form.elements.country;
    const { country, complete } = results().dataset;
    const other = value && value !== chosen;
    if (other) {
      memory(chosen = value);
      history.replaceState(null, "", `?country=${value}`);
    }
    const says = other || value !== country ? words.chosen : document.getElementById("country-note").textContent;
    await show(value || country, says, complete === undefined);
    sift();
  }
  function later() { // keys pass countries
    clearTimeout(waiting);
    waiting = setTimeout(change, 250);
  }
  form.addEventListener("change", later);
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
  if (form.elements.country.value !== was || !("complete" in results().dataset)) later();
  return { sift };
}
