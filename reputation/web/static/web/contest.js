// Marking words in the text of a review fills the field for them, and chooses it. Without a script they are typed.

const marking = document.querySelector("[data-marking]");
const text = document.querySelector("[data-text]");
const field = document.querySelector("[name=quote]");
const other = document.querySelector("[name=sentence][value=other]");

if (marking && field && other) {
  marking.hidden = false;
  document.addEventListener("selectionchange", () => {
    const chosen = document.getSelection();
    if (chosen.isCollapsed || !text.contains(chosen.anchorNode) || !text.contains(chosen.focusNode)) return;
    field.value = chosen.toString().trim();
    other.checked = true;
  });
  field.addEventListener("input", () => { other.checked = true; });
}
