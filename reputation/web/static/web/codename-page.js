/**
 * The steps around the codename. Before it is shown it is made here, so that nobody else drew it; where that cannot be
 * done, the one that the service made is shown, and the page says so. Where it is shown, it can be printed and copied.
 */

import { make, readList } from "./codename.js";

const PATIENCE_MS = 5000;

const form = document.querySelector("form[data-words]");
if (form?.elements.made.value === "here" && globalThis.crypto?.subtle) draw();

/** Make a codename while somebody reads, in place of the one that the service made for browsers that cannot. */
function draw() {
  const made = drawn().catch(() => undefined);
  form.addEventListener("submit", async (event) => {
    if (event.submitter?.name === "back" || form.elements.made.value === "there") return;
    event.preventDefault();
    const late = new Promise((resolve) => setTimeout(resolve, PATIENCE_MS));
    const codename = await Promise.race([made, late]);
    if (codename) [form.elements.codename.value, form.elements.made.value] = [codename, "there"];
    form.submit();
  });
}

async function drawn() {
  const answer = await fetch(form.dataset.words, { credentials: "omit" });
  if (!answer.ok) throw new Error("no list of words");
  return make(readList(await answer.text()));
}

const print = document.querySelector("[data-print]");
if (print) {
  print.hidden = false;
  print.addEventListener("click", () => globalThis.print());
}

const copy = document.querySelector("[data-copy]");
if (copy) {
  const says = document.querySelector("[data-copied]");
  copy.hidden = false;
  copy.addEventListener("click", async () => {
    const isCopied = await navigator.clipboard?.writeText(copy.dataset.copy).then(() => true, () => false);
    says.textContent = isCopied ? says.dataset.copied : says.dataset.notCopied;
  });
}
