// Passkeys: asks the device for a key when a form with data-passkey is sent, and sends its answer with the form.
(() => {
  const options = async (form) => {
    if (form.dataset.options) return JSON.parse(form.dataset.options);
    const answer = await fetch(form.dataset.optionsUrl, { headers: { Accept: "application/json" } });
    return (await answer.json()).request_options;
  };

  const ask = async (form) => {
    const wanted = await options(form);
    if (form.dataset.passkey === "get") return window.webauthnJSON.get(wanted);
    const alone = form.elements.passwordless && form.elements.passwordless.checked;
    wanted.publicKey.authenticatorSelection = {
      ...wanted.publicKey.authenticatorSelection,
      residentKey: alone ? "required" : "discouraged",
      requireResidentKey: Boolean(alone),
      userVerification: alone ? "required" : "preferred",
    };
    return window.webauthnJSON.create(wanted);
  };

  const prepare = (form) => {
    if (!window.PublicKeyCredential) return;
    form.hidden = false;
    const error = form.querySelector(".error[role=alert]");
    form.addEventListener("submit", async (event) => {
      if (form.elements.credential.value) return;
      event.preventDefault();
      error.hidden = true;
      try {
        form.elements.credential.value = JSON.stringify(await ask(form));
        form.submit();
      } catch {
        error.hidden = false;
      }
    });
  };

  document.querySelectorAll("form[data-passkey]").forEach(prepare);
})();
