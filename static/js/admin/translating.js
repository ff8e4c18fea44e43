// wagtail-localize's form has words that no translation reaches: a heading, a button's name, English dates.
const ours = document.querySelector("template[data-translating]");
const form = document.querySelector(".js-translation-editor");
const MONTH = "January|February|March|April|May|June|July|August|September|October|November|December";
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
  const walker = document.createTreeWalker(form, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const node = walker.currentNode;
    if (node.parentElement.closest("textarea, .field-content, [lang]")) continue;
    const said = say(node.data);
    if (said !== node.data) node.data = said;
  }
}

if (ours && form && !ours.dataset.translating.startsWith("en")) {
  new MutationObserver(look).observe(form, { childList: true, characterData: true, subtree: true });
  look();
}
