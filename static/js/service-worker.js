// Keeps one page for a time without network: where to find somebody to talk to. It controls that page only, and never
// keeps an address with a question in it, anything of an account, a guide or a search. CONFIG comes before this line.
const PAGE = new URL(self.registration.scope).pathname;
const KEEP = CONFIG.pages[PAGE];
const PREFIX = `help ${PAGE} `;
const CACHE = PREFIX + CONFIG.version;
const PATIENCE = 4000;
const STALE = 24 * 60 * 60 * 1000;
const SAVED_ON = "x-saved-on";

async function save(cache, address) {
  // Without cookies: what is kept is what anybody would read. Not into the browser's own cache as well: from there it
  // would come back without saying when it was saved.
  const answer = await fetch(address, { credentials: "omit", cache: "no-store", redirect: "error" });
  if (!answer.ok) throw new Error(answer.status);
  const headers = new Headers(answer.headers);
  headers.set(SAVED_ON, new Date().toISOString());
  headers.delete("content-encoding");
  headers.delete("content-length");
  await cache.put(address, new Response(await answer.blob(), { headers }));
}

async function refresh() {
  const cache = await caches.open(CACHE);
  await Promise.all([save(cache, PAGE), save(cache, KEEP.lines)]);
}

async function refreshIfStale() {
  const cache = await caches.open(CACHE);
  const kept = await cache.match(PAGE);
  const age = kept ? Date.now() - new Date(kept.headers.get(SAVED_ON)) : Infinity;
  if (age > STALE) await refresh().catch(() => {});
}

async function fill() {
  const cache = await caches.open(CACHE);
  await cache.addAll(KEEP.files.map((file) => new Request(file, { credentials: "omit" })));
  await refresh();
}

self.addEventListener("install", (event) => {
  event.waitUntil(fill().then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  event.waitUntil((async () => {
    const old = (await caches.keys()).filter((name) => name.startsWith(PREFIX) && name !== CACHE);
    await Promise.all(old.map((name) => caches.delete(name)));
    await self.clients.claim();
  })());
});

self.addEventListener("message", (event) => {
  if (event.data === "refresh") event.waitUntil(refreshIfStale());
});

// The saved page says on itself when it was saved.
async function saved(address) {
  const kept = await (await caches.open(CACHE)).match(address);
  if (!kept || address !== PAGE) return kept;
  const html = (await kept.text()).replace("<html ", `<html data-saved="${kept.headers.get(SAVED_ON)}" `);
  return new Response(html, { headers: kept.headers });
}

async function networkFirst(request, address) {
  const kept = await saved(address);
  if (!kept) return fetch(request);
  const late = new Promise((resolve) => { setTimeout(resolve, PATIENCE, kept); });
  const network = fetch(request).then((answer) => (answer.status < 500 ? answer : kept), () => kept);
  return Promise.race([network, late]);
}

async function keptFirst(request, address) {
  return (await (await caches.open(CACHE)).match(address)) ?? fetch(request);
}

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== self.location.origin || !KEEP) return;
  if (pathname === PAGE || pathname === KEEP.lines) {
    event.respondWith(networkFirst(request, pathname));
    if (pathname === PAGE) event.waitUntil(refreshIfStale());
  } else if (KEEP.files.includes(pathname)) event.respondWith(keptFirst(request, pathname));
});
