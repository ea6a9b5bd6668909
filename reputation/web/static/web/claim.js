/**
 * Turns a code into a token: asks which business it belongs to, checks that business's key against the public log, and
 * has a blinded number signed. Nothing is fetched from elsewhere, and the code stands in no address.
 * Sources: RFC 9578 sections 4 and 6.
 */

import { verify } from "./receipt.js";
import { ask, challengeOf, finish, fromBase64, fromHex, readKey, toHex, verifyToken, voucherHeader } from "./voucher.js";

const WAITS_MS = [1000, 2000, 4000];
const LONGEST_WAIT_MS = 10_000;
// A key is in the log about a minute after its first codes; this is twice as long.
const KEY_WAITS = 12;
const PATIENCE_MS = 20_000;
const REQUEST_KIND = "application/private-token-request";
const KEY_FACTS = ["business", "class", "epoch", "key_id"];

/**
 * Why there is no token; `code` is a problem of the service, or one of: offline, key-not-in-log, other-key, answer,
 * receipt-key-annulled.
 */
export class Stopped extends Error {
  constructor(code) {
    super(code);
    this.code = code;
  }
}

function stopUnless(holds, code) {
  if (!holds) throw new Stopped(code);
}

const pause = (wait) => new Promise((resolve) => setTimeout(resolve, wait));

const text = (body) => new TextDecoder().decode(body);

/** The object that an answer is, in JSON. */
function parsed(body) {
  try {
    return Object(JSON.parse(text(body)));
  } catch {
    throw new Stopped("answer");
  }
}

/** The code of a problem; an answer that says nothing is told by its status. */
function problemOf(status, body) {
  try {
    return parsed(body).code ?? `http-${status}`;
  } catch {
    return `http-${status}`;
  }
}

/** {status, wait, body} of one try; null when nothing came, or not all. */
async function tried(path, options) {
  try {
    const signal = AbortSignal.timeout?.(PATIENCE_MS);
    const answer = await fetch(path, { credentials: "omit", cache: "no-store", redirect: "error", signal, ...options });
    const wait = 1000 * (parseInt(answer.headers.get("Retry-After"), 10) || 0);
    return { status: answer.status, wait, body: new Uint8Array(await answer.arrayBuffer()) };
  } catch {
    return null;
  }
}

/**
 * The bytes that are answered. What got lost on the way, or cannot be had yet, is asked for again, three times and with
 * the same words: whoever issues gives the same answer to them. A key that is being made is waited for, which `waits`
 * hears. Throws Stopped.
 */
async function asked(path, options = {}, waits = () => {}) {
  for (let attempt = 0; ; attempt += 1) {
    const answer = await tried(path, options);
    if (answer?.status === 200) return answer.body;
    const code = answer ? problemOf(answer.status, answer.body) : "offline";
    const isPassing = !answer || answer.status >= 500 || answer.status === 429 || code === "not-yet-published";
    const isKeyMissing = code === "key-not-ready";
    if (!isPassing || attempt >= (isKeyMissing ? KEY_WAITS : WAITS_MS.length)) throw new Stopped(code);
    if (isKeyMissing) waits();
    await pause(Math.min(Math.max(WAITS_MS[attempt] ?? LONGEST_WAIT_MS, answer?.wait ?? 0), LONGEST_WAIT_MS));
  }
}

/**
 * What is told about a key. Throws Stopped with the code key-not-in-log where the log is not said to name it, and
 * receipt-key-annulled where its receipts count no more.
 */
export async function factsOf(keyId) {
  stopUnless(/^[0-9a-f]{64}$/.test(keyId), "answer");
  let facts;
  try {
    facts = parsed(await asked(`/api/v1/receipt-keys/${keyId}`));
  } catch (error) {
    throw error.code === "no-such-receipt-key" ? new Stopped("key-not-in-log") : error;
  }
  stopUnless(facts.state !== "annulled", "receipt-key-annulled");
  return facts;
}

/**
 * {key, isSigned} of an entry of the log that names this key for this business, class and quarter: `key` in base64.
 * `isSigned` is null where this browser cannot verify the log's signature. Throws Stopped with the code key-not-in-log.
 */
async function inLog(found, position, vkey) {
  stopUnless(Number.isSafeInteger(position), "key-not-in-log");
  const paths = [`/entry/${position}/bytes`, `/api/v1/log/entries/${position}/receipt`];
  const [entry, receipt] = await Promise.all(paths.map((path) => asked(path)));
  const proved = await verify(text(receipt), entry, vkey).catch(() => null);
  stopUnless(proved, "key-not-in-log");
  const body = parsed(entry);
  stopUnless(body.kind === "receipt-key", "key-not-in-log");
  stopUnless(KEY_FACTS.every((name) => body[name] === found[name]), "key-not-in-log");
  return { key: body.key, isSigned: proved.signed };
}

/** Where a token of this key is asked for, as the directory at `where` says. Throws Stopped with the code other-key. */
function addressOf(key, directory, where) {
  const said = parsed(directory);
  const keys = Array.isArray(said["token-keys"]) ? said["token-keys"] : [];
  const wanted = key.replaceAll("+", "-").replaceAll("/", "_");
  stopUnless(keys.some((one) => one["token-type"] === 2 && one["token-key"] === wanted), "other-key");
  const address = new URL(said["issuer-request-uri"], where);
  stopUnless(address.origin === location.origin, "other-key");
  return address.pathname;
}

/** What is sent for a code: the same as before when it was begun, for an answer may have been lost. */
async function begun(key, challenge, kept) {
  const before = kept.read();
  if (before?.key === toHex(key.id)) {
    return { request: fromHex(before.request), input: fromHex(before.input), inverse: fromHex(before.inverse) };
  }
  const { request, input, inverse } = await ask(key, challenge);
  kept.write({ key: toHex(key.id), request: toHex(request), input: toHex(input), inverse: toHex(inverse) });
  return { request, input, inverse };
}

/**
 * {token, facts, isSigned} of a code of 20 characters. `told` hears the name of each step as it begins, `waits` that the
 * key is being made; `kept` holds what was begun: {read(), write(value)}. Throws Stopped, or what voucher.js refuses.
 */
export async function claim(code, { issuer, vkey, kept, told, waits }) {
  const headers = { Authorization: voucherHeader(code) };
  told("look");
  const found = parsed(await asked("/issuer/look", { method: "POST", headers }, waits));
  told("log");
  // On the way already while the log is looked at: each request is long on a slow line.
  const where = new URL(found.directory, location.origin);
  const directory = asked(where.pathname);
  directory.catch(() => {});
  const facts = await factsOf(String(found.key_id));
  const { key: encoded, isSigned } = await inLog(found, facts.entry, vkey);
  const key = await readKey(fromBase64(encoded));
  stopUnless(toHex(key.id) === found.key_id, "key-not-in-log");
  told("directory");
  const address = addressOf(encoded, await directory, where);
  told("seal");
  const { request, ...rest } = await begun(key, challengeOf(issuer, issuer), kept);
  told("claim");
  const options = { method: "POST", headers: { ...headers, "Content-Type": REQUEST_KIND }, body: request };
  const answer = await asked(address, options);
  told("open");
  return { token: await finish(key, rest, answer), facts: { ...facts, ...found }, isSigned };
}

/** What is told about the key of a token that somebody kept, once that key is seen to have signed it. */
export async function reopened(token, keyId) {
  const facts = await factsOf(keyId);
  await verifyToken(await readKey(fromBase64(String(facts.key))), token);
  return facts;
}
