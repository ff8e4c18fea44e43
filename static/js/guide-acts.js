// What a guide does at its reader's first act: play, copy or share, explain a word.
const make = (tag, attributes) => Object.assign(document.createElement(tag), attributes);

async function give(data, says, copied) {
  if (navigator.share && matchMedia("(pointer: coarse)").matches) {
    try { return await navigator.share(data); } catch (error) { if (error.name === "AbortError") return; }
  }
  await navigator.clipboard.writeText(data.url || data.text);
  says.textContent = "";
  requestAnimationFrame(() => { says.textContent = copied; });
}

function play(link) {
  const frame = make("iframe", { src: link.dataset.embed, title: link.dataset.title, allow: "fullscreen", referrerPolicy: "strict-origin" });
  frame.setAttribute("sandbox", "allow-scripts allow-same-origin allow-presentation allow-popups");
  link.parentElement.replaceChildren(frame);
  frame.focus();
}

// Opens over the page; where a browser can't, the link leads further down.
function explain(link) {
  const entry = document.getElementById(link.hash.slice(1));
  if (!entry) return;
  if (!HTMLElement.prototype.showPopover) { location.hash = link.hash; return; }
  document.getElementById("word-note")?.remove();
  const name = entry.querySelector("dt").textContent;
  const text = entry.querySelector("dd").cloneNode(true);
  text.querySelector("a")?.remove();
  const close = make("button", { type: "button", className: "button button--quiet", textContent: link.closest("[data-close]").dataset.close });
  const note = make("div", { id: "word-note", className: "word-note", popover: "auto" });
  note.append(make("strong", { id: "word-note-name", textContent: name }), make("p", { textContent: text.textContent.trim() }), close);
  note.setAttribute("role", "dialog");
  note.setAttribute("aria-labelledby", "word-note-name");
  close.addEventListener("click", () => note.hidePopover());
  note.addEventListener("toggle", (event) => { if (event.newState === "closed") { note.remove(); link.focus({ preventScroll: true }); } });
  link.closest(".article").append(note);
  note.showPopover();
  close.focus();
}

export function click(target) {
  if (target.matches("[data-embed]")) play(target);
  else if (target.matches(".word__link")) explain(target);
  else if (target.matches("[data-print]")) print();
  else if (target.matches("[data-say-tool]")) {
    const starter = target.closest(".starter");
    give({ text: starter.querySelector("[data-say]").textContent }, starter.querySelector("[data-said]"), target.dataset.copied)
      .catch(() => { location = target.href; });
  } else {
    const tools = target.closest("[data-share-url]"), details = target.closest("details");
    if (details.open) { details.open = false; return; }
    give({ title: tools.dataset.shareTitle, url: tools.dataset.shareUrl }, tools.querySelector("[data-said]"), tools.querySelector("[data-said]").dataset.copied)
      .catch(() => {}).finally(() => { details.open = !(navigator.share && matchMedia("(pointer: coarse)").matches); });
  }
}
