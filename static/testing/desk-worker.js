// Opens a desk that was taken along where there is no network. It keeps nothing by itself: what is on the shelf was put
// there by the button on the desk, and is made fresh whenever the network answers.
"use strict";
const SHELF = "taken-desks";
const PATIENCE = 5000; // milliseconds for a weak network before the kept page opens

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

async function answer(request) {
  const shelf = await caches.open(SHELF);
  const kept = await shelf.match(request, { ignoreVary: true });
  if (!kept) { return fetch(request); }
  const fresh = fetch(request).then(async (told) => {
    if (told.ok && !told.redirected) { await shelf.put(request, told.clone()); } // a page of signing in is not kept
    return told;
  });
  const waited = new Promise((resolve) => { setTimeout(() => resolve(kept), PATIENCE); });
  return Promise.race([fresh, waited]).catch(() => kept);
}

self.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method === "GET" && new URL(request.url).origin === self.location.origin) {
    event.respondWith(answer(request));
  }
});
