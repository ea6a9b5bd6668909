// Takes words that are selected in a text over into the first empty field for passages that were missed.

const text = document.getElementById("text");
const offer = document.querySelector("[data-mark]");
let words = "";

if (text && offer) {
  document.addEventListener("selectionchange", () => {
    words = selected();
    offer.hidden = !words;
  });
  // A press would end the selection before the button hears of it.
  offer.addEventListener("pointerdown", (event) => event.preventDefault());
  offer.addEventListener("click", take);
}

// The selected words of the text, without the numbers of its marks.
function selected() {
  const selection = document.getSelection();
  if (!selection.rangeCount || selection.isCollapsed) return "";
  const range = selection.getRangeAt(0);
  if (!text.contains(range.commonAncestorContainer)) return "";
  const part = range.cloneContents();
  for (const number of part.querySelectorAll("sup")) number.remove();
  return part.textContent.replace(/\s+/g, " ").trim();
}

function take() {
  const rows = [...document.querySelectorAll("[data-row]")];
  const row = rows.find((one) => !one.querySelector("input").value);
  if (!words) return;
  if (!row) {
    document.querySelector("[value=more]").click();
    return;
  }
  const [field, instead] = row.querySelectorAll("input");
  field.value = words;
  document.getSelection().removeAllRanges();
  instead.focus();
}
