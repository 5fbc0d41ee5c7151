/* Measures the machine this page is open on, fills the form and sends it. A slow network only makes it shorter. */
"use strict";
(() => {
  const form = document.querySelector("[data-readiness]");
  if (!form) return;
  const say = form.dataset;
  const state = form.querySelector("[data-state]");
  const button = form.querySelector("button");
  const LONGEST = 8000; // milliseconds for one download; what came until then is counted
  const QUICK = 1500; // a download faster than this is followed by a larger one
  let measured = false;

  const show = (name, text) => { form.querySelector(`[data-show="${name}"]`).textContent = text; };
  const put = (name, value) => { form.elements[name].value = value; };
  const yesNo = (name, good) => { put(name, good ? "on" : ""); show(name, good ? say.yes : say.no); };

  async function download(size) {
    const begun = performance.now();
    const answer = await fetch(say.payload.replace("64", size), { cache: "no-store" });
    if (!answer.ok) throw new Error(answer.status);
    const reader = answer.body.getReader();
    let bytes = 0;
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      bytes += value.length;
      if (performance.now() - begun > LONGEST) { await reader.cancel(); break; }
    }
    const took = Math.max(1, performance.now() - begun);
    return { kbps: Math.round((bytes * 8) / took), took };
  }

  async function speed() {
    let best = 0;
    for (const size of say.sizes.split(" ")) {
      const { kbps, took } = await download(size);
      best = Math.max(best, kbps);
      show("kbps", best.toLocaleString());
      if (took > QUICK) break;
    }
    put("kbps", best);
  }

  async function skew() {
    let nearest = { wait: Infinity, skew: 0 };
    for (let turn = 0; turn < 3; turn += 1) {
      const begun = Date.now();
      const answer = await fetch(say.clock, { cache: "no-store" });
      if (!answer.ok) throw new Error(answer.status);
      const server = (await answer.json()).now;
      const ended = Date.now();
      // Half of the way there and back is the best guess of when the server looked at its clock.
      if (ended - begun < nearest.wait) nearest = { wait: ended - begun, skew: Math.round((begun + ended) / 2 - server) };
    }
    put("skew_ms", nearest.skew);
    show("skew_ms", nearest.skew.toLocaleString());
  }

  function screenSize() {
    put("width", screen.width);
    put("height", screen.height);
    show("screen", `${screen.width} × ${screen.height}`);
  }

  async function audio() {
    let good = false;
    try {
      const context = new AudioContext();
      const tone = context.createOscillator();
      const volume = context.createGain();
      volume.gain.value = 0.05;
      tone.connect(volume).connect(context.destination);
      tone.start();
      await Promise.race([context.resume(), new Promise((go) => { setTimeout(go, 2000); })]);
      good = context.state === "running" && context.destination.maxChannelCount > 0;
      tone.stop(context.currentTime + 0.2);
      setTimeout(() => context.close(), 500);
    } catch { good = false; }
    yesNo("audio", good);
  }

  function storage() {
    let good = false;
    try {
      const key = "readiness";
      localStorage.setItem(key, "1");
      good = localStorage.getItem(key) === "1" && "indexedDB" in window;
      localStorage.removeItem(key);
    } catch { good = false; }
    yesNo("storage", good);
  }

  form.addEventListener("submit", async (event) => {
    if (measured) return;
    event.preventDefault();
    button.disabled = true;
    state.textContent = say.busy;
    put("browser", navigator.userAgent.slice(0, 300));
    show("browser", navigator.userAgent);
    screenSize();
    storage();
    await audio();
    try {
      await skew();
      await speed();
    } catch {
      state.textContent = say.broken;
      button.disabled = false;
      return;
    }
    measured = true;
    state.textContent = say.done;
    button.disabled = false;
    form.requestSubmit(button);
  });
})();
