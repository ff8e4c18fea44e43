// Small conveniences; every page works without them.
const menu = document.querySelector(".menu");
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && menu?.open) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
});

// Help without network: the worker keeps the help page of this language, and nothing else.
const help = document.querySelector("link[rel=help]");
const kept = document.querySelector("details[data-saved]");

function refused() {
  try {
    return localStorage.getItem("help-offline") === "off";
  } catch {
    return true;
  }
}

async function keepHelp() {
  const worker = await navigator.serviceWorker.register("/sw.js", { scope: new URL(help.href).pathname });
  worker.active?.postMessage("refresh");
  const coming = worker.installing;
  coming?.addEventListener("statechange", () => {
    if (coming.state === "activated") document.dispatchEvent(new Event("help:kept"));
  });
}

if (help && "serviceWorker" in navigator && !refused()) {
  const later = () => (window.requestIdleCallback ?? setTimeout)(() => keepHelp().catch(() => {}));
  if (document.readyState === "complete") later();
  else addEventListener("load", later);
}
if (kept) {
  const control = () => import(kept.dataset.module);
  if (kept.open) control();
  else kept.addEventListener("toggle", control, { once: true });
}
