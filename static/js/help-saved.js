// What is saved on this device for help without network: say whether there is something, remove it, keep it again.
const part = document.querySelector("details[data-saved]");
const state = part.querySelector("[data-saved-state]");
const remove = part.querySelector("[data-saved-remove]");
const keep = part.querySelector("[data-saved-keep]");

function refused(value) {
  try {
    if (value === true) localStorage.setItem("help-offline", "off");
    if (value === false) localStorage.removeItem("help-offline");
    return localStorage.getItem("help-offline") === "off";
  } catch {
    return true;
  }
}

async function look(text) {
  const names = "caches" in window ? await caches.keys() : [];
  state.textContent = text || (names.length ? part.dataset.kept : part.dataset.empty);
  remove.hidden = refused();
  keep.hidden = !refused();
}

remove.addEventListener("click", async () => {
  const workers = await navigator.serviceWorker?.getRegistrations() ?? [];
  await Promise.all(workers.map((worker) => worker.unregister()));
  await Promise.all((await caches.keys()).map((name) => caches.delete(name)));
  try {
    localStorage.clear();
    sessionStorage.clear();
  } catch { /* nothing can be there */ }
  refused(true);
  await look(part.dataset.removed);
  keep.focus();
});

keep.addEventListener("click", async () => {
  refused(false);
  const help = document.querySelector("link[rel=help]");
  await navigator.serviceWorker.register("/sw.js", { scope: new URL(help.href).pathname });
  await look(part.dataset.kept);
  remove.focus();
});

document.addEventListener("help:kept", () => look());
look();
