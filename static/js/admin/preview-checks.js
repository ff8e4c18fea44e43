// In a preview only: the words that a remark is about, highlighted where they stand. The text itself is untouched.
const ranges = [];
const walker = document.createTreeWalker(document.querySelector("main"), NodeFilter.SHOW_TEXT);
const wanted = [...document.querySelectorAll("[data-preview-words]")].map((words) => words.textContent);
while (walker.nextNode()) {
  const node = walker.currentNode;
  for (const words of wanted) {
    const at = node.data.indexOf(words);
    if (at < 0) continue;
    const range = new Range();
    range.setStart(node, at);
    range.setEnd(node, at + words.length);
    ranges.push(range);
  }
}
if (ranges.length && window.Highlight) CSS.highlights.set("safety-check", new Highlight(...ranges));
