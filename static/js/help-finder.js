// The help finder in place: choices are sorted out on the device, so no topic is sent; only a country is asked for. It
// is remembered there, or guessed from language and clock and shown to be changed.
const form = document.getElementById("help-form");
const words = JSON.parse(form?.dataset.words || "{}");
const note = document.getElementById("country-note");
const NARROWING = ["topic", "for", "language", "channel"];
const results = () => document.getElementById("help-results");
const lists = () => import("./help-lists.js");

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
  // A language of a country whose clock is another one tells nothing.
  const regions = navigator.languages.map((tag) => new Intl.Locale(tag).region);
  return options.find((option) => regions.includes(option.value) && !option.dataset.zones)?.value;
}

let waiting;
async function change() {
  const { show, sift } = await lists().catch(() => form.submit()) ?? {};
  if (!show) return;
  const country = form.elements.country.value;
  if (country && country !== results().dataset.country) {
    memory(country);
    history.replaceState(null, "", `?country=${country}`);
    await show(country, words.chosen);
  } else if (!("complete" in results().dataset)) await show(results().dataset.country, note.textContent);
  else sift();
}

if (form) {
  form.addEventListener("focusin", () => lists().catch(() => {}), { once: true });
  form.addEventListener("change", () => {
    clearTimeout(waiting);
    waiting = setTimeout(change, 250); // arrow keys pass countries
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
  const { saved } = document.documentElement.dataset;
  const address = new URLSearchParams(location.search);
  if (saved) { // the saved page doesn't know the address
    for (const name of NARROWING) if (address.get(name)) form.elements[name].value = address.get(name);
    lists().then(({ sift }) => sift());
  }
  const asked = address.get("country")?.toUpperCase();
  const first = asked || memory() || guess();
  if (first && first !== results().dataset.country && form.querySelector(`#country [value="${CSS.escape(first)}"]`)) {
    form.elements.country.value = first;
    const message = asked ? note.textContent : memory() ? words.remembered : words.guessed;
    lists().then(({ show }) => show(first, message));
  }
}
