/* form[data-autosave=URL]: every 20 s, when something changed, the draft goes to URL.
   Answer: JSON {"saved_at": "10:42"}, with "base" and "seen" for hidden fields of that name; a refusal: 4xx with {"message": sentence}. */
const PERIOD = 20000;

export function startAutosave(root) {
  for (const form of root.querySelectorAll("form[data-autosave]")) {
    const words = form.querySelector("[data-autosave-said]");
    const state = { changed: false, busy: false };
    form.addEventListener("input", () => (state.changed = true));
    form.addEventListener("submit", () => (state.changed = false));
    window.setInterval(() => save(form, words, state), PERIOD);
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "hidden") save(form, words, state);
    });
  }
}

async function save(form, words, state) {
  if (!state.changed || state.busy || form.dataset.sent) return;
  state.busy = true;
  state.changed = false;
  try {
    const answer = await fetch(form.dataset.autosave, {
      method: "POST",
      body: withoutFiles(form),
      headers: { Accept: "application/json" },
      keepalive: document.visibilityState === "hidden",
    });
    const body = await answer.json();
    if (answer.ok) refresh(form, body);
    say(words, answer.ok ? words?.dataset.saved.replace("{t}", body.saved_at) : body.message);
  } catch {
    // No connection, or an answer that is no JSON: what is typed stays here and is tried again.
    state.changed = true;
    say(words, words?.dataset.failed);
  } finally {
    state.busy = false;
  }
}

/* The draft is newer than the page now: the next save is compared with this one, not with itself. */
function refresh(form, body) {
  for (const name of ["base", "seen"]) {
    if (name in body && form.elements[name]) form.elements[name].value = body[name];
  }
}

function withoutFiles(form) {
  const data = new FormData(form);
  for (const [name, value] of [...data.entries()]) {
    if (value instanceof File) data.delete(name);
  }
  return data;
}

function say(words, text) {
  if (words && text) words.textContent = text;
}
