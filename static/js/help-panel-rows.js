// What the help panel on another site is made of: its style and one row for each resource.
export const STYLE = new CSSStyleSheet(); // made by script: a strict style-src of the other site doesn't forbid it
STYLE.replaceSync(`
:host{display:block;font:1rem/1.5 system-ui,sans-serif;color-scheme:light dark;--help:light-dark(#9c3412,#f0a482);--paper:light-dark(#fffdf9,#242220);--ink:light-dark(#22262b,#e8e1d5);--soft:light-dark(#4b5058,#bdb5a7);--on:light-dark(#fff,#2a1208)}
section{background:var(--paper);color:var(--ink);border:2px solid var(--help);border-radius:.6rem;padding:1rem}
h2{font-size:1.15rem;line-height:1.25;margin:0 0 .75rem}ul{list-style:none;margin:0;padding:0;display:grid;gap:.75rem}
a{color:inherit;display:inline-block;min-block-size:1.5rem}.call{background:var(--help);color:var(--on);padding:.55rem 1rem;border-radius:.6rem;font-weight:700;text-decoration:none}
p{margin:.15rem 0;color:var(--soft)}strong{display:block}:focus-visible{outline:3px solid var(--ink);outline-offset:2px}
bdi{unicode-bidi:isolate}`);

export function make(tag, text, attributes = {}) {
  const element = document.createElement(tag);
  if (text) element.textContent = text;
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  return element;
}

function call(resource, words) {
  const link = make("a", `${words.call} `, { href: `tel:${resource.dial}`, class: "call" });
  link.append(make("bdi", resource.phone, { dir: "ltr" })); // a number reads left to right in every language
  return link;
}

function text(resource, words) {
  const [number, word] = resource.sms.split("?body="); // the word to send comes with its number
  const link = make("a", `${words.text} `, { href: `sms:${resource.sms}`, class: "call" });
  link.append(make("bdi", word ? `${word} → ${number}` : number, { dir: "ltr" }));
  return link;
}

export function row(resource, words) {
  const item = make("li");
  if (resource.kind !== "people") {
    item.append(make("a", resource.title, { href: resource.url, rel: "noreferrer" }));
  } else {
    item.append(make("strong", resource.title));
    if (resource.dial) item.append(call(resource, words));
    else if (resource.sms) item.append(text(resource, words));
    else if (resource.url) item.append(make("a", resource.title, { href: resource.url, rel: "noreferrer" }));
    for (const line of [resource.text, resource.hours]) if (line) item.append(make("p", line));
  }
  return item;
}
