/* The present page in a menu of one line, focus on what went wrong, and menus that close like menus. */
export function startPage(root) {
  for (const here of root.querySelectorAll(".nav [aria-current]")) {
    const line = here.closest("ul");
    line.scrollLeft = here.offsetLeft - line.offsetLeft - (line.clientWidth - here.clientWidth) / 2;
  }
  root.querySelector("[data-error-summary]")?.focus();
  const menus = root.querySelectorAll("[data-menu]");
  root.addEventListener("click", (event) => {
    for (const menu of menus) {
      if (!menu.contains(event.target)) menu.open = false;
    }
  });
  root.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    for (const menu of menus) {
      if (menu.open && menu.contains(document.activeElement)) menu.querySelector("summary").focus();
      menu.open = false;
    }
  });
}
