/* Progressive enhancement only: every page works without this file. */
import { watchForms } from "./submit.js";
import { startCounters } from "./counter.js";
import { startCountdowns } from "./countdown.js";
import { startKeys } from "./keys.js";
import { startRows } from "./rows.js";
import { watchFiles } from "./files.js";
import { startAutosave } from "./autosave.js";
import { startProgress } from "./progress.js";
import { startDialogs } from "./dialogs.js";
import { startPage } from "./page.js";
import { startBoxes } from "./boxes.js";

document.documentElement.classList.add("js");
for (const start of [
  startPage,
  startCounters,
  startCountdowns,
  startKeys,
  startRows,
  watchFiles,
  startAutosave,
  startProgress,
  startDialogs,
  startBoxes,
  watchForms,
]) {
  start(document);
}
