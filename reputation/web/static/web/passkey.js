// Passkeys: asks the browser to make one or to show one, and sends what it says with the form.

const supported = Boolean(window.PublicKeyCredential && navigator.credentials);
const toBytes = (text) => {
  const plain = atob(text.replace(/-/g, "+").replace(/_/g, "/"));
  return Uint8Array.from(plain, (letter) => letter.charCodeAt(0));
};
const toText = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");

if (supported) {
  for (const part of document.querySelectorAll(".needs-script[hidden]")) part.hidden = false;
  for (const form of document.querySelectorAll("form[data-passkey]")) prepare(form);
}

function prepare(form) {
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const failed = form.querySelector("[data-passkey-failed]");
    failed.hidden = true;
    try {
      const { publicKey } = await options(form);
      const found = form.dataset.passkey === "create" ? await make(publicKey) : await show(publicKey);
      form.elements.credential.value = JSON.stringify(found);
    } catch {
      failed.hidden = false;
      return;
    }
    form.submit();
  });
}

async function options(form) {
  if (form.dataset.options) return JSON.parse(document.getElementById(form.dataset.options).textContent);
  const answer = await fetch(form.action, { headers: { Accept: "application/json" }, credentials: "same-origin" });
  if (!answer.ok) throw new Error("no options were given");
  return (await answer.json()).request_options;
}

const listed = (keys) => (keys || []).map((key) => ({ ...key, id: toBytes(key.id) }));

async function make(asked) {
  const made = await navigator.credentials.create({
    publicKey: {
      ...asked,
      challenge: toBytes(asked.challenge),
      user: { ...asked.user, id: toBytes(asked.user.id) },
      excludeCredentials: listed(asked.excludeCredentials),
      authenticatorSelection: { residentKey: "required", requireResidentKey: true, userVerification: "required" },
    },
  });
  return plain(made, {
    clientDataJSON: toText(made.response.clientDataJSON),
    attestationObject: toText(made.response.attestationObject),
    transports: made.response.getTransports ? made.response.getTransports() : [],
  });
}

async function show(asked) {
  const shown = await navigator.credentials.get({
    publicKey: { ...asked, challenge: toBytes(asked.challenge), allowCredentials: listed(asked.allowCredentials) },
  });
  const { clientDataJSON, authenticatorData, signature, userHandle } = shown.response;
  return plain(shown, {
    clientDataJSON: toText(clientDataJSON),
    authenticatorData: toText(authenticatorData),
    signature: toText(signature),
    userHandle: userHandle ? toText(userHandle) : null,
  });
}

function plain(key, response) {
  return {
    id: key.id,
    rawId: toText(key.rawId),
    type: key.type,
    response,
    authenticatorAttachment: key.authenticatorAttachment || null,
    clientExtensionResults: key.getClientExtensionResults(),
  };
}
