/* Add and remove rows of a formset without a trip to the server. */
export function startRows(root) {
  for (const box of root.querySelectorAll("[data-repeat]")) {
    const rows = box.querySelector("[data-rows]");
    const total = box.querySelector('input[name$="-TOTAL_FORMS"]');
    const empty = box.querySelector("template");
    const said = box.querySelector("[data-rows-said]");
    if (!rows || !total || !empty) continue;
    box.querySelector("[data-add-row]")?.addEventListener("click", (event) => {
      event.preventDefault();
      add(rows, total, empty, box);
    });
    box.addEventListener("click", (event) => {
      const button = event.target.closest("[data-remove-row]");
      if (!button) return;
      // Without script the same button is sent and the server removes the row.
      event.preventDefault();
      remove(button.closest("[data-row]"), rows, said, box);
    });
    refresh(rows, box);
  }
}

function add(rows, total, empty, box) {
  const number = Number(total.value);
  const holder = document.createElement("template");
  holder.innerHTML = empty.innerHTML.replaceAll("__prefix__", String(number));
  const row = holder.content.firstElementChild;
  rows.append(row);
  total.value = String(number + 1);
  refresh(rows, box);
  row.querySelector("input:not([type=hidden]), select, textarea")?.focus();
}

/* The row stays in the form, marked for deletion: formset numbers must have no gap. */
function remove(row, rows, said, box) {
  const mark = row.querySelector('input[name$="-DELETE"]');
  if (!mark) return;
  mark.checked = true;
  row.hidden = true;
  if (said) said.textContent = said.dataset.removed;
  refresh(rows, box);
  box.querySelector("[data-add-row]")?.focus();
}

function refresh(rows, box) {
  const shown = [...rows.querySelectorAll("[data-row]")].filter((row) => !row.hidden);
  shown.forEach((row, index) => {
    const cell = row.querySelector("[data-row-number]");
    if (cell) cell.textContent = String(index + 1);
  });
  const button = box.querySelector("[data-add-row]");
  const most = Number(box.dataset.most || Infinity);
  if (button) button.hidden = shown.length >= most;
}
