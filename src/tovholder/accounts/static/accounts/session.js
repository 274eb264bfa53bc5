// Typing is a sign of life too: the server hears of it now and then, so that nobody who writes a long note is signed
// out. Who is away is asked before the session ends and told when it has. All tabs know what one of them heard.
"use strict";

(() => {
  const dialog = document.querySelector("[data-session-idle]");
  if (!dialog) return;
  const MINUTE = 60_000;
  const idle = Number(dialog.dataset.sessionIdle) * 1000;
  const ends = Number(dialog.dataset.sessionEnds) * 1000;
  const warned = Math.min(2 * MINUTE, idle / 2);
  const toldEvery = Math.min(5 * MINUTE, idle / 4);
  const KEY = "tovholder-heard";

  const heard = () => Number(localStorage.getItem(KEY)) || 0;
  const hear = () => localStorage.setItem(KEY, String(Date.now()));
  const show = (name, on) => document.querySelectorAll(`[data-session-${name}]`).forEach((one) => (one.hidden = !on));
  const clock = (at) => new Date(at).toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit" });
  const at = (part, time) => part.querySelectorAll("[data-session-at]").forEach((one) => (one.textContent = clock(time)));

  let asking = false;
  async function stay() {
    if (asking) return;
    asking = true;
    try {
      const headers = JSON.parse(document.body.getAttribute("hx-headers"));
      const answer = await fetch(dialog.dataset.sessionStay, { method: "POST", headers, redirect: "manual" });
      if (answer.status === 204) hear();
      else over();
    } catch {
      // No network: the next sign of life tries again.
    } finally {
      asking = false;
    }
  }

  function over() {
    show("soon", false);
    show("over", true);
    if (!dialog.open) dialog.showModal();
  }

  function look() {
    const now = Date.now();
    const end = heard() + idle;
    if (ends - now < 10 * MINUTE && ends > now) {
      const long = document.querySelector("[data-session-long]");
      at(long, ends);
      long.hidden = false;
    }
    if (now >= Math.min(end, ends)) return over();
    if (end - now <= warned) {
      at(dialog, end);
      if (!dialog.open) dialog.showModal();
    } else if (dialog.open) {
      dialog.close();
    }
  }

  dialog.addEventListener("close", () => {
    if (Date.now() < heard() + idle) stay();
  });
  for (const sign of ["keydown", "pointerdown", "input"]) {
    document.addEventListener(sign, () => !dialog.open && Date.now() - heard() > toldEvery && stay(), { passive: true });
  }
  document.addEventListener("htmx:afterRequest", hear);
  document.addEventListener("visibilitychange", look);
  hear();
  setInterval(look, 15_000);
})();
