/**
 * Verifies a receipt of the public log: that an entry is in the checkpoint, and that the log signed the checkpoint.
 * Sources: c2sp.org/tlog-proof, c2sp.org/tlog-checkpoint, c2sp.org/signed-note, RFC 9162 section 2.1.3.
 * No library, nothing fetched; SHA-256 and Ed25519 are the browser's own.
 */

const HEADER = "c2sp.org/tlog-proof@v1";
const HASH_BYTES = 32;
const ED25519 = 1;
const KEY_ID_BYTES = 4;

/** What does not hold; `code` says which step. */
export class Refused extends Error {
  constructor(code) {
    super(code);
    this.code = code;
  }
}

export function refuseUnless(holds, code) {
  if (!holds) throw new Refused(code);
}

/** The bytes of padded base64, written in its only form. */
function fromBase64(text, code) {
  try {
    const raw = atob(text);
    refuseUnless(btoa(raw) === text, code);
    return Uint8Array.from(raw, (sign) => sign.charCodeAt(0));
  } catch {
    throw new Refused(code);
  }
}

export function toHex(bytes) {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

function same(a, b) {
  return a.length === b.length && a.every((byte, place) => byte === b[place]);
}

function joined(...parts) {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

export async function sha256(...parts) {
  return new Uint8Array(await crypto.subtle.digest("SHA-256", joined(...parts)));
}

const utf8 = (text) => new TextEncoder().encode(text);

/** Hash of an entry: SHA-256(00 ‖ entry). `entry`: Uint8Array. */
export const leafHash = (entry) => sha256([0], entry);

const nodeHash = (left, right) => sha256([1], left, right);

function wholeNumber(text, code) {
  refuseUnless(/^(0|[1-9][0-9]{0,15})$/.test(text) && Number.isSafeInteger(Number(text)), code);
  return Number(text);
}

/** {index, proof, note} of a receipt's text. */
function parsedReceipt(text) {
  const end = text.indexOf("\n\n");
  refuseUnless(end > 0, "receipt");
  const lines = text.slice(0, end).split("\n");
  refuseUnless(lines.shift() === HEADER, "receipt");
  if (lines[0]?.startsWith("extra ")) lines.shift();
  const index = lines.shift() ?? "";
  refuseUnless(index.startsWith("index "), "receipt");
  const proof = lines.map((line) => fromBase64(line, "receipt"));
  refuseUnless(proof.every((step) => step.length === HASH_BYTES), "receipt");
  return { index: wholeNumber(index.slice("index ".length), "receipt"), proof, note: text.slice(end + 2) };
}

/** {text, signatures} of a signed note, nothing verified yet. `code`: what it is refused with. */
export function parsedNote(note, code) {
  const end = note.lastIndexOf("\n\n");
  refuseUnless(end > 0 && note.endsWith("\n"), code);
  const signatures = note.slice(end + 2, -1).split("\n").map((line) => {
    const [dash, name, signature, ...more] = line.split(" ");
    refuseUnless(dash === "—" && name && signature && !more.length, code);
    return { name, raw: fromBase64(signature, code) };
  });
  return { text: note.slice(0, end + 1), signatures };
}

/** {text, origin, size, root, signatures} of a checkpoint's note. */
function parsedCheckpoint(raw) {
  const note = parsedNote(raw, "checkpoint");
  const [origin, size, root, ...rest] = note.text.split("\n");
  refuseUnless(origin && rest.length === 1 && rest[0] === "", "checkpoint");
  const hash = fromBase64(root, "checkpoint");
  refuseUnless(hash.length === HASH_BYTES, "checkpoint");
  return { ...note, origin, size: wholeNumber(size, "checkpoint"), root: hash };
}

/** {name, id, key} of a verifier key `name+hex8+base64(01 ‖ key)`, whose id must follow from the rest. */
export async function parsedKey(vkey) {
  const [, name, id, raw] = /^([^+\s]+)\+([0-9a-f]{8})\+(\S+)$/.exec(vkey.trim()) ?? [];
  refuseUnless(name, "key");
  const typed = fromBase64(raw, "key");
  refuseUnless(typed.length === 1 + 32 && typed[0] === ED25519, "key");
  const hash = await sha256(utf8(`${name}\n`), typed);
  refuseUnless(toHex(hash.slice(0, KEY_ID_BYTES)) === id, "key");
  return { name, id: hash.slice(0, KEY_ID_BYTES), key: typed.slice(1) };
}

/** The root that a proof leads to from an entry's hash. */
async function climbed(leaf, index, size, proof) {
  refuseUnless(index < size, "proof");
  let [place, last, found] = [index, size - 1, leaf];
  const up = () => {
    place = Math.floor(place / 2);
    last = Math.floor(last / 2);
  };
  for (const step of proof) {
    refuseUnless(last > 0, "proof");
    if (place % 2 || place === last) {
      found = await nodeHash(step, found);
      while (place % 2 === 0 && place) up();
    } else {
      found = await nodeHash(found, step);
    }
    up();
  }
  refuseUnless(last === 0, "proof");
  return found;
}

/** Whether the key's holder signed the note; null where this browser cannot tell. */
export async function isSigned(note, { name, id, key }) {
  const lines = note.signatures.filter((line) => line.name === name && same(line.raw.slice(0, KEY_ID_BYTES), id));
  let verifier;
  try {
    verifier = await crypto.subtle.importKey("raw", key, { name: "Ed25519" }, false, ["verify"]);
  } catch {
    return null;
  }
  for (const line of lines) {
    const signature = line.raw.slice(KEY_ID_BYTES);
    if (await crypto.subtle.verify({ name: "Ed25519" }, verifier, signature, utf8(note.text))) return true;
  }
  return false;
}

/**
 * Verify a receipt against an entry's bytes and the log's verifier key.
 * Answers {index, size, root, origin, signed}; `signed` is null where the browser knows no Ed25519.
 * Throws Refused with the code receipt, checkpoint, key, origin, proof, root or signature.
 */
export async function verify(receipt, entry, vkey) {
  const { index, proof, note: raw } = parsedReceipt(receipt);
  const note = parsedCheckpoint(raw);
  const key = await parsedKey(vkey);
  refuseUnless(note.origin === key.name, "origin");
  const root = await climbed(await leafHash(entry), index, note.size, proof);
  refuseUnless(same(root, note.root), "root");
  const signed = await isSigned(note, key);
  refuseUnless(signed !== false, "signature");
  return { index, size: note.size, root: toHex(root), origin: note.origin, signed };
}
