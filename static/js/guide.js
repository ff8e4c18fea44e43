// The side and chapters, kept on this device; the rest loads at need.
const all = (wanted, root = document) => [...root.querySelectorAll(wanted)];
// A tab forgets the side: phones are shared.
const store = (name) => (name === "reader" ? sessionStorage : localStorage);
const read = (name) => { try { return store(name).getItem(name) || ""; } catch { return ""; } };
const write = (name, value) => { try { value ? store(name).setItem(name, value) : store(name).removeItem(name); } catch {} };

// Links to guides lead to the side chosen in this tab.
function showReader() {
  const side = read("reader"), topics = document.querySelector("[data-topics]")?.dataset.topics;
  for (const link of topics ? all(`a[href^="${topics}"]:not([data-audience])`) : []) {
    const url = new URL(link.href);
    if (url.pathname === topics || (url.search && !link.dataset.sided)) continue;
    url.search = side && `?for=${side}`;
    link.dataset.sided = "1";
    link.href = url.pathname + url.search;
  }
  all("[data-audiences]").forEach((nav) => nav.classList.toggle("is-kept", !!side));
}

function showChapters() {
  const known = read("chapters").split(" ");
  for (const place of all("[data-progress]")) {
    const links = all("[data-chapter]", place), text = place.querySelector("[data-count]"), done = links.filter((link) => known.includes(link.dataset.chapter));
    for (const link of links) {
      link.classList.toggle("is-read", done.includes(link));
      link.closest("li").querySelector("[data-read-words]").hidden = !done.includes(link);
    }
    text.textContent = done.length ? text.dataset.count.replace("{number}", done.length).replace("{total}", links.length) : "";
    place.classList.toggle("is-kept", done.length > 0);
  }
}

const end = document.querySelector("[data-end]");
if (end) new IntersectionObserver(([entry]) => {
  if (entry.isIntersecting) write("chapters", [...new Set([...read("chapters").split(" "), end.dataset.end])].join(" ").trim());
  showChapters();
}).observe(end);

document.addEventListener("click", ({ target }) => {
  const side = target.closest("[data-audience]"), what = target.closest("[data-forget]");
  if (side) write("reader", side.dataset.audience);
  if (what) { write(what.dataset.forget, ""); showReader(); showChapters(); }
});
addEventListener("pageshow", () => { showReader(); showChapters(); });

const LATER = {
  click: ["acts", "[data-embed], [data-say-tool], [data-share], [data-print], .word__link"],
  submit: ["answers", "[data-vote]"],
  change: ["answers", "[data-check]"],
};
for (const [type, [module, selector]] of Object.entries(LATER)) document.addEventListener(type, (event) => {
  const target = event.target.closest(selector);
  if (!target || event.ctrlKey || event.metaKey) return;
  if (type !== "change") event.preventDefault();
  import(document.getElementById("guide-js").dataset[module]).then((loaded) => loaded[type](target), () => type === "submit" ? target.submit() : target.href && (location = target.href));
});
