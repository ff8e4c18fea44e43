// Keeps one page for a time without network: where to find somebody to talk to. It controls that page only; never a
// question, an account, a guide or a search. CONFIG comes before.
const PAGE = new URL(self.registration.scope).pathname;
const KEEP = CONFIG.pages[PAGE];
const PREFIX = `help ${PAGE} `;
const CACHE = PREFIX + CONFIG.version;
const PATIENCE = 4000; // milliseconds
const STALE = 864e5;
const SINCE = "x-saved-on";
const opened = () => caches.open(CACHE);
const kept = async (address) => (await opened()).match(address);

// Without cookies: what anybody would read. The browser's own cache would forget since when.
async function save(address) {
  const answer = await fetch(address, { credentials: "omit", cache: "no-store", redirect: "error" });
  if (!answer.ok) throw new Error(answer.status);
  const headers = new Headers(answer.headers);
  headers.set(SINCE, new Date().toISOString());
  headers.delete("content-encoding");
  headers.delete("content-length");
  await (await opened()).put(address, new Response(await answer.blob(), { headers }));
}

const refresh = () => Promise.all([PAGE, KEEP.lines].map(save));

async function refreshIfStale() {
  const since = (await kept(PAGE))?.headers.get(SINCE) ?? 0;
  if (Date.now() - new Date(since) > STALE) await refresh().catch(() => {});
}

async function install() {
  await (await opened()).addAll(KEEP.files.map((file) => new Request(file, { credentials: "omit" })));
  await refresh();
  await self.skipWaiting();
}

async function activate() {
  const old = (await caches.keys()).filter((name) => name.startsWith(PREFIX) && name !== CACHE);
  await Promise.all(old.map((name) => caches.delete(name)));
  await self.clients.claim();
}

const ACTS = { install, activate, message: ({ data }) => data === "refresh" && refreshIfStale() };
for (const [type, act] of Object.entries(ACTS)) self.addEventListener(type, (event) => event.waitUntil(act(event)));

// A saved page says since when.
async function saved(address) {
  const found = await kept(address);
  if (!found || address !== PAGE) return found;
  const html = (await found.text()).replace("<html ", `<html data-saved="${found.headers.get(SINCE)}" `);
  return new Response(html, found);
}

async function networkFirst(request, address) {
  const found = await saved(address);
  if (!found) return fetch(request);
  const late = new Promise((resolve) => { setTimeout(resolve, PATIENCE, found); });
  return Promise.race([late, fetch(request).then((answer) => (answer.status < 500 ? answer : found), () => found)]);
}

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== location.origin || !KEEP) return;
  if ([PAGE, KEEP.lines].includes(pathname)) event.respondWith(networkFirst(request, pathname));
  if (pathname === PAGE) event.waitUntil(refreshIfStale());
  if (KEEP.files.includes(pathname)) event.respondWith(kept(pathname).then((found) => found ?? fetch(request)));
});
