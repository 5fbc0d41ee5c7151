// The check-in desk on a phone: reads QR codes where the browser can, and works on without network: what is scanned is
// kept on this device as provisional and handed over when the network is back. The server judges every scan again.
"use strict";
(() => {
  const desk = document.querySelector("[data-desk]");
  const form = document.querySelector("[data-desk-code]");
  if (!desk || !form || !window.crypto || !window.crypto.subtle) return;
  const words = desk.dataset;
  const SHELF = "taken-desks";
  const shelf = `desk-${words.session}`;
  const camera = desk.querySelector("[data-camera]");
  const video = desk.querySelector("[data-video]");
  const field = form.elements.code;

  const say = (text) => { desk.querySelector("[data-say]").textContent = text; };
  const kept = () => { try { return JSON.parse(localStorage.getItem(shelf)) || []; } catch (none) { return []; } };
  const keep = (all) => {
    try {
      if (all.length) localStorage.setItem(shelf, JSON.stringify(all)); else localStorage.removeItem(shelf);
      return true;
    } catch (full) { return false; }
  };
  const code = (typed) => typed.trim().replace(/\/+$/, "").split("/").pop().toUpperCase()
    .replace(/O/g, "0").replace(/[IL]/g, "1").replace(/[^0-9A-Z]/g, "");

  async function sign(typed) {
    const data = new TextEncoder().encode(`${words.session}:${code(typed)}`);
    const bytes = new Uint8Array(await crypto.subtle.digest("SHA-256", data));
    return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  }
  function mark(line) { // shown as in, provisionally
    line.dataset.status = "provisional";
    const badge = document.createElement("span");
    badge.className = "badge tone-wait";
    badge.textContent = words.provisional;
    line.querySelector(".desk-state").replaceChildren(badge);
  }
  async function show() {
    const all = kept();
    for (const one of all) {
      const line = document.querySelector(`[data-sign="${await sign(one.code)}"]`);
      if (line && line.dataset.status !== "attended") mark(line);
    }
    if (all.length) say(`${all.length} ${words.waiting}`);
  }
  async function scanned(typed) { // without network
    const line = document.querySelector(`[data-sign="${await sign(typed)}"]`);
    const before = line && ["attended", "provisional"].includes(line.dataset.status);
    const one = { key: crypto.randomUUID(), code: typed, at: new Date().toISOString() };
    if (!keep([...kept(), one])) { say(words.failed); return; }
    if (!line) say(words.unknown);
    else if (line.dataset.status === "unpaid") say(`${line.dataset.name}: ${words.unpaid}`);
    else if (before) say(`${line.dataset.name}: ${words.already}`);
    else { mark(line); say(`${line.dataset.name}: ${words.kept}`); }
    field.value = "";
  }
  let sending = false;
  async function hand() { // over what is kept; whatever the server has taken leaves the device
    const all = kept();
    if (!all.length || sending || !navigator.onLine) return;
    sending = true;
    const body = new FormData();
    body.append("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
    body.append("token", words.token);
    body.append("scans", JSON.stringify(all));
    try {
      const answer = await fetch(words.merge, { method: "POST", body, credentials: "same-origin", headers: { Accept: "application/json" } });
      if ((answer.headers.get("Content-Type") || "").includes("json")) {
        const told = await answer.json();
        if (answer.ok) {
          keep(kept().filter((one) => !told.taken.includes(one.key)));
          window.location.reload();
        } else say(told.refused);
      }
    } catch (away) { window.setTimeout(hand, 10000); }
    sending = false;
  }
  async function reachable() {
    if (!navigator.onLine) return false;
    try { await fetch(words.worker, { method: "HEAD", cache: "no-store" }); return true; } catch (away) { return false; }
  }
  async function sent(event) {
    event.preventDefault();
    const typed = field.value;
    if (!typed.trim()) return;
    if (await reachable()) form.submit(); else await scanned(typed);
  }

  async function look() {
    const reader = new window.BarcodeDetector({ formats: ["qr_code"] });
    try {
      video.srcObject = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
      video.hidden = false;
      await video.play();
    } catch (refused) { say(words.nocamera); return; }
    const timer = window.setInterval(async () => {
      const [found] = await reader.detect(video).catch(() => []);
      if (!found) return;
      window.clearInterval(timer);
      video.srcObject.getTracks().forEach((track) => track.stop());
      video.hidden = true;
      field.value = code(found.rawValue);
      form.requestSubmit();
    }, 200);
  }

  async function take() {
    try {
      await navigator.serviceWorker.register(words.worker);
      await navigator.serviceWorker.ready;
      const store = await caches.open(SHELF);
      const parts = [...document.querySelectorAll("link[rel=stylesheet], script[src], link[rel=icon], link[rel=preload]")];
      const names = parts.map((part) => part.href || part.src).filter((name) => name.startsWith(window.location.origin));
      await store.addAll([...new Set(names)]);
      await store.add(window.location.pathname);
      say(words.taken);
    } catch (problem) { say(words.failed); }
  }

  desk.hidden = false;
  const taker = desk.querySelector("[data-take-desk]");
  taker.hidden = !("serviceWorker" in navigator && "caches" in window);
  taker.addEventListener("click", take);
  if ("BarcodeDetector" in window && navigator.mediaDevices) {
    camera.hidden = false;
    camera.addEventListener("click", look);
  }
  form.addEventListener("submit", sent);
  window.addEventListener("online", hand);
  show().then(hand);
})();
