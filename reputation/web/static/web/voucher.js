/**
 * Makes a token of a voucher: reads its code, asks for a blind signature, takes the signature out and verifies it.
 * Sources: RFC 9578 section 6 (token type 0x0002), RFC 9577 section 2, RFC 9474 section 4, RFC 8017 section 9.1.1.
 * No library, nothing fetched; hashes, random bytes and the verification are the browser's own.
 */

const ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const CHECKS = `${ALPHABET}*~$=U`;
const CODE_CHARACTERS = 20;
const LEFT_OUT = /[ \t\r\n\-\u00a0\u00ad\u2010-\u2014\u202f\u2212]/g;
const LOOKS_LIKE = { O: "0", I: "1", L: "1" };

const TOKEN_TYPE = Uint8Array.of(0, 2);
const MODULUS_BYTES = 256;
const HASH_BYTES = 48;
const SALT_BYTES = 48;
const NONCE_BYTES = 32;
const SIGNED_BYTES = 98;
const KEY_HEAD =
  "30820152303d06092a864886f70d01010a3030a00d300b0609608648016503040202a11a301806092a864886f70d010108300b0609608648" +
  "016503040202a2030201300382010f003082010a0282010100";
const KEY_TAIL = "0203010001";

/** What does not hold; `code` says which step. */
export class Refused extends Error {
  constructor(code) {
    super(code);
    this.code = code;
  }
}

function refuseUnless(holds, code) {
  if (!holds) throw new Refused(code);
}

// Bytes and numbers

