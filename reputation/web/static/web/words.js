// Selecting words in the text fills the field below it. Without a script they are typed.

const text = document.querySelector("[data-text]");
const field = document.querySelector("[name=words]");

document.addEventListener("selectionchange", () => {
  const chosen = document.getSelection();
  if (chosen.isCollapsed || !text.contains(chosen.anchorNode) || !text.contains(chosen.focusNode)) return;
  field.value = chosen.toString().trim();
});
