/* [data-progress=URL]: asks every 2 s for JSON {done, total, label, finished} until it is finished. */
const PERIOD = 2000;
const LONGEST = 30000;

export function startProgress(root) {
  for (const box of root.querySelectorAll("[data-progress]")) {
    if (box.dataset.progress) window.setTimeout(() => ask(box, PERIOD), PERIOD);
  }
}

async function ask(box, wait) {
  let next = PERIOD;
  try {
    const answer = await fetch(box.dataset.progress, { headers: { Accept: "application/json" } });
    if (!answer.ok) throw new Error(String(answer.status));
    const job = await answer.json();
    show(box, job);
    if (job.finished) return finish(box);
  } catch {
    // The server may be restarting: ask more and more seldom, never give up.
    next = Math.min(wait * 2, LONGEST);
  }
  window.setTimeout(() => ask(box, next), next);
}

function show(box, job) {
  const bar = box.querySelector("progress");
  bar.max = job.total || 1;
  bar.value = job.done;
  box.querySelector("[data-progress-count]").textContent = `${job.done} / ${job.total}`;
  if (job.label) box.querySelector("[data-progress-label]").textContent = job.label;
}

function finish(box) {
  box.removeAttribute("aria-busy");
  if (box.dataset.then) window.location.assign(box.dataset.then);
}
