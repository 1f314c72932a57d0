/* Time left by the server's clock: the visitor's own clock only measures how long the page is open. */
const MINUTE = 60000;

export function startCountdowns(root) {
  const opened = performance.now();
  for (const words of root.querySelectorAll("[data-countdown]")) {
    const left = Date.parse(words.dataset.countdown) - Date.parse(words.dataset.now);
    const show = () => {
      const rest = left - (performance.now() - opened);
      words.textContent = tell(rest, words.dataset);
      if (rest > 0) window.setTimeout(show, Math.min(MINUTE / 2, rest + 50));
    };
    show();
  }
}

export function tell(rest, texts) {
  if (rest <= 0) return texts.over;
  const minutes = Math.floor(rest / MINUTE);
  const values = { d: Math.floor(minutes / 1440), h: Math.floor((minutes % 1440) / 60), m: Math.max(minutes % 60, 1) };
  const text = values.d ? texts.days : values.h ? texts.hours : texts.minutes;
  if (values.h) values.m = minutes % 60;
  return text.replace(/\{(\w)\}/g, (_all, key) => values[key]);
}
