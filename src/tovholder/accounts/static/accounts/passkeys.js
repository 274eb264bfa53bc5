// Shows the buttons that need a script, and says so when the browser or the person did not let a passkey be used.
document.addEventListener("DOMContentLoaded", () => {
  const possible = Boolean(window.PublicKeyCredential);
  document.querySelectorAll("[data-passkey]").forEach((one) => { one.hidden = !possible; });
});
document.addEventListener("allauth.error", (event) => {
  event.preventDefault();
  document.querySelectorAll("[data-passkey-error]").forEach((one) => { one.hidden = false; });
});
