// Signing out empties what this browser keeps. Words that have not reached the server would go with it: ask first.
"use strict";
(() => {
  const asked = document.querySelector("script[data-unsent]");
  const unsent = () => {
    try { return Object.keys(localStorage).some((name) => /^(visit|minutes|desk)-\d/.test(name)); } catch (none) { return false; }
  };
  document.querySelectorAll("form[action$='/logout/']").forEach((form) => {
    form.addEventListener("submit", (event) => {
      if (asked && unsent() && !window.confirm(asked.dataset.unsent)) event.preventDefault();
    });
  });
})();
