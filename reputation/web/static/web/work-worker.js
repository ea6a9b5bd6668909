// Looks for the counter whose derived key begins as asked: the proof of work of ALTCHA, with PBKDF2 from the browser.

const bytes = (hex) => Uint8Array.from(hex.match(/../g) || [], (pair) => parseInt(pair, 16));
const hex = (found) => Array.from(found, (byte) => byte.toString(16).padStart(2, "0")).join("");

async function derived(parameters, counter) {
  const nonce = bytes(parameters.nonce);
  const password = new Uint8Array(nonce.length + 4);
  password.set(nonce);
  new DataView(password.buffer).setUint32(nonce.length, counter);
  const key = await crypto.subtle.importKey("raw", password, "PBKDF2", false, ["deriveBits"]);
  const how = { name: "PBKDF2", hash: "SHA-256", salt: bytes(parameters.salt), iterations: parameters.cost };
  return new Uint8Array(await crypto.subtle.deriveBits(how, key, 8 * parameters.keyLength));
}

self.onmessage = async ({ data: { parameters, first, step } }) => {
  try {
    let tried = 0;
    for (let counter = first; counter < parameters.data.most; counter += step) {
      const key = hex(await derived(parameters, counter));
      tried += 1;
      if (key.startsWith(parameters.keyPrefix)) {
        self.postMessage({ solution: { counter, derivedKey: key } });
        return;
      }
      if (tried % 16 === 0) self.postMessage({ tried });
    }
  } catch (error) {
    self.postMessage({ failed: String(error) });
  }
};
