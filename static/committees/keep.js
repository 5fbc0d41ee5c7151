// Keeps what is typed in a form on this device until the server has it: minutes while they are written, a visit
// made where there is no network. What another person saved in between is never written over: the server refuses,
// and the button then shows both texts.
(function () {
  "use strict";
  var holder = document.querySelector("[data-keep]");
  if (!holder || !window.fetch) { return; }
  var words = holder.dataset;
  var shelf = words.keep;
  var form = holder.querySelector("form");
  var state = holder.querySelector("[data-state]");
  var version = form.elements.version;
  var pause = Number(words.pause) || 0; // milliseconds of rest before it saves by itself; 0: only by the button
  var again = 10000; // after a failure, where the browser does not tell when the network is back
  var timer = null, sending = false, pressed = false, refused = words.stale !== undefined;

  function typed() {
    var said = {};
    new FormData(form).forEach(function (value, name) {
      if (name !== "csrfmiddlewaretoken" && name !== "version") { said[name] = value.trim().replace(/\r\n/g, "\n"); }
    });
    return JSON.stringify(said);
  }
  function say(text, tone) {
    var mark = document.createElement("span");
    mark.className = "badge tone-" + tone;
    mark.textContent = text;
    state.replaceChildren(mark);
  }
  function keep() {
    try { localStorage.setItem(shelf, JSON.stringify({ version: version.value, said: typed() })); } catch (full) { /* private window */ }
  }
  function kept() { try { return JSON.parse(localStorage.getItem(shelf)); } catch (none) { return null; } }
  function forget() { try { localStorage.removeItem(shelf); } catch (none) { /* private window */ } }
  function later(wait) { window.clearTimeout(timer); timer = window.setTimeout(send, wait); }

  function restore(old) {
    var said = JSON.parse(old.said);
    Object.keys(said).forEach(function (name) { if (form.elements[name]) { form.elements[name].value = said[name]; } });
    version.value = old.version; // so that the server notices when somebody saved since
  }
  function refresh() { // a form that was taken along: the worker puts the page as it stands now on the shelf
    if (!navigator.serviceWorker || !navigator.serviceWorker.controller) { return Promise.resolve(); }
    return fetch(form.action, { credentials: "same-origin" }).catch(function () { /* next time */ });
  }
  function stored(told, sent) {
    version.value = told.version;
    say(words.saved, "good");
    if (typed() === sent) {
      forget();
      refresh().then(function () { if (pressed) { window.location.assign(words.next); } });
    } else { // more was typed while it was on its way
      keep();
      if (pressed || pause) { later(pressed ? 0 : pause); }
    }
  }
  function send() {
    window.clearTimeout(timer);
    if (sending || refused || !kept()) { return; }
    var body = new FormData(form), sent = typed();
    if (pressed) { body.append("pressed", "1"); }
    sending = true;
    fetch(form.action, { method: "POST", body: body, headers: { Accept: "application/json" }, credentials: "same-origin" })
      .then(function (answer) {
        sending = false;
        if (answer.status >= 500) { throw new Error("later"); }
        if (answer.headers.get("Content-Type") !== "application/json") { // signed out, or a box it does not accept
          refused = true;
          if (pressed) { form.submit(); } else { say(words.ask, "wait"); }
          return undefined;
        }
        return answer.json().then(function (told) {
          if (answer.ok) { stored(told, sent); } else { refused = true; say(told.refused, "bad"); }
          if (refused && pressed) { form.submit(); }
        });
      })
      .catch(function () { sending = pressed = false; say(words.kept, "wait"); later(again); });
  }

  var old = kept();
  if (refused) { keep(); say(words.ask, "wait"); }
  else if (old && old.said !== typed()) { restore(old); say(words.kept, "wait"); send(); }
  else { forget(); }
  form.addEventListener("input", function () {
    keep();
    if (pause && !refused) { later(pause); }
  });
  form.addEventListener("submit", function (event) {
    keep();
    if (refused && navigator.onLine) { return; } // the server's own page shows what is wrong, and both texts
    event.preventDefault();
    pressed = true;
    if (navigator.onLine) { say(words.sending, "news"); send(); } else { pressed = false; say(words.kept, "wait"); }
  });
  window.addEventListener("online", send);
})();
