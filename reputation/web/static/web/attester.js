// The key of a business as its own attester, where the browser knows Ed25519: made here and saved as a file, and used
// to sign a total out of that file. The private half goes nowhere else.
const BEGIN = "-----BEGIN PRIVATE KEY-----";
const END = "-----END PRIVATE KEY-----";
const toBase64 = (bytes) => btoa(String.fromCharCode(...new Uint8Array(bytes)));
const fromBase64 = (text) => Uint8Array.from(atob(text), (sign) => sign.charCodeAt(0));

async function make() {
  const pair = await crypto.subtle.generateKey("Ed25519", true, ["sign", "verify"]);
  const secret = toBase64(await crypto.subtle.exportKey("pkcs8", pair.privateKey));
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([`${BEGIN}\n${secret}\n${END}\n`]));
  link.download = "attester.pem";
  link.click();
  URL.revokeObjectURL(link.href);
  document.querySelector("[name=public_key]").value = toBase64(await crypto.subtle.exportKey("raw", pair.publicKey));
}

async function sign(form, file) {
  const secret = (await file.text()).replace(BEGIN, "").replace(END, "").replace(/\s/g, "");
  const key = await crypto.subtle.importKey("pkcs8", fromBase64(secret), "Ed25519", false, ["sign"]);
  form.elements.signature.value = toBase64(await crypto.subtle.sign("Ed25519", key, fromBase64(form.dataset.message)));
}

const known = await crypto.subtle?.generateKey("Ed25519", false, ["sign", "verify"]).catch(() => undefined);
if (known) {
  for (const part of document.querySelectorAll(".needs-script")) part.hidden = false;
  document.querySelector("[data-make-key]")?.addEventListener("click", make);
  for (const field of document.querySelectorAll("[data-private-key]")) {
    field.addEventListener("change", () => {
      field.setCustomValidity("");
      sign(field.form, field.files[0]).catch(() => {
        field.setCustomValidity(field.dataset.wrong);
        field.reportValidity();
      });
    });
  }
}
