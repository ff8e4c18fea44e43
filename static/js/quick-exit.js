// Leaves at once: the page goes blank, then an ordinary site takes its place in the history. Without this script the
// button is a plain link. Three presses of Shift, each within five seconds of the last, do the same.
const PRESSES = 3;
const PAUSE = 5000;
const root = document.documentElement;
const exit = document.querySelector("[data-quick-exit]");
const panel = document.querySelector("[data-exit-status]");
const status = panel?.querySelector("[role=status]");
let count = 0;
let alone = false;
let timer;

function say(text) {
  if (status) status.textContent = text || "";
}

// One word for this tab: "left". A browser that refuses storage leaves all the same.
function tab(value) {
  try {
    if (value) sessionStorage.setItem("left", value);
    else if (value === "") sessionStorage.removeItem("left");
    return sessionStorage.getItem("left");
  } catch {
    return null;
  }
}

function blank() {
  root.dataset.leaving = "";
  for (const child of document.body.children) if (child !== panel) child.hidden = true;
  for (const media of document.querySelectorAll("video, audio")) media.pause();
  for (const frame of document.querySelectorAll("iframe")) frame.remove(); // another site's video goes on talking
  if (document.fullscreenElement) document.exitFullscreen();
  document.querySelector("link[rel=icon]")?.setAttribute("href", "data:,");
  document.title = new URL(exit.href).hostname;
  say(panel?.dataset.loading);
}

function leave() {
  clearTimeout(timer);
  delete panel?.dataset.count;
  tab("1");
  blank();
  location.replace(exit.href);
}

function press() {
  count += 1;
  if (count >= PRESSES) return leave();
  panel.dataset.count = count;
  say(count === 1 ? panel.dataset.two : panel.dataset.one);
  clearTimeout(timer);
  timer = setTimeout(() => {
    count = 0;
    delete panel.dataset.count;
    say(panel.dataset.over);
  }, PAUSE);
}

if (exit && panel) {
  document.addEventListener("click", (event) => {
    if (!event.target.closest?.("[data-quick-exit]")) return;
    event.preventDefault();
    leave();
  }, true);
  // Shift counts when it is pressed and let go by itself: not with a letter, not with a click.
  addEventListener("keydown", (event) => {
    if (event.key !== "Shift") alone = false;
    else if (!event.repeat) alone = !(event.ctrlKey || event.altKey || event.metaKey);
  }, true);
  addEventListener("pointerdown", () => { alone = false; }, true);
  addEventListener("keyup", (event) => {
    if (event.key !== "Shift" || !alone) return;
    alone = false;
    press();
  }, true);
  // Back after leaving, to a page of ours from before: leave again. Whoever comes by a link or an address may read.
  addEventListener("pageshow", (event) => {
    const back = event.persisted || performance.getEntriesByType("navigation")[0]?.type === "back_forward";
    if (tab() && back) leave();
    else if (event.persisted && "leaving" in root.dataset) location.reload();
    else tab("");
  });
}
