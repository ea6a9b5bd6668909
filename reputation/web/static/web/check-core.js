/**
 * The private check, without a page: an address to its keys, as reputation/lookalikes/keys.py makes them.
 * Sources: the URL standard, UTS #46, IDNA2008, RFC 3492, UTS #39, FIPS 180-4. No library, nothing fetched; what has to be
 * the same everywhere is in the tables, which tools/check_tables.py writes.
 */

import { CHARACTERS, FREE_HOSTS, LOOKS, SUFFIXES } from "./check-tables.js";

const AROUND = "[\\x00-\\x20\\xa0\\u1680\\u2000-\\u200b\\u2028\\u2029\\u202f\\u205f\\u3000\\ufeff]+";
const ENDS = new RegExp(`^${AROUND}|${AROUND}$`, "g");
const BEFORE = /^(?:https?:[/\\]*|(?:[a-z][a-z0-9+.-]*:)?[/\\]{2,})/i;
const NO_SITE = /^(?:about|blob|data|file|javascript|mailto|sms|tel|urn|vbscript|view-source):/i;
const PORT = /:[0-9]{0,5}$/;
const IPV6 = /^(?:\[.*|[0-9a-f.]*:[0-9a-f.]*:[0-9a-f.:]*)$/is;
const NUMERIC = /^(?:0x[0-9a-f]*|[0-9]+)$/i;
const HOST = /^[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?(?:\.[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?)*$/;
const LOOSE = /^[\p{M}\u200c\u200d]|[\u200c\u200d]$/u;
const LONGEST = 253;
const LONGEST_LABEL = 63;

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

/** A table that is read when it is first needed. */
function table(read) {
  let made;
  return () => (made ??= read());
}

/** First characters of runs, and whether those of a run stay ("V"), become others ("M") or are refused ("N"). */
const runs = table(() => {
  const starts = [];
  const kinds = [];
  let point = 0x80;
  for (const [, kind, length] of CHARACTERS.matchAll(/([NVM])([0-9a-z]+)/g)) {
    starts.push(point);
    kinds.push(kind);
    point += Number.parseInt(length, 36);
  }
  return { starts, kinds };
});

function kindOf(sign) {
  const point = sign.codePointAt(0);
  const { starts, kinds } = runs();
  let [low, high] = [0, starts.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (starts[middle] <= point) low = middle + 1;
    else high = middle;
  }
  return kinds[low - 1];
}

const suffixes = table(() => {
  const root = new Map();
  const path = [root];
  let last;
  for (const [, name, mark] of SUFFIXES.matchAll(/([^,[()]*)([,[()])/g)) {
    if (name) {
      last = new Map();
      last.isRule = mark !== "[";
      path.at(-1).set(name, last);
    }
    if (mark === "[" || mark === "(") path.push(last);
    if (mark === ")") path.pop();
  }
  return root;
});

const looks = table(() => {
  const all = new Map();
  for (const row of LOOKS.split(";")) {
    const [look, ...steps] = row.split(" ");
    let point = 0;
    for (const step of steps) {
      point += Number.parseInt(step, 36);
      all.set(String.fromCodePoint(point), look);
    }
  }
  return all;
});

const freeHosts = table(() => new Set(FREE_HOSTS.split(" ")));

/** Whether strangers get pages under this registered domain, as on a site of their own. */
export const isFreeHost = (registrable) => freeHosts().has(registrable);

function unquoted(text) {
  return text.replace(/(?:%[0-9a-f]{2})+/gi, (run) => {
    const bytes = Uint8Array.from(run.slice(1).split("%"), (pair) => Number.parseInt(pair, 16));
    return new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes);
  });
}

/** What UTS #46 makes of one character: itself, nothing, or small letters. */
function mapped(sign) {
  if (sign < "\x80") return sign.toLowerCase();
  if (kindOf(sign) === "V") return sign;
  if (/\p{DI}/u.test(sign)) return "";
  const plain = sign.normalize("NFKC").replace(/\p{DI}/gu, "");
  const large = Array.from(plain, (one) => (kindOf(one) === "V" ? one : one.toUpperCase())).join("");
  return Array.from(large, (one) => one.toLowerCase()).join("");
}

function bareHost(text) {
  const rest = text.replace(ENDS, "");
  refuseIf(NO_SITE.test(rest), "bad-host");
  const before = BEFORE.exec(rest)?.[0] ?? "";
  const authority = rest.slice(before.length).split(/[/?#\\]/, 1)[0];
  const at = authority.lastIndexOf("@");
  refuseIf(at >= 0 && !before && !authority.slice(0, at).includes(":"), "bad-host"); // an e-mail address
  const host = authority.slice(at + 1);
  refuseIf(IPV6.test(host), "ip");
  return host.replace(PORT, "");
}

/** The host in its ASCII form, and the domain that was registered: {host, registrable}. */
export function normalise(text) {
  const signs = Array.from(unquoted(bareHost(text)).replace(/[\u3002\uff0e\uff61]/g, "."));
  refuseIf(
    signs.some((sign) => sign >= "\x80" && kindOf(sign) === "N"),
    "bad-idn",
  );
  refuseIf(signs.length > LONGEST * 4, "bad-host");
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
  let node = suffixes();
  let count = 1;
  for (let depth = 1; depth <= labels.length; depth += 1) {
    const label = labels[labels.length - depth];
    const exception = node.get(`!${label}`);
    node = node.get(label);
    if (exception) count = depth - 1;
    else if (node?.has("*")) count = Math.min(depth + 1, labels.length);
    else if (depth > 1 && node?.isRule) count = depth;
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
  refuseIf(!isInternational(read) || `xn--${toPunycode(read)}` !== label, "bad-idn");
  return read;
}

function isInternational(label) {
  const plain = Array.from(label).every((sign) => (sign < "\x80" ? /[a-z0-9-]/.test(sign) : kindOf(sign) === "V"));
  const hyphens = label.startsWith("-") || label.endsWith("-") || Array.from(label).slice(2, 4).join("") === "--";
  return plain && !hyphens && !LOOSE.test(label) && /[^\x00-\x7f]/.test(label) && label.normalize("NFC") === label;
}

const [BASE, TMIN, TMAX, SKEW, DAMP, BIAS, FIRST] = [36, 1, 26, 38, 700, 72, 0x80]; // RFC 3492, section 5
const DIGITS = "abcdefghijklmnopqrstuvwxyz0123456789";

function adapted(delta, points, first) {
  let left = Math.floor(delta / (first ? DAMP : 2));
  left += Math.floor(left / points);
  let k = 0;
  for (; left > ((BASE - TMIN) * TMAX) >> 1; k += BASE) left = Math.floor(left / (BASE - TMIN));
  return k + Math.floor(((BASE - TMIN + 1) * left) / (left + SKEW));
}

const threshold = (k, bias) => Math.min(Math.max(k - bias, TMIN), TMAX);

function toPunycode(label) {
  const points = Array.from(label, (sign) => sign.codePointAt(0));
  let out = label.replace(/[^\x00-\x7f]/gu, "");
  const basic = out.length;
  if (basic) out += "-";
  let [n, delta, bias, done] = [FIRST, 0, BIAS, basic];
  while (done < points.length) {
    const next = Math.min(...points.filter((point) => point >= n));
    delta += (next - n) * (done + 1);
    n = next;
    for (const point of points) {
      if (point < n) delta += 1;
      if (point !== n) continue;
      let q = delta;
      for (let k = BASE; ; k += BASE) {
        const t = threshold(k, bias);
        if (q < t) break;
        out += DIGITS[t + ((q - t) % (BASE - t))];
        q = Math.floor((q - t) / (BASE - t));
      }
      out += DIGITS[q];
      bias = adapted(delta, done + 1, done === basic);
      delta = 0;
      done += 1;
    }
    delta += 1;
    n += 1;
  }
  return out;
}

function fromPunycode(text) {
  const split = text.lastIndexOf("-");
  const points = Array.from(text.slice(0, Math.max(split, 0)), (sign) => sign.codePointAt(0));
  let [n, i, bias] = [FIRST, 0, BIAS];
  for (let at = split + 1; at < text.length; ) {
    const before = i;
    let weight = 1;
    for (let k = BASE; ; k += BASE) {
      const digit = DIGITS.indexOf(text[at++] ?? " ");
      refuseIf(digit < 0, "bad-idn");
      i += digit * weight;
      refuseIf(i > 0x7fffffff, "bad-idn");
      const t = threshold(k, bias);
      if (digit < t) break;
      weight *= BASE - t;
    }
    const count = points.length + 1;
    bias = adapted(i - before, count, before === 0);
    n += Math.floor(i / count);
    i %= count;
    refuseIf(n > 0x10ffff, "bad-idn");
    points.splice(i++, 0, n);
  }
  return String.fromCodePoint(...points);
}

/** What a label looks like. Two labels with one skeleton are easily taken for each other. */
export function skeleton(label) {
  const plain = label.normalize("NFD").replace(/[\u0300-\u036f\u200c\u200d\x00-/:-@[-`{-\x7f]/g, "");
  const seen = Array.from(plain, (sign) => looks().get(sign) ?? sign).join("");
  return seen.normalize("NFC").replaceAll("vv", "w") || label;
}

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
    domainKey: sha256(`v1|d|${registrable}`),
    skeletonKey: sha256(`v1|s|${look}`),
  };
}

/** The first 32 bits of the fractional parts of a root of the first primes: the constants of SHA-256. */
const constants = table(() => {
  const fraction = (x) => ((x % 1) * 2 ** 32) | 0;
  const primes = [];
  for (let n = 2; primes.length < 64; n += 1) if (primes.every((prime) => n % prime)) primes.push(n);
  return { start: primes.slice(0, 8).map((p) => fraction(p ** 0.5)), rounds: primes.map((p) => fraction(Math.cbrt(p))) };
});

/** SHA-256 of a text or of bytes, at once: the browser's own makes one wait, and a filter is asked for thousands. */
export function sha256(data) {
  const bytes = typeof data === "string" ? new TextEncoder().encode(data) : data;
  const padded = new Uint8Array(((bytes.length + 72) >> 6) << 6);
  padded.set(bytes);
  padded[bytes.length] = 0x80;
  const view = new DataView(padded.buffer);
  view.setUint32(padded.length - 8, Math.floor(bytes.length / 2 ** 29));
  view.setUint32(padded.length - 4, bytes.length << 3);
  const { start, rounds } = constants();
  const state = Int32Array.from(start);
  const w = new Int32Array(64);
  const turn = (x, by) => (x >>> by) | (x << (32 - by));
  for (let at = 0; at < padded.length; at += 64) {
    for (let i = 0; i < 16; i += 1) w[i] = view.getInt32(at + 4 * i);
    for (let i = 16; i < 64; i += 1) {
      const [x, y] = [w[i - 15], w[i - 2]];
      const small = turn(x, 7) ^ turn(x, 18) ^ (x >>> 3);
      w[i] = (turn(y, 17) ^ turn(y, 19) ^ (y >>> 10)) + w[i - 7] + small + w[i - 16];
    }
    let [a, b, c, d, e, f, g, h] = state;
    for (let i = 0; i < 64; i += 1) {
      const one = (h + (turn(e, 6) ^ turn(e, 11) ^ turn(e, 25)) + ((e & f) ^ (~e & g)) + rounds[i] + w[i]) | 0;
      const two = ((turn(a, 2) ^ turn(a, 13) ^ turn(a, 22)) + ((a & b) ^ (a & c) ^ (b & c))) | 0;
      [h, g, f, e, d, c, b, a] = [g, f, e, (d + one) | 0, c, b, a, (one + two) | 0];
    }
    [a, b, c, d, e, f, g, h].forEach((part, i) => (state[i] += part));
  }
  const out = new DataView(new ArrayBuffer(32));
  state.forEach((part, i) => out.setInt32(4 * i, part));
  return new Uint8Array(out.buffer);
}
