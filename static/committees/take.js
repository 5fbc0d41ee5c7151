// The button that takes a visit's form along: the page and all it needs go on a shelf of this browser, so that it
// opens without network. Says which forms lie there, and removes them. Without a service worker it stays hidden.
"use strict";
(() => {
  const box = document.querySelector("[data-take]");
  if (!box || !("serviceWorker" in navigator) || !("caches" in window)) return;
  const SHELF = "taken-visits";
  const words = box.dataset;
  const state = box.querySelector("[data-state]");
  const [take, leave] = box.querySelectorAll("button");
  const list = box.querySelector("ul");

  const say = (text, tone) => {
    const mark = document.createElement("span");
    mark.className = `badge tone-${tone}`;
    mark.textContent = text;
    state.replaceChildren(mark);
  };
  const full = (address) => new URL(address, window.location.href).href;
  const ours = (address) => address.startsWith(window.location.origin);

  function needed(page) { // sheets, scripts, fonts told in the head, icons
    const found = [...page.querySelectorAll("link[href], script[src], img[src], use[href]")];
    const addresses = found.map((part) => full(part.getAttribute("href") || part.getAttribute("src")).split("#")[0]);
    return [...new Set(addresses)].filter(ours).filter((address) => address.includes("/static/"));
  }
  async function inSheets(addresses) { // fonts and pictures that style sheets name
    const found = [];
    for (const sheet of addresses.filter((address) => address.endsWith(".css"))) {
      const text = await (await fetch(sheet)).text();
      for (const [, name] of text.matchAll(/url\(["']?([^"')]+)["']?\)/g)) {
        const address = new URL(name, sheet).href;
        if (ours(address)) found.push(address.split("#")[0]);
      }
    }
    return [...new Set(found)];
  }
  async function fetched(address) {
    const answer = await fetch(address, { credentials: "same-origin" });
    if (!answer.ok || answer.redirected) throw new Error(address);
    return answer;
  }
  async function takeAlong() {
    say(words.taking, "news");
    try {
      await navigator.serviceWorker.register(words.worker);
      await navigator.serviceWorker.ready;
      const answer = await fetched(words.take);
      const page = new DOMParser().parseFromString(await answer.clone().text(), "text/html");
      const parts = needed(page);
      const shelf = await caches.open(SHELF);
      await shelf.addAll([...new Set([...parts, ...(await inSheets(parts))])]);
      await shelf.put(full(words.take), answer);
      await show();
    } catch (problem) { say(words.failed, "bad"); }
  }
  async function forms(shelf) {
    return (await shelf.keys()).map((request) => request.url).filter((address) => !address.includes("/static/"));
  }
  async function remove() {
    const shelf = await caches.open(SHELF);
    await shelf.delete(full(words.take), { ignoreVary: true });
    if ((await forms(shelf)).length === 0) await caches.delete(SHELF);
    await show();
  }
  async function named(shelf, address) {
    const answer = await shelf.match(address, { ignoreVary: true });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const form = page.querySelector("[data-keep]");
    return form ? form.dataset.name : address;
  }
  async function show() {
    const kept = (await caches.has(SHELF)) ? await caches.open(SHELF) : null;
    const addresses = kept ? await forms(kept) : [];
    const here = addresses.includes(full(words.take));
    const lines = [];
    for (const address of addresses) {
      const line = document.createElement("li"), link = document.createElement("a");
      link.href = address;
      link.textContent = await named(kept, address);
      line.append(link);
      lines.push(line);
    }
    list.replaceChildren(...lines);
    list.previousElementSibling.hidden = lines.length === 0;
    take.hidden = !words.take || here;
    leave.hidden = !here;
    if (here) say(words.taken, "good"); else state.replaceChildren();
  }

  take.addEventListener("click", takeAlong);
  leave.addEventListener("click", remove);
  box.hidden = false;
  show();
})();
