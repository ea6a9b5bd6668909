// Makes a number for the lot of a panel on this device and seals it: the number stays here, its seal goes along.
// Without a script nobody is asked for one, and whoever wants to makes the seal by hand.

const PURPOSE = "reputation/panel-nonce/v1";

const hex = (bytes) => Array.from(bytes, (one) => one.toString(16).padStart(2, "0")).join("");

/** The seal of a number of 32 bytes, as the log names it. */
export async function sealed(number) {
  const purpose = new TextEncoder().encode(PURPOSE);
  const message = new Uint8Array([...purpose, ...number]);
  return hex(new Uint8Array(await crypto.subtle.digest("SHA-256", message)));
}

const offer = globalThis.document?.querySelector("[data-make-number]");
if (offer && globalThis.crypto?.subtle) {
  const shown = document.querySelector("[data-number]");
  const field = document.querySelector("[name=nonce_commitment]");
  offer.hidden = false;
  offer.querySelector("button").addEventListener("click", async () => {
    const number = crypto.getRandomValues(new Uint8Array(32));
    field.value = await sealed(number);
    shown.querySelector("[data-number-shown]").textContent = hex(number);
    shown.querySelector("[data-number-file]").href = `data:text/plain;charset=utf-8,${hex(number)}%0A`;
    shown.hidden = false;
  });
}
