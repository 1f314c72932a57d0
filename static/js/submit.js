/* A form is sent once: the second click of a double click is swallowed.
   The server does not rely on it; it has its own idempotency key. */
export function watchForms(root) {
  root.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || form.method === "dialog") return;
    if (form.dataset.sent) {
      event.preventDefault();
      return;
    }
    form.dataset.sent = "yes";
    // A download answers without a new page: the form must come alive again.
    window.setTimeout(() => wake(form), 15000);
    event.submitter?.setAttribute("aria-busy", "true");
  });
  // Back from the next page: the browser shows the old page as it was, busy button and all.
  window.addEventListener("pageshow", () => root.querySelectorAll("form[data-sent]").forEach(wake));
}

function wake(form) {
  delete form.dataset.sent;
  for (const button of form.querySelectorAll('[aria-busy="true"]')) button.removeAttribute("aria-busy");
}
