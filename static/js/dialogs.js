/* button[data-confirm=ID] asks through <dialog id=ID> before its form is sent. */
export function startDialogs(root) {
  root.addEventListener("click", (event) => {
    const asking = event.target.closest("button[data-confirm]");
    if (asking) ask(event, asking);
    const closing = event.target.closest("[data-close]");
    if (closing) closing.closest("dialog").close(closing.dataset.close);
  });
}

function ask(event, button) {
  const dialog = document.getElementById(button.dataset.confirm);
  if (!dialog) return;
  event.preventDefault();
  const answer = () => {
    if (dialog.returnValue === "yes") button.form.requestSubmit(button);
    else button.focus();
  };
  dialog.addEventListener("close", answer, { once: true });
  dialog.returnValue = "";
  dialog.showModal();
}
