/* Say before the upload what the server would say after it. */
export function watchFiles(root) {
  root.addEventListener("change", (event) => {
    const input = event.target;
    if (!input.matches?.('input[type="file"][data-max-bytes]')) return;
    const large = [...input.files].find((file) => file.size > Number(input.dataset.maxBytes));
    report(input, large ? `${large.name}: ${input.dataset.tooLarge}` : "");
    if (large) input.value = "";
  });
}

function report(input, text) {
  let words = input.parentElement.querySelector("[data-file-error]");
  if (!words) {
    words = document.createElement("p");
    words.className = "error";
    words.dataset.fileError = "";
    words.setAttribute("role", "alert");
    input.before(words);
  }
  words.textContent = text;
  words.hidden = !text;
}
