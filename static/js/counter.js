/* Characters left, counted as the server counts: code points, a line break is one. */
export function length(text) {
  return Array.from(text.replace(/\r\n?/g, "\n")).length;
}

export function startCounters(root) {
  for (const box of root.querySelectorAll("textarea[data-limit]")) {
    const words = document.getElementById(box.dataset.counter);
    if (words) count(box, words);
  }
}

function count(box, words) {
  const limit = Number(box.dataset.limit);
  const spoken = document.createElement("span");
  spoken.className = "sr-only";
  spoken.setAttribute("aria-live", "polite");
  words.after(spoken);
  let pause = 0;
  const show = () => {
    const left = limit - length(box.value);
    const text = left < 0 ? words.dataset.over : words.dataset.left;
    words.textContent = text.replace("{n}", Math.abs(left));
    words.classList.toggle("counter-over", left < 0);
    // Read out only after a pause in typing, or a screen reader would talk over the writer.
    window.clearTimeout(pause);
    pause = window.setTimeout(() => (spoken.textContent = words.textContent), 1000);
  };
  box.addEventListener("input", show);
  show();
  window.clearTimeout(pause);
}
