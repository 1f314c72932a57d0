/* [data-when=question][data-values="a|b"]: shown only while that question of the form has one of
   these answers. Without script everything is shown and its condition is written beside it. */
for (const form of document.querySelectorAll("form[data-conditions]")) {
  const apply = () => form.querySelectorAll("[data-when]").forEach((part) => decide(form, part));
  form.addEventListener("input", apply);
  form.addEventListener("change", apply);
  // A new row brings its own conditions.
  new MutationObserver(apply).observe(form, { childList: true, subtree: true });
  apply();
}

function decide(form, part) {
  const box = part.classList.contains("item") ? part : part.closest(".row-field, .field");
  const answer = find(form, part);
  if (answer !== null) box.hidden = !part.dataset.values.split("|").includes(answer);
}

/* The answer the condition looks at: in the same row first, then on the page; null when neither asks. */
function find(form, part) {
  const name = part.dataset.when;
  const row = part.closest("[data-row]");
  const own = row ? [...row.querySelectorAll(`[name$="-${CSS.escape(name)}"]`)] : [];
  const boxes = own.length ? own : [...form.querySelectorAll(`[name="answers-${CSS.escape(name)}"]`)];
  if (!boxes.length) return null;
  if (boxes[0].closest(".item[hidden], .row-field[hidden]")) return "";
  if (boxes[0].type === "radio") return boxes.find((box) => box.checked)?.value ?? "";
  return boxes[0].value;
}
