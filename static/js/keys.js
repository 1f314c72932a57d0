/* Keyboard of the work list: j and k move, Enter opens, / searches, ? explains. */
const SWITCH = "laurel-keys-off";

export function startKeys(root) {
  const list = root.querySelector("[data-worklist]");
  if (!list) return;
  const help = root.querySelector("[data-keys-help]");
  bindSwitch(help);
  root.querySelector("[data-keys-open]")?.addEventListener("click", () => help?.showModal());
  root.addEventListener("keydown", (event) => {
    if (typing(event) || root.querySelector("dialog[open]")) return;
    const act = actions(list, help)[event.key];
    // One-letter keys can be switched off: they trouble people who dictate (WCAG 2.1.4).
    if (!act || stored() === "yes") return;
    event.preventDefault();
    act();
  });
}

function typing(event) {
  const target = event.target;
  const inField = target.matches?.("input, textarea, select, [contenteditable]");
  return inField || event.ctrlKey || event.metaKey || event.altKey || event.isComposing;
}

function actions(list, help) {
  return {
    j: () => move(list, 1),
    k: () => move(list, -1),
    "/": () => document.querySelector("[data-search]")?.focus(),
    "?": () => help?.showModal(),
  };
}

function move(list, by) {
  const links = [...list.querySelectorAll("[data-open]")];
  const now = links.findIndex((link) => link.closest("tr").contains(document.activeElement));
  const next = now < 0 ? (by > 0 ? 0 : links.length - 1) : now + by;
  const link = links[Math.min(Math.max(next, 0), links.length - 1)];
  link?.focus();
  link?.scrollIntoView({ block: "nearest" });
}

function bindSwitch(help) {
  const box = help?.querySelector("[data-keys-off]");
  if (!box) return;
  box.checked = stored() === "yes";
  box.addEventListener("change", () => {
    try {
      localStorage.setItem(SWITCH, box.checked ? "yes" : "no");
    } catch {
      /* A browser may forbid storage; the switch then holds for nothing but does no harm. */
    }
  });
}

function stored() {
  try {
    return localStorage.getItem(SWITCH);
  } catch {
    return null;
  }
}
