// What makes the pages quicker to use. Everything works without it. No page has scripts of its own in its HTML.
"use strict";

// ---- Text that was typed and not sent: the browser asks before it is thrown away (form[data-guard]) ----

const changed = new Set();

const guarded = (event) => event.target.closest?.("form[data-guard]");
document.addEventListener("input", (event) => guarded(event) && changed.add(guarded(event)));
document.addEventListener("submit", (event) => changed.delete(event.target));
document.addEventListener("reset", (event) => changed.delete(event.target));
window.addEventListener("beforeunload", (event) => {
  for (const form of changed) if (form.isConnected) event.preventDefault();
});
for (const failed of ["htmx:sendError", "htmx:responseError"]) {
  document.addEventListener(failed, (event) => guarded(event) && changed.add(guarded(event)));
}

// Ctrl+Enter in a text sends its form.
document.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && event.target.matches("textarea")) {
    event.preventDefault();
    event.target.form?.requestSubmit();
  }
});

// ---- Rows: j/k or arrows move, Enter opens, x or space chooses (table.grid[data-keys]) ----
// The keys act only while a row has the focus, so that they never surprise somebody who dictates or types elsewhere.

const rowsOf = (grid) => [...grid.tBodies].flatMap((body) => [...body.rows]);

function focusRow(row, from) {
  if (!row) return;
  if (from) from.tabIndex = -1;
  row.tabIndex = 0;
  row.focus();
}

function onRowKey(event) {
  const row = event.target.closest("tbody > tr");
  if (!row || event.ctrlKey || event.metaKey || event.altKey) return;
  const onRow = event.target === row;
  const rows = rowsOf(event.currentTarget);
  const at = rows.indexOf(row);
  const box = row.querySelector(".select input");
  const link = row.querySelector("a[href]");
  const typing = event.target.matches("input:not([type=checkbox]), textarea, select");
  const to = { j: at + 1, ArrowDown: at + 1, k: at - 1, ArrowUp: at - 1, Home: 0, End: rows.length - 1 }[event.key];
  if (to !== undefined && !typing) focusRow(rows[to], row);
  else if (event.key === "Enter" && onRow && link) link.click();
  else if ((event.key === "x" || (event.key === " " && onRow)) && box && !typing) box.click();
  else return;
  event.preventDefault();
}

function enableKeys(grid) {
  if (grid.dataset.keysOn) return;
  grid.dataset.keysOn = "1";
  rowsOf(grid).forEach((row, at) => (row.tabIndex = at === 0 ? 0 : -1));
  grid.addEventListener("keydown", onRowKey);
  grid.addEventListener("focusin", (event) => {
    const row = event.target.closest("tbody > tr");
    if (row) for (const other of rowsOf(grid)) other.tabIndex = other === row ? 0 : -1;
  });
}

// ---- Choosing several: choose all, choose a stretch with Shift, and the bar that counts (form[data-bulk]) ----

const boxesOf = (form) => [...form.querySelectorAll("tbody .select input[type=checkbox]")];

function count(form) {
  const boxes = boxesOf(form);
  const chosen = boxes.filter((box) => box.checked).length;
  const all = form.querySelector("[data-select-all]");
  if (all) {
    all.checked = chosen > 0 && chosen === boxes.length;
    all.indeterminate = chosen > 0 && chosen < boxes.length;
  }
  for (const bar of form.querySelectorAll(".bulk-bar")) bar.hidden = chosen === 0;
  for (const number of form.querySelectorAll("[data-count]")) number.textContent = chosen;
}

function enableBulk(form) {
  if (form.dataset.bulkOn) return count(form);
  form.dataset.bulkOn = "1";
  let last = null;
  form.addEventListener("change", (event) => {
    if (event.target.matches("[data-select-all]")) {
      for (const box of boxesOf(form)) box.checked = event.target.checked;
    }
    count(form);
  });
  form.addEventListener("click", (event) => {
    const boxes = boxesOf(form);
    const at = boxes.indexOf(event.target);
    if (at < 0) return;
    const from = boxes.indexOf(last);
    if (event.shiftKey && from >= 0) {
      for (const box of boxes.slice(Math.min(at, from), Math.max(at, from))) box.checked = event.target.checked;
      count(form);
    }
    last = event.target;
  });
  count(form);
}

// ---- Menus that fold out close when one looks elsewhere ----

function closeDrops(except) {
  for (const drop of document.querySelectorAll("details.drop[open]")) {
    if (!drop.contains(except)) drop.open = false;
  }
}
document.addEventListener("click", (event) => closeDrops(event.target));
document.addEventListener("keydown", (event) => {
  const drop = event.key === "Escape" && event.target.closest?.("details.drop[open]");
  if (!drop) return;
  drop.open = false;
  drop.querySelector("summary").focus();
});

// ---- What is folded away on the screen stands open on paper (details[data-print]) ----

let unfolded = [];
window.addEventListener("beforeprint", () => {
  unfolded = [...document.querySelectorAll("details[data-print]:not([open])")];
  for (const one of unfolded) one.open = true;
});
window.addEventListener("afterprint", () => {
  for (const one of unfolded) one.open = false;
});

// ---- A part of the page, when it comes and when htmx replaces it ----

function enable(part) {
  const all = (selector) => [...(part.matches?.(selector) ? [part] : []), ...part.querySelectorAll(selector)];
  all("table.grid[data-keys]").forEach(enableKeys);
  all("form[data-bulk]").forEach(enableBulk);
  // A form that comes back with faults still holds what was typed and not saved.
  all("form[data-guard]").forEach((form) => form.querySelector(".form-error, .form-errors") && changed.add(form));
}

// Focus goes to what is wrong, else to what the new part asks for, else to the new part when the focus was in the old.
// Not to a part that renews itself every second ([data-quiet]): nobody has asked for it.
function refocus(part) {
  if (part.matches?.("[data-quiet]")) return;
  const wanted = part.querySelector?.(".form-errors") ?? part.querySelector?.("[data-focus]");
  if (wanted) wanted.focus();
  else if (document.activeElement === document.body || !document.activeElement) {
    const start = part.matches?.("h1, h2, h3") ? part : (part.querySelector?.("h1, h2, h3") ?? part);
    if (!start.hasAttribute("tabindex")) start.tabIndex = -1;
    start.focus({ preventScroll: true });
  }
}

enable(document.body);
document.querySelector(".form-errors")?.focus();
document.addEventListener("htmx:load", (event) => enable(event.detail.elt));
document.addEventListener("htmx:afterSettle", (event) => refocus(event.detail.elt));
