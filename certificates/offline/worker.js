/* Keeps the page of the offline check, what it loads, the key and the last status list. */
const SHELF = "laurel-offline-1";
const PAGE = "/verify/offline/";
const FACTS = ["/verify/keys.json", "/verify/status-list.jwt"];

async function keep() {
  const shelf = await caches.open(SHELF);
  // Without cookies: the page that is kept is nobody's.
  const page = await fetch(PAGE, { credentials: "omit" });
  const text = await page.clone().text();
  const parts = [...text.matchAll(/(?:href|src)="(\/static\/[^"]+)"/g)].map((found) => found[1]);
  await shelf.put(PAGE, page);
  await shelf.addAll([...new Set(parts), ...FACTS]);
}

async function answer(request) {
  const shelf = await caches.open(SHELF);
  const path = new URL(request.url).pathname;
  try {
    const fresh = await fetch(request);
    if (fresh.ok && path !== PAGE) await shelf.put(path, fresh.clone());
    return fresh;
  } catch (problem) {
    const kept = await shelf.match(path);
    if (kept) return kept;
    throw problem;
  }
}

self.addEventListener("install", (event) => event.waitUntil(keep().then(() => self.skipWaiting())));
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
self.addEventListener("fetch", (event) => {
  const path = new URL(event.request.url).pathname;
  // Everything else of the site is none of this worker's business.
  if (event.request.method === "GET" && (path === PAGE || path.startsWith("/static/") || FACTS.includes(path))) {
    event.respondWith(answer(event.request));
  }
});
