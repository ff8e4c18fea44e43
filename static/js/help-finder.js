// The help finder in place: only a country is asked of the site. It is remembered on the device, or guessed from its
// language and clock and shown to be changed. What sorts the lists out (help-lists.js) loads once the form is touched.
import { show } from "./help-hours.js";

const form = document.getElementById("help-form");
const words = JSON.parse(form?.dataset.words || "{}");
const note = document.getElementById("country-note");
const NARROWING = ["topic", "for", "language", "channel"];
const results = () => document.getElementById("help-results");

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
  const here = options.find((option) => option.dataset.zones?.split(" ").includes(zone));
  if (here) return here.value;
  // A language of a country whose clock is another one tells nothing: then the page stays as it is.
  const regions = navigator.languages.map((tag) => tag.match(/-([A-Z]{2})\b/)?.[1]);
  return options.find((option) => regions.includes(option.value) && !option.dataset.zones)?.value;
}

let lists, was; // was: the country that stands in the form before anybody chose one
const begin = () => (lists ??= import("./help-lists.js").then((loaded) => loaded.begin({ show, memory, was })));

async function sort() {
  if (lists || NARROWING.some((name) => form.elements[name].value)) (await begin()).sift();
}

if (form) {
  const { country } = form.elements;
  was = country.querySelector("[selected]")?.value;
  form.addEventListener("focusin", () => begin().catch(() => {}), { once: true });
  form.addEventListener("change", () => begin().then(({ sift }) => sift(), () => form.submit()), { once: true });
  const { saved } = document.documentElement.dataset;
  const address = new URLSearchParams(location.search);
  const asked = address.get("country")?.toUpperCase();
  const first = asked || memory() || guess();
  if (saved) { // it says since when, and doesn't know what this address asks for
    const day = new Intl.DateTimeFormat(document.documentElement.lang, { dateStyle: "long", timeStyle: "short" });
    document.querySelector("[data-saved-on]").textContent = day.format(new Date(saved));
    for (const name of NARROWING) if (address.get(name)) form.elements[name].value = address.get(name);
  }
  // Whoever was faster than this script is choosing or reading: then nothing is chosen for them.
  if (country.value !== was || form.parentElement.contains(document.activeElement)) begin().then(({ sift }) => sift());
  else if (first && first !== results().dataset.country && form.querySelector(`#country [value="${CSS.escape(first)}"]`)) {
    country.value = was = first;
    show(first, asked ? note.textContent : memory() ? words.remembered : words.guessed).then(sort);
  } else if (saved) sort();
}
