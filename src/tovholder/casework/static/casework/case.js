// What makes the page of a case quicker to use. Everything works without it.
"use strict";

// A fault (422) and somebody else's change in between (409) are answers to be shown, not errors of the connection.
document.addEventListener("htmx:beforeSwap", (event) => {
  if ([409, 422].includes(event.detail.xhr.status)) {
    event.detail.shouldSwap = true;
    event.detail.isError = false;
  }
});

// After something was replaced, those who cannot see it are told, and the keyboard stays where the work is.
document.addEventListener("htmx:afterSettle", (event) => {
  const swapped = event.detail.target.isConnected ? event.detail.target : document.getElementById(event.detail.target.id);
  const fault = swapped?.querySelector(".form-errors, .conflict");
  if (fault) {
    fault.scrollIntoView({ block: "nearest" });
    fault.focus();
    return;
  }
  const sent = event.detail.requestConfig;
  if (sent?.verb === "post" && event.detail.target.id === "case") {
    // What was registered stands on top of the page; what was done in the plan stands where it was done.
    const registered = sent.elt.closest("#register");
    if (registered) document.getElementById("messages").scrollIntoView({ block: "nearest" });
    document.getElementById(registered ? "now-heading" : "plan-heading").focus({ preventScroll: true });
    return;
  }
  const asked = new URLSearchParams(event.detail.pathInfo?.requestPath?.split("?")[1] ?? "");
  const opened = { register: "#register form", edit: "#plan .plan-form" };
  for (const [name, form] of Object.entries(opened)) {
    // A form that a link elsewhere on the page opened is gone to; a tab keeps its place.
    if (asked.has(name) && !document.activeElement?.closest(".tab-row")) {
      document.querySelector(`${form} :is(textarea, input:not([type=hidden]), select)`)?.focus();
    }
  }
});

// A date that is typed has been chosen.
document.addEventListener("input", (event) => {
  if (event.target.name !== "ahead_on" || !event.target.value) return;
  for (const choice of event.target.form.querySelectorAll("input[name=ahead]")) choice.checked = false;
});
document.addEventListener("change", (event) => {
  if (event.target.name !== "ahead" || !event.target.checked) return;
  const typed = event.target.form.elements.ahead_on;
  if (typed) typed.value = "";
});
