// Copies the recovery codes; the button is there only where the browser lets a page copy.
document.addEventListener("DOMContentLoaded", () => {
  const button = document.querySelector("[data-copy]");
  if (!button || !navigator.clipboard) return;
  button.hidden = false;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(document.querySelector(button.dataset.copy).innerText.trim());
    button.querySelector("[data-done]").hidden = false;
  });
});