function joined(...parts) {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

export const toHex = (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");

export const fromHex = (text) => Uint8Array.from(text.match(/../g) ?? [], (pair) => parseInt(pair, 16));

const toNumber = (bytes) => BigInt(`0x${toHex(bytes)}`);

const toBytes = (number, length) => fromHex(number.toString(16).padStart(2 * length, "0"));

export const toBase64 = (bytes) => btoa(String.fromCharCode(...bytes)).replaceAll("+", "-").replaceAll("/", "_");

/** Bytes from base64, that of addresses or the plain one. Throws Refused with the code base64. */
export function fromBase64(text) {
  try {
    return Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (sign) => sign.charCodeAt(0));
  } catch {
    throw new Refused("base64");
  }
}

const random = (length) => crypto.getRandomValues(new Uint8Array(length));

const hash = async (name, ...parts) => new Uint8Array(await crypto.subtle.digest(name, joined(...parts)));

// Codes: Crockford's base 32, with his check character

function checkOf(code) {
  let rest = 0;
  for (const sign of code) rest = (32 * rest + ALPHABET.indexOf(sign)) % CHECKS.length;
  return CHECKS[rest];
}

/**
 * The 20 characters of a code as somebody typed it: small letters, blanks and dashes do not matter; O is 0, I and L are 1.
 * Throws Refused with the code code-sign, code-short, code-long or code-check.
 */
export function readCode(text) {
  const large = text.replace(LEFT_OUT, "").replace(/[a-z]/g, (sign) => sign.toUpperCase());
  const folded = large.replace(/[OIL]/g, (sign) => LOOKS_LIKE[sign]);
  const [code, check] = [folded.slice(0, CODE_CHARACTERS), folded.slice(CODE_CHARACTERS)];
  refuseUnless([...code].every((sign) => ALPHABET.includes(sign)), "code-sign");
  refuseUnless([...check].every((sign) => CHECKS.includes(sign)), "code-sign");
  refuseUnless(check, "code-short");
  refuseUnless(check.length === 1, "code-long");
  refuseUnless(check === checkOf(code), "code-check");
  return code;
}

/** A code of 20 characters as people get it: in groups, its check character with the last. */
export const showCode = (code) => code.match(/.{4}/g).join("-") + checkOf(code);

/** The value of the header Authorization with which a code is claimed. */
export const voucherHeader = (code) => `Voucher ${code}`;

// Blind signatures. Numbers are whole numbers without a limit (BigInt); `modulus` is the key.

const lengthOf = (modulus) => Math.ceil(modulus.toString(16).length / 2);

async function mask(seed, length) {
  const rounds = Array.from({ length: Math.ceil(length / HASH_BYTES) }, (_, round) =>
    hash("SHA-384", seed, toBytes(BigInt(round), 4)),
  );
  return joined(...(await Promise.all(rounds))).slice(0, length);
}

/** What is signed in place of a message: EMSA-PSS with SHA-384, in `bits` bits. */
export async function encoded(message, salt, bits) {
  const length = Math.ceil(bits / 8);
  const hashed = await hash("SHA-384", new Uint8Array(8), await hash("SHA-384", message), salt);
  const block = new Uint8Array(length - HASH_BYTES - 1);
  block.set([1, ...salt], block.length - salt.length - 1);
  const masked = (await mask(hashed, block.length)).map((byte, place) => byte ^ block[place]);
  masked[0] &= 0xff >> (8 * length - bits);
  return joined(masked, hashed, [0xbc]);
}

/** base ** 65537: the exponent is public, so that the steps are the same for every base. */
function raised(base, modulus) {
  let found = base;
  for (let bit = 16; bit > 0; bit -= 1) found = (found * found) % modulus;
  return (found * base) % modulus;
}

/** The inverse of a number, by Euclid. */
function inverted(number, modulus) {
  let [before, now] = [modulus, number];
  let [held, found] = [0n, 1n];
  while (now > 0n) {
    const times = before / now;
    [before, now] = [now, before - times * now];
    [held, found] = [found, held - times * found];
  }
  refuseUnless(before === 1n, "key");
  return ((held % modulus) + modulus) % modulus;
}

/**
 * {blinded, inverse}: the message encoded with this salt and hidden behind this factor, from 1 to the modulus.
 * Throws Refused with the code key: the modulus is no product of two large primes.
 */
export async function blind(message, salt, factor, modulus) {
  const number = toNumber(await encoded(message, salt, modulus.toString(2).length - 1));
  const blinded = (number * raised(factor, modulus)) % modulus;
  // One inversion for both: what shares a prime with the modulus stays to be seen when it is blinded.
  const inverse = (inverted((number * factor) % modulus, modulus) * number) % modulus;
  return { blinded: toBytes(blinded, lengthOf(modulus)), inverse };
}

/** Whether the key made this signature of the message. */
async function isSigned(message, signature, modulus) {
  const n = toBase64(toBytes(modulus, lengthOf(modulus))).replaceAll("=", "");
  const name = { name: "RSA-PSS", hash: "SHA-384" };
  const key = await crypto.subtle.importKey("jwk", { kty: "RSA", n, e: "AQAB" }, name, false, ["verify"]);
  return crypto.subtle.verify({ name: "RSA-PSS", saltLength: SALT_BYTES }, key, signature, message);
}

/** The signature of the message, out of a blind signature. Throws Refused with the code response or signature. */
export async function finalized(message, answer, inverse, modulus) {
  refuseUnless(answer.length === lengthOf(modulus), "response");
  const signature = toBytes((toNumber(answer) * inverse) % modulus, answer.length);
  refuseUnless(await isSigned(message, signature, modulus), "signature");
  return signature;
}

/** A random number from 1 to the modulus, the modulus not included. */
function below(modulus) {
  for (;;) {
    const number = toNumber(random(lengthOf(modulus)));
    if (number > 0n && number < modulus) return number;
  }
}

// Tokens

/** {id, modulus} of a key as RFC 9578 writes it; `id` is its SHA-256. Throws Refused with the code key. */
export async function readKey(raw) {
  const modulus = raw.slice(KEY_HEAD.length / 2, -KEY_TAIL.length / 2);
  refuseUnless(modulus.length === MODULUS_BYTES && modulus[0] >= 0x80 && modulus[MODULUS_BYTES - 1] % 2, "key");
  refuseUnless(toHex(raw) === KEY_HEAD + toHex(modulus) + KEY_TAIL, "key");
  return { id: await hash("SHA-256", raw), modulus: toNumber(modulus) };
}

/** The TokenChallenge of an issuer for origins, names parted by commas. Throws Refused with the code challenge. */
export function challengeOf(issuer, origins, context = new Uint8Array()) {
  const names = [issuer, origins];
  refuseUnless(issuer && names.every((name) => /^[\x20-\x7e]{0,65535}$/.test(name)), "challenge");
  refuseUnless(context.length === 0 || context.length === 32, "challenge");
  const [first, second] = names.map((name) => {
    const text = new TextEncoder().encode(name);
    return joined([text.length >> 8, text.length & 0xff], text);
  });
  return joined(TOKEN_TYPE, first, [context.length], context, second);
}

/** The 98 bytes that are signed. */
export const inputOf = async (nonce, challenge, key) =>
  joined(TOKEN_TYPE, nonce, await hash("SHA-256", challenge), key.id);

/** The 259 bytes that ask for a token. */
export const requestOf = (blinded, key) => joined(TOKEN_TYPE, key.id.slice(-1), blinded);

/** Ask for a token: {request, input, inverse}. Send `request`, keep the others for the answer; all are bytes. */
export async function ask(key, challenge) {
  const input = await inputOf(random(NONCE_BYTES), challenge, key);
  const { blinded, inverse } = await blind(input, random(SALT_BYTES), below(key.modulus), key.modulus);
  return { request: requestOf(blinded, key), input, inverse: toBytes(inverse, MODULUS_BYTES) };
}

/** The token of 354 bytes, out of the issuer's 256. Throws Refused with the code response or signature. */
export async function finish(key, { input, inverse }, response) {
  return joined(input, await finalized(input, response, toNumber(inverse), key.modulus));
}

/** The id, in hexadecimal, of the key that a token of 354 bytes names. Throws Refused with the code token. */
export function keyIdOf(token) {
  refuseUnless(token.length === SIGNED_BYTES + MODULUS_BYTES && token[0] === 0 && token[1] === 2, "token");
  return toHex(token.slice(SIGNED_BYTES - 32, SIGNED_BYTES));
}

/** See that the key signed the token. Throws Refused with the code token or signature. */
export async function verifyToken(key, token) {
  refuseUnless(keyIdOf(token) === toHex(key.id), "token");
  refuseUnless(await isSigned(token.slice(0, SIGNED_BYTES), token.slice(SIGNED_BYTES), key.modulus), "signature");
}

/** The value of the header Authorization that shows a token. */
export const tokenHeader = (token) => `PrivateToken token="${toBase64(token)}"`;
