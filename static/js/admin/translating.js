// wagtail-localize's form has words that no translation reaches: a heading, a button's name, English dates. And it has
// no way to submit: our button stands first among its actions.
const ours = document.querySelector("template[data-translating]");
const form = document.querySelector(".js-translation-editor");
const MONTH = "January|February|March|April|May|June|July|August|September|October|November|December";
const english = ours?.dataset.translating.startsWith("en");
const DATE = new RegExp(`\\b\\d{1,2} (?:${MONTH}) \\d{4}\\b`);

function say(text) {
  if (text === "More actions") return ours.dataset.more;
  const heading = text.match(/^(.+) to (.+) translation$/);
  if (heading) return ours.dataset.heading.replace("{from}", heading[1]).replace("{to}", heading[2]);
  return text.replace(DATE, (day) =>
    new Date(`${day} 12:00`).toLocaleDateString(ours.dataset.translating, { dateStyle: "long" }),
  );
}

function look() {
  const actions = form.querySelector(".actions--primary");
  if (actions && !actions.querySelector("[data-desk-submit]")) actions.prepend(ours.content.cloneNode(true));
  if (english) return;
  const walker = document.createTreeWalker(form, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const node = walker.currentNode;
    if (node.parentElement.closest("p, textarea")) continue; // the sentences themselves
    const said = say(node.data);
    if (said !== node.data) node.data = said;
  }
}

// A sentence that is still on its way to the server would count as left to translate.
function wait(event) {
  if (!form.querySelector("section li .icon-spinner")) return;
  event.preventDefault();
  setTimeout(() => event.target.requestSubmit(), 200);
}

if (ours && form) {
  document.getElementById("desk-submit")?.addEventListener("submit", wait);
  new MutationObserver(look).observe(form, { childList: true, characterData: true, subtree: true });
  look();
}
