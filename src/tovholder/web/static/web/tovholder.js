// What makes the pages quicker to use. Everything works without it.
"use strict";

// Text that was typed and not sent: the browser asks before it is thrown away (forms with data-guard).
const changed = new Set();
document.addEventListener("input", (event) => {
  const form = event.target.closest("form[data-guard]");
  if (form) changed.add(form);
});
document.addEventListener("submit", (event) => changed.delete(event.target));
document.addEventListener("reset", (event) => changed.delete(event.target));
window.addEventListener("beforeunload", (event) => {
  for (const form of changed) if (form.isConnected) event.preventDefault();
});

// What is wrong with a form is read first.
document.querySelector(".form-errors")?.focus();
