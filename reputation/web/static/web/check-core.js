/**
 * The private check without a page: an address to its keys, as reputation/businesses/hosts.py and reputation/lookalikes
 * make them, step by step. Sources: the URL standard, UTS #46, RFC 5892, UTS #39. No library, nothing fetched; what has to be
 * the same everywhere is in the tables that tools/check_tables.py writes.
 */

import { fromPunycode, toPunycode } from "./punycode.js";
import { sha256 } from "./sha256.js";

const BLANK = /[\x00-\x20\xa0\u1680\u2000-\u200b\u2028\u2029\u202f\u205f\u3000\ufeff]/;
const BEFORE = /^(?:https?:[/\\]*|(?:[a-z][a-z0-9+.-]*:)?[/\\]{2,})/i;
const NO_SITE = /^(?:about|acct|blob|data|file|javascript|mailto|sips?|sms|tel|urn|vbscript|view-source|xmpp):/i;
const PORT = /:[0-9]{0,5}$/;
const IPV6 = /^(?:\[.*|[0-9a-f.]*:[0-9a-f.]*:[0-9a-f.:]*)$/is;
const NUMERIC = /^(?:0x[0-9a-f]*|[0-9]+)$/i;
const HOST = /^[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?(?:\.[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?)*$/;
const LOOSE = /^[\p{M}\u200c\u200d]|[\u200c\u200d]$/u;
const LONGEST = 253;
const LONGEST_LABEL = 63;
const LONGEST_TYPED = 1000; // before a name is mapped, which may make it shorter

/** No registered domain can be read from this. `code`: ip, public-suffix, bad-idn or bad-host. */
export class NotADomain extends Error {
  constructor(code) {
    super(code);
    this.code = code;
  }
}

function refuseIf(bad, code) {
  if (bad) throw new NotADomain(code);
}

/** What readTables read; nothing can be normalised before. */
let tables;

/**
 * Takes in the text of check-tables.txt, whose four lines reputation/lookalikes/tables.py describes.
 * Returns the hashes that a manifest must name, for keys made by other tables would never be found: {suffixes, skeletons}.
 */
export function readTables(text) {
  const [suffixes, characters, looks, hosts] = text.split("\n");
  tables = { suffixes: tree(suffixes), ...runs(characters), looks: alike(looks), freeHosts: new Set(hosts.split(" ")) };
  return { suffixes: toHex(sha256(suffixes)), skeletons: toHex(sha256(`${characters}\n${looks}`)) };
}

function tree(text) {
  const root = new Map();
  const path = [root];
  let last;
  for (const [, name, mark] of `${text},`.matchAll(/([^,[()]*)([,[()])/g)) {
    if (name) {
      last = new Map();
      last.isSuffix = mark !== "[";
      path.at(-1).set(name, last);
    }
    if (mark === "[" || mark === "(") path.push(last);
    if (mark === ")") path.pop();
  }
  return root;
}

/** First characters of runs, and whether those of a run stay ("V"), become others or nothing ("M") or are refused ("N"). */
function runs(text) {
  const [starts, kinds] = [[], []];
  let point = 0x80;
  for (const [, kind, length] of text.matchAll(/([NVM])([0-9a-z]+)/g)) {
    starts.push(point);
    kinds.push(kind);
    point += Number.parseInt(length, 36);
  }
  return { starts, kinds };
}

function kindOf(sign) {
  const point = sign.codePointAt(0);
  let [low, high] = [0, tables.starts.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (tables.starts[middle] <= point) low = middle + 1;
    else high = middle;
  }
  return tables.kinds[low - 1];
}

function alike(text) {
  const looks = new Map();
  for (const row of text.split(";")) {
    const [written, ...steps] = row.split(" ");
    const [plain, ...beyond] = written.split("~");
    const look = plain + beyond.map((point) => String.fromCodePoint(Number.parseInt(point, 36))).join("");
    let point = 0;
    for (const step of steps) {
      point += Number.parseInt(step, 36);
      looks.set(String.fromCodePoint(point), look);
    }
  }
  return looks;
}

/** Whether what stands left of this registered domain was chosen by a stranger. */
export const isFreeHost = (registrable) => tables.freeHosts.has(registrable);

function unquoted(text) {
  return text.replace(/(?:%[0-9a-f]{2})+/gi, (run) => {
    const bytes = Uint8Array.from(run.slice(1).split("%"), (pair) => Number.parseInt(pair, 16));
    return new TextDecoder().decode(bytes);
  });
}

/** What UTS #46 makes of one character: itself, nothing, or small letters. */
function mapped(sign) {
  if (sign < "\x80") return sign.toLowerCase();
  if (kindOf(sign) === "V") return sign;
  if (/\p{DI}/u.test(sign)) return "";
  const plain = sign.normalize("NFKC");
  const large = Array.from(plain, (one) => (kindOf(one) === "V" ? one : one.toUpperCase())).join("");
  return Array.from(large, (one) => one.toLowerCase()).join("");
}

function bareHost(text) {
  let [first, end] = [0, text.length];
  while (first < end && BLANK.test(text[first])) first += 1;
  while (first < end && BLANK.test(text[end - 1])) end -= 1;
  const rest = text.slice(first, end);
  refuseIf(NO_SITE.test(rest), "bad-host");
  const before = BEFORE.exec(rest)?.[0] ?? "";
  const authority = rest.slice(before.length).split(/[/?#\\]/, 1)[0];
  const at = authority.lastIndexOf("@");
  refuseIf(at >= 0 && !before && !authority.slice(0, at).includes(":"), "bad-host"); // an e-mail address: a person's
  const host = authority.slice(at + 1);
  refuseIf(IPV6.test(host), "ip");
  return unquoted(host.replace(PORT, "")).replace(/[\u3002\uff0e\uff61]/g, ".");
}

/** The host in its ASCII form, and the domain that was registered: {host, registrable}. */
export function normalise(text) {
  const signs = Array.from(bareHost(text));
  refuseIf(signs.length > LONGEST_TYPED, "bad-host");
  const known = signs.every((sign) => sign < "\x80" || kindOf(sign) !== "N");
  refuseIf(!known, "bad-idn");
  const plain = signs.map(mapped).join("").normalize("NFC").replace(/^\.+|\.+$/g, "");
  refuseIf(!plain, "bad-host");
  const labels = plain.split(".");
  refuseIf(NUMERIC.test(labels.at(-1)), "ip");
  const host = labels.map(asciiOf).join(".");
  refuseIf(host.length > LONGEST || !HOST.test(host), "bad-host");
  return { host, registrable: registrableOf(host) };
}

function registrableOf(host) {
  const labels = host.split(".");
  let node = tables.suffixes;
  let count = 1;
  for (let depth = 1; depth <= labels.length; depth += 1) {
    const label = labels[labels.length - depth];
    const exception = node.get(`!${label}`);
    node = node.get(label);
    if (exception) count = depth - 1;
    else if (node?.has("*")) count = depth + 1;
    else if (node?.isSuffix) count = depth;
    if (!node) break;
  }
  refuseIf(labels.length <= count, "public-suffix");
  return labels.slice(-count - 1).join(".");
}

function asciiOf(label) {
  const length = Array.from(label).length;
  refuseIf(length > LONGEST_LABEL, "bad-host");
  if (length === label.length && /^[\x00-\x7f]*$/.test(label)) {
    readable(label);
    return label;
  }
  refuseIf(!isInternational(label), "bad-idn");
  return `xn--${toPunycode(label)}`;
}

/** A label of a normalised host as people read it. */
export function readable(label) {
  if (!label.startsWith("xn--")) return label;
  const read = fromPunycode(label.slice(4));
  refuseIf(read === undefined || !isInternational(read) || `xn--${toPunycode(read)}` !== label, "bad-idn");
  return read;
}

function isInternational(label) {
  const plain = Array.from(label).every((sign) => (sign < "\x80" ? /[a-z0-9-]/.test(sign) : kindOf(sign) === "V"));
  const hyphens = label.startsWith("-") || label.endsWith("-") || Array.from(label).slice(2, 4).join("") === "--";
  return plain && !hyphens && !LOOSE.test(label) && /[^\x00-\x7f]/.test(label) && label.normalize("NFC") === label;
}

/** What a label looks like. Two labels with one skeleton are easily taken for each other. */
export function skeleton(label) {
  const plain = label.normalize("NFD").replace(/[\u0300-\u036f\u200c\u200d\x00-/:-@[-`{-\x7f]/g, "");
  const seen = Array.from(plain, (sign) => tables.looks.get(sign) ?? sign).join("");
  return seen.normalize("NFC").replaceAll("vv", "w") || label;
}

/** D: one for all addresses of a registered domain. */
export const domainKey = (registrable) => sha256(`v1|d|${registrable}`);

/** S: one for all registered domains that look alike, under whatever suffix. */
export const skeletonKey = (look) => sha256(`v1|s|${look}`);

/** The keys of an address; throws NotADomain. */
export function keysOf(text) {
  const { host, registrable } = normalise(text);
  const label = readable(registrable.split(".", 1)[0]);
  const look = skeleton(label);
  return {
    host,
    registrable,
    label,
    skeleton: look,
    domainKey: domainKey(registrable),
    skeletonKey: skeletonKey(look),
  };
}

export const toHex = (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
