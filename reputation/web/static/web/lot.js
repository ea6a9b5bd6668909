// Makes a secret number for the lot of a panel. It stays on this page; what stands for it goes into the form.

const PURPOSE = "reputation/panel-nonce/v1";
const box = document.querySelector("[data-lot]");
if (box && crypto?.subtle) prepare(box);

function prepare(box) {
  const field = box.querySelector("[name=commitment]");
  box.querySelector("[data-made]").hidden = false;
  box.querySelector("[data-make]").addEventListener("click", async () => {
    const number = crypto.getRandomValues(new Uint8Array(32));
    field.value = hex(await standsFor(number));
    box.querySelector("[data-number]").textContent = hex(number).match(/.{8}/g).join(" ");
    box.querySelector("[data-shown]").hidden = false;
  });
}

async function standsFor(number) {
  const purpose = new TextEncoder().encode(PURPOSE);
  const bytes = new Uint8Array(purpose.length + number.length);
  bytes.set(purpose);
  bytes.set(number, purpose.length);
  return new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
}

function hex(bytes) {
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
