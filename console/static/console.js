// What pages do by themselves: counts that stay fresh, who else looks at a tip, single keys, and
// leaving a page on which nobody does anything. Everything else works without this file.
"use strict";

(() => {
  const ASK_EVERY = 20000; // milliseconds

  function keepAsking(address, show) {
    setInterval(async () => {
      if (document.hidden) return;
      const answer = await fetch(address, { redirect: "error" }).catch(() => null);
      if (answer === null) return;
      if (answer.status === 401) return location.replace("/sign-in");
      if (answer.ok) show(await answer.json());
    }, ASK_EVERY);
  }

  function keepQueueFresh(list) {
    const changed = document.querySelector(".changed");
    keepAsking(list.dataset.counts, ({ counts, viewers }) => {
      for (const [name, count] of Object.entries(counts)) {
        const shown = list.querySelector(`[data-count="${CSS.escape(name)}"]`);
        if (shown === null || shown.textContent === String(count)) continue;
        shown.textContent = String(count);
        offerReload(changed);
      }
      for (const shown of document.querySelectorAll("[data-tip]")) {
        say(shown, viewers[shown.dataset.tip] ?? "");
      }
    });
  }

  function say(place, words) {
    if (place.textContent !== words) place.textContent = words;
  }

  function offerReload(place) {
    if (place.firstChild !== null) return;
    const link = document.createElement("a");
    link.href = location.href;
    link.textContent = "The queue has changed. Show it";
    place.append(link);
  }

  function leaveWhenIdle(seconds) {
    let timer;
    const again = () => {
      clearTimeout(timer);
      timer = setTimeout(() => location.replace("/sign-in"), seconds * 1000);
    };
    for (const sign of ["keydown", "pointerdown"]) addEventListener(sign, again, { passive: true });
    again();
  }

  function listenToKeys(help) {
    const off = document.getElementById("keys-off");
    off.checked = localStorage.getItem("keys") === "off";
    off.addEventListener("change", () => {
      localStorage.setItem("keys", off.checked ? "off" : "on");
    });
    const rows = [...document.querySelectorAll("table.queue tbody tr")];
    const current = () => rows.findIndex((row) => row.classList.contains("current"));
    const choose = (index) => {
      if (index < 0 || index >= rows.length) return;
      for (const row of rows) row.classList.toggle("current", row === rows[index]);
      const target = rows[index].querySelector("a.open, button");
      if (target !== null) target.focus({ preventScroll: true });
      rows[index].scrollIntoView({ block: "nearest" });
    };
    const press = (selector) => rows[current()]?.querySelector(selector)?.click();
    const acts = {
      j: () => choose(current() + 1),
      k: () => choose(Math.max(0, current() - 1)),
      Enter: () => press("a.open"),
      c: () => press("button.claim"),
      "?": () => help.showModal(),
    };
    addEventListener("keydown", (event) => {
      const isTyping = event.target.closest("input, select, textarea, dialog, summary") !== null;
      const isOff = off.checked && event.key !== "?";
      if (isTyping || isOff || event.ctrlKey || event.metaKey || event.altKey) return;
      if (event.key === "Enter" && event.target.closest("a, button") !== null) return;
      const act = acts[event.key];
      if (act === undefined) return;
      event.preventDefault();
      act();
    });
  }

  const list = document.querySelector("[data-counts]");
  if (list !== null) keepQueueFresh(list);
  const watched = document.querySelector("[data-viewers]");
  if (watched !== null) keepAsking(watched.dataset.viewers, ({ viewers }) => say(watched, viewers));
  const help = document.getElementById("keys");
  if (help !== null) listenToKeys(help);
  const idle = Number(document.body.dataset.idle);
  if (idle > 0) leaveWhenIdle(idle);
})();
