// Keeps a form on this device while there is no network and sends it when the network is back.
(function () {
  "use strict";
  var form = document.querySelector("form[data-offline]");
  if (!form || !window.fetch) { return; }
  var shelf = form.dataset.offline;
  var state = form.querySelector("[data-state]");
  var version = form.querySelector("input[name=version]");
  function say(words) { state.textContent = words; }
  function boxes() { return form.querySelectorAll("input:not([type=hidden]), select, textarea"); }
  function keep() {
    var typed = { version: version.value, boxes: {} };
    boxes().forEach(function (box) { typed.boxes[box.name] = box.value; });
    try { localStorage.setItem(shelf, JSON.stringify(typed)); } catch (full) { /* private window */ }
  }
  function kept() { try { return JSON.parse(localStorage.getItem(shelf)); } catch (none) { return null; } }
  function forget() { try { localStorage.removeItem(shelf); } catch (full) { /* private window */ } }
  var old = kept();
  if (old && old.version === version.value) {
    boxes().forEach(function (box) { if (box.name in old.boxes) { box.value = old.boxes[box.name]; } });
    say(form.dataset.kept);
  } else if (old) { forget(); } // it was saved: the server's version is newer
  var sending = false;
  function send() {
    if (sending || !kept()) { return; }
    sending = true;
    fetch(form.action, { method: "POST", body: new FormData(form), headers: { Accept: "application/json" }, credentials: "same-origin" })
      .then(function (answer) {
        return answer.json().then(function (told) {
          sending = false;
          if (answer.ok) { version.value = told.version; forget(); say(form.dataset.saved); }
          else { say(told.refused); }
        });
      })
      .catch(function () { sending = false; say(form.dataset.kept); });
  }
  form.addEventListener("input", keep);
  form.addEventListener("submit", function (event) {
    keep();
    if (!navigator.onLine) { event.preventDefault(); say(form.dataset.kept); }
  });
  window.addEventListener("online", send);
})();
