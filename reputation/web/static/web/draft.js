// Takes selected words of the review over as the words it is about, and says what is hard to read while one writes.
// Both work without it: words are typed, and the server looks once more before anything is sent.

const text = document.getElementById("text");
const offer = document.querySelector("[data-quote]");
const form = document.querySelector("[data-plain]");
const shown = document.querySelector("[data-doubts]");
const WAIT_MS = 600;
let words = "";
let timer = 0;
let asked = 0;

if (text && offer && form.elements.quote) {
  document.addEventListener("selectionchange", () => {
    const selection = document.getSelection();
    const inside = selection.rangeCount && text.contains(selection.getRangeAt(0).commonAncestorContainer);
    words = inside ? selection.toString().trim() : "";
    offer.hidden = !words;
  });
  // A press would end the selection before the button hears of it.
  offer.addEventListener("pointerdown", (event) => event.preventDefault());
  offer.addEventListener("click", () => {
    form.elements.quote.value = words;
    form.elements.quote.focus();
  });
}

for (const name of ["summary", "reasoning"]) {
  form.elements[name].addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(look, WAIT_MS);
  });
}

async function look() {
  const mine = (asked += 1);
  const body = new URLSearchParams({
    text: `${form.elements.summary.value}\n${form.elements.reasoning.value}`,
    csrfmiddlewaretoken: form.elements.csrfmiddlewaretoken.value,
  });
  const answer = await fetch(form.dataset.plain, { method: "POST", body }).catch(() => null);
  if (!answer?.ok || mine !== asked) return;
  shown.innerHTML = await answer.text();
}
