// Counts what is chosen as one goes: who still has nobody, how many shifts, how much comes to each colleague.
(() => {
  const form = document.querySelector("[data-decide]");
  if (!form) return;
  const show = (name, text) => {
    const place = document.querySelector(`[data-count="${name}"]`);
    if (place) place.textContent = text;
  };
  const count = () => {
    let left = 0, important = 0, shifts = 0, chosen = 0;
    const byPerson = new Map();
    for (const row of form.querySelectorAll("tr[data-left]")) {
      const rest = row.dataset.left === "1" ? form.querySelector("#rest")?.value : "";
      const value = row.querySelector("select")?.value || rest || "";
      if (value) {
        chosen += 1;
        const [how, , person] = value.split(":");
        if (how === "shift") shifts += 1;
        byPerson.set(person, (byPerson.get(person) || 0) + 1);
      } else if (row.dataset.left === "1") {
        left += 1;
        if (row.dataset.important === "1") important += 1;
      }
    }
    show("left", left);
    show("important", important);
    show("shifts", shifts);
    show("chosen", chosen);
    const words = document.querySelector("[data-chosen-words]");
    if (words) words.hidden = !chosen;
    for (const name of ["left", "important"]) {
      const place = document.querySelector(`[data-count="${name}"]`);
      place?.closest("li").classList.toggle("bad", place.textContent !== "0");
    }
    for (const row of document.querySelectorAll("[data-person]")) {
      row.querySelector("[data-chosen]").textContent = byPerson.get(row.dataset.person) || 0;
    }
  };
  form.addEventListener("change", count);
  count();
})();
