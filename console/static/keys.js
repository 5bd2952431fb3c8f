// Security keys: signing in with one, and adding one. A browser gives their answers to scripts
// alone; the answer then goes the way of every form.
"use strict";

(() => {
  const canAsk =
    typeof PublicKeyCredential === "function" &&
    "parseRequestOptionsFromJSON" in PublicKeyCredential &&
    "parseCreationOptionsFromJSON" in PublicKeyCredential;

  // What a browser calls what went wrong, and the element that says so in words.
  const PROBLEMS = { NotAllowedError: "refused", InvalidStateError: "known" };

  async function challenge(form, names) {
    const fields = new URLSearchParams(names.map((name) => [name, form.elements[name].value]));
    const answer = await fetch(form.dataset.challenge, {
      method: "POST",
      body: fields,
      redirect: "error",
    });
    if (answer.status === 401) location.replace("/sign-in");
    if (!answer.ok) throw new Error(String(answer.status));
    return answer.json();
  }

  function say(form, which) {
    for (const line of form.querySelectorAll("[data-problem]")) {
      line.hidden = line.dataset.problem !== which;
    }
  }

  async function answer(form, names, ask) {
    say(form, "");
    try {
      const asked = await challenge(form, names);
      const credential = await ask(asked.options);
      form.elements.challenge.value = asked.id;
      form.elements.answer.value = JSON.stringify(credential.toJSON());
      form.submit();
    } catch (error) {
      say(form, PROBLEMS[error.name] ?? "broken");
    }
  }

  function signIn(options) {
    const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(options);
    return navigator.credentials.get({ publicKey });
  }

  function make(options) {
    const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(options);
    return navigator.credentials.create({ publicKey });
  }

  const door = document.getElementById("sign-in");
  if (door !== null && canAsk) {
    const button = document.getElementById("with-key");
    button.hidden = false;
    button.addEventListener("click", () => {
      const typed = [door.elements.name, door.elements.passphrase];
      if (typed.every((field) => field.reportValidity())) answer(door, ["name"], signIn);
    });
  }

  const adding = document.getElementById("add-key");
  if (adding !== null && canAsk) {
    adding.hidden = false;
    document.getElementById("no-script").hidden = true;
    adding.addEventListener("submit", (event) => {
      event.preventDefault();
      answer(adding, ["token"], make);
    });
  }
})();
