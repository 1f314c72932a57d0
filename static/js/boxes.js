/* Draw a black box with the mouse or a finger; the form beside does the same without this file. */
const LEAST = 0.5; // per cent: less was a click

export function startBoxes(root) {
  for (const sheet of root.querySelectorAll("[data-draw]")) watch(sheet);
}

function watch(sheet) {
  const svg = sheet.querySelector("svg");
  const form = document.getElementById(sheet.dataset.draw);
  let from = null;
  let rect = null;
  svg.classList.add("drawable");
  svg.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    from = place(svg, event);
    rect = svg.appendChild(document.createElementNS("http://www.w3.org/2000/svg", "rect"));
    rect.setAttribute("class", "box-added");
    svg.setPointerCapture(event.pointerId);
    event.preventDefault();
  });
  svg.addEventListener("pointermove", (event) => {
    if (from) draw(svg, rect, between(from, place(svg, event)));
  });
  svg.addEventListener("pointerup", (event) => {
    if (!from) return;
    const box = between(from, place(svg, event));
    from = null;
    if (box.right - box.left < LEAST || box.bottom - box.top < LEAST) rect.remove();
    else send(form, box);
  });
  svg.addEventListener("pointercancel", () => {
    from = null;
    rect?.remove();
  });
}

function place(svg, event) {
  const { left, top, width, height } = svg.getBoundingClientRect();
  const within = (part) => Math.min(100, Math.max(0, part * 100));
  return [within((event.clientX - left) / width), within((event.clientY - top) / height)];
}

function between([x, y], [toX, toY]) {
  return {
    left: Math.min(x, toX),
    top: Math.min(y, toY),
    right: Math.max(x, toX),
    bottom: Math.max(y, toY),
  };
}

function draw(svg, rect, box) {
  const { width, height } = svg.viewBox.baseVal;
  rect.setAttribute("x", (box.left * width) / 100);
  rect.setAttribute("y", (box.top * height) / 100);
  rect.setAttribute("width", ((box.right - box.left) * width) / 100);
  rect.setAttribute("height", ((box.bottom - box.top) * height) / 100);
}

function send(form, box) {
  for (const [side, value] of Object.entries(box)) {
    form.elements.namedItem(side).value = value.toFixed(1);
  }
  form.requestSubmit();
}
