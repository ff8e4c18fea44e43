// Remarks beside their blocks, and links there.
import { place, show } from "./checks-place.js";

const root = document.querySelector("[data-safety-checks]");
const counter = document.querySelector('[data-side-panel-toggle="checks"] [data-side-panel-toggle-counter]');

function count() {
  if (!counter || counter.dataset.shown === counter.textContent) return;
  const theirs = Number(counter.textContent) || 0;
  const ours = Number(root.querySelector("[data-safety-open]")?.dataset.safetyOpen ?? 0);
  counter.dataset.theirs = theirs;
  counter.textContent = counter.dataset.shown = String(theirs + ours);
  counter.hidden = theirs + ours === 0;
}

function mark() {
  for (const old of document.querySelectorAll("[data-safety-mark]")) old.remove();
  for (const item of [...root.querySelectorAll("[data-safety-item]")].reverse()) {
    const target = place(item.dataset.safetyAnchor);
    if (!target) continue;
    const note = item.cloneNode(true);
    note.removeAttribute("data-safety-item");
    note.setAttribute("data-safety-mark", "");
    for (const part of note.querySelectorAll("[data-safety-source], [data-safety-actions]")) part.remove();
    (target.querySelector(".w-panel__content") ?? target).prepend(note);
  }
  if (counter?.dataset.theirs) counter.textContent = counter.dataset.theirs;
  if (counter) counter.dataset.shown = "";
  count();
}

let asked = 0;

async function refresh(event) {
  const page = event.detail?.data?.pk ?? root.dataset.page;
  if (!page) return;
  root.dataset.page = page;
  const mine = ++asked;
  const answer = await fetch(root.dataset.safetyChecksUrl.replace("/0/", `/${page}/`));
  if (!answer.ok) return;
  const found = await answer.text();
  if (mine !== asked) return; // an answer about an earlier save that was overtaken
  root.innerHTML = found;
  mark();
}

if (root) {
  root.addEventListener("click", (event) => {
    const jump = event.target.closest("[data-safety-jump]");
    const target = jump && place(jump.closest("[data-safety-item]").dataset.safetyAnchor);
    if (!target) return;
    event.preventDefault();
    show(target);
  });
  document.addEventListener("w-autosave:success", refresh);
  if (counter) new MutationObserver(count).observe(counter, { childList: true, characterData: true, subtree: true });
  const begin = () => {
    mark();
    if (location.hash !== "#checks") return;
    const marks = (kind) => document.querySelector(`form [data-contentpath] [data-safety-mark]${kind}`);
    const first = marks("[data-safety-must]") ?? marks(""); // what stopped the writer, before any advice
    if (!first) return;
    const told = document.querySelector(".messages .error"); // stands above, out of sight from there
    const words = [...(told?.childNodes ?? [])].map((node) => (node.nodeType === 3 ? node.data : "")).join("").trim();
    if (words) first.append(Object.assign(document.createElement("p"), { textContent: words }));
    show(first.closest("[data-contentpath]"));
  };
  if (document.readyState === "complete") begin();
  else addEventListener("load", begin);
}
