/**
 * While somebody writes: how long the text is, and which passages may name a person. The text is looked over by the
 * service when typing pauses; the answer is the part of the page that the same text gets when it is sent.
 */

const PAUSE_MS = 900;
const PATIENCE_MS = 8000;
const SHORTEST = 10;

const look = document.querySelector("[data-look]");
const form = look.closest("form");
const { text, language } = form.elements;
const part = document.querySelector("[data-passages]");
const says = look.querySelector("[data-look-says]");
const counter = form.querySelector("[data-counter]");
const button = form.querySelector("button[data-go]");
let asking;
let later;
let lastSaid = "";

look.hidden = counter.hidden = false;
count();
text.addEventListener("input", typed);
language.addEventListener("change", typed);
form.addEventListener("restored", typed);
form.addEventListener("submit", stop);

function count() {
  counter.textContent = counter.dataset.counter.replace("{many}", [...text.value].length.toLocaleString(document.documentElement.lang));
}

function stop() {
  clearTimeout(later);
  asking?.abort();
}

function typed() {
  count();
  stop();
  if (text.value.trim().length >= SHORTEST) later = setTimeout(ask, PAUSE_MS);
  else show({ count: 0, part: "" }, "");
}

/** Say something, once: a reader of the screen is not told the same again. */
function say(words) {
  if (words !== lastSaid) says.textContent = lastSaid = words;
}

async function ask() {
  const mine = (asking = new AbortController());
  const patience = setTimeout(() => mine.abort("late"), PATIENCE_MS);
  const kept = Object.entries(chosen()).flatMap(([words, choice]) => (choice === "keep" ? [words] : []));
  const body = JSON.stringify({ business: look.dataset.business, language: language.value, text: text.value, kept: [...keptBefore(), ...kept] });
  try {
    const options = { method: "POST", headers: { "Content-Type": "application/json" }, body, signal: mine.signal, credentials: "omit", cache: "no-store" };
    const answer = await fetch(look.dataset.look, options);
    if (!answer.ok) throw new Error("no answer");
    const found = await answer.json();
    if (asking === mine) show(found, wordsFor(found));
  } catch {
    if (asking === mine && (!mine.signal.aborted || mine.signal.reason === "late")) say(says.dataset.silent);
  } finally {
    clearTimeout(patience);
  }
}

function wordsFor({ count, is_read: isRead }) {
  const { none, one, many, unread } = says.dataset;
  if (count > 1) return many.replace("{many}", count);
  return count ? one : isRead ? none : unread;
}

/** What was kept when the text was last sent from here. */
function keptBefore() {
  try {
    return JSON.parse(form.elements.kept?.value ?? "[]");
  } catch {
    return [];
  }
}

/** What is chosen for each passage, by its words. */
function chosen() {
  const rows = [...part.querySelectorAll("fieldset[data-words]")];
  return Object.fromEntries(rows.map((row) => [row.dataset.words, row.querySelector("input:checked")?.value]));
}

/** Show the passages anew; what was chosen stays chosen, and whoever was about to choose goes on where they were. */
function show(found, words) {
  const [before, active] = [chosen(), document.activeElement];
  const place = part.contains(active) ? [active.closest("fieldset")?.dataset.words, active.value] : [];
  part.innerHTML = found.part;
  for (const row of part.querySelectorAll("fieldset[data-words]")) {
    for (const field of row.querySelectorAll("input")) {
      if (field.value === before[row.dataset.words]) field.checked = true;
      if (place[0] === row.dataset.words && place[1] === field.value) field.focus();
    }
  }
  button.textContent = found.count ? button.dataset.use : button.dataset.go;
  say(words);
}
