/**
 * The page about a number does the whole sum again in the reader's browser and compares every digit with what is shown.
 * Nothing is fetched: the rows stand in the page.
 */

import { canonical, explain, rate } from "./rating.js";

const box = document.getElementById("recount");
const result = document.getElementById("recount-result");

/** How many numbers there are in a value. */
function digits(value) {
  if (typeof value === "number") return 1;
  if (value === null || typeof value !== "object") return 0;
  return Object.values(value).reduce((sum, part) => sum + digits(part), 0);
}

/** The answer as it must be shown for a business that has left: no figure, last place. */
function asShown(computed, shown) {
  if (shown.published || computed.published === false) return computed;
  return { ...computed, published: false, too_few: null, figure: null, recent: null, order: shown.order };
}

/** The names of the parts that come out otherwise than shown. */
function differences(shown, computed) {
  return Object.keys(shown).filter((name) => canonical(shown[name]) !== canonical(computed[name]));
}

function say(text, isSame) {
  result.textContent = text;
  box.dataset.result = isSame ? "same" : "different";
}

function recount() {
  const { rows, month, suspended, answer, window: shownSums, recent } = JSON.parse(document.getElementById("workings").textContent);
  const computed = asShown(rate(rows, month, suspended), answer);
  const worked = explain(rows, month, suspended);
  const where = [
    ...differences(answer, computed),
    ...differences({ window: shownSums, recent }, { window: worked.window, recent: answer.published ? worked.recent : recent }),
  ];
  if (where.length) say(box.dataset.different.replace("{where}", where.join(", ")), false);
  else say(box.dataset.same.replace("{digits}", digits(answer) + digits(shownSums)).replace("{rows}", rows.length), true);
}

function safely() {
  try {
    recount();
  } catch {
    say(box.dataset.broken, false);
  }
}

box.hidden = false;
document.getElementById("recount-button").addEventListener("click", safely);
safely();
