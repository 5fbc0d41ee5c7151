// Saves the minutes while they are written; a text that could not be sent stays on this device until it is.
(function () {
  "use strict";
  var holder = document.querySelector("[data-autosave]");
  if (!holder || !window.fetch) { return; }
  var form = holder.querySelector("form");
  var text = form.querySelector("textarea");
  var version = form.querySelector("input[name=version]");
  var state = holder.querySelector("[data-state]");
  var shelf = holder.dataset.autosave;
  var timer = null;
  var sent = text.value;
  function say(words) { if (state) { state.textContent = words; } }
  function keep() { try { localStorage.setItem(shelf, text.value); } catch (full) { /* private window */ } }
  function forget() { try { localStorage.removeItem(shelf); } catch (full) { /* private window */ } }
  try {
    var kept = localStorage.getItem(shelf);
    if (kept === text.value) { forget(); }
    else if (kept !== null) { text.value = kept; say(holder.dataset.unsaved); }
  } catch (full) { /* private window */ }
  function save() {
    if (text.value === sent) { return; }
    var body = new FormData(form);
    var now = text.value;
    fetch(form.action, { method: "POST", body: body, headers: { Accept: "application/json" }, credentials: "same-origin" })
      .then(function (answer) {
        return answer.json().then(function (told) {
          if (answer.ok) {
            version.value = told.version; sent = now;
            if (text.value === now) { forget(); }
            say(holder.dataset.saved);
          } else { say(told.stale); window.clearTimeout(timer); text.removeEventListener("input", later); }
        });
      })
      .catch(function () { say(holder.dataset.unsaved); });
  }
  function later() { keep(); window.clearTimeout(timer); timer = window.setTimeout(save, 2000); }
  text.addEventListener("input", later);
  window.addEventListener("online", save);
  form.addEventListener("submit", function () { window.clearTimeout(timer); });
})();
