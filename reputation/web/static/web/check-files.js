/**
 * The published files of the private check: the signed manifest, ranges of answers, the snapshot, the filter.
 * Nothing of a file is believed before its hash is the one in the manifest, nor the manifest before the log's signature.
 * No page code, nothing fetched. Sources: docs/checking.md, c2sp.org/signed-note; T. M. Graf, D. Lemire, Binary Fuse
 * Filters, 2022. SHA-256, Ed25519 and inflating are the browser's own.
 */

import { isSigned, parsedKey, parsedNote, refuseUnless, Refused, sha256, toHex } from "./receipt.js";

const HEAD = "/check";
const HASH_BYTES = 32;
const MAGIC = 0x4f524331; // ORC1
const FILTER_MAGIC = 0x4f524631; // ORF1
const [HEADER_BYTES, FILTER_HEADER_BYTES] = [8, 24];
const MASK = (1n << 64n) - 1n;

const viewOf = (raw) => new DataView(raw.buffer, raw.byteOffset, raw.length);

/** What a step does, or the one refusal that stands for whatever goes wrong in it. */
async function orRefuse(code, step) {
  try {
    return await step();
  } catch (error) {
    throw error instanceof Refused ? error : new Refused(code);
  }
}

/**
 * The manifest, once the log's key is seen to have signed it: its epoch, and what docs/checking.md lists.
 * Throws Refused with the code browser or manifest. `raw`: Uint8Array, `vkey`: the log's key as text.
 */
export async function openManifest(raw, vkey) {
  return orRefuse("manifest", async () => {
    const note = parsedNote(new TextDecoder("utf-8", { fatal: true }).decode(raw), "manifest");
    const key = await parsedKey(vkey);
    const signed = await isSigned(note, key);
    refuseUnless(signed !== null, "browser");
    refuseUnless(signed, "manifest");
    const [head, epoch, said, ...rest] = note.text.split("\n");
    refuseUnless(head === key.name + HEAD && /^[1-9]\d{0,11}$/.test(epoch) && rest.join() === "", "manifest");
    const manifest = { ...JSON.parse(said), epoch: Number(epoch) };
    refuseUnless(manifest.bits >= 8 && manifest.bits <= 16 && manifest.tables, "manifest");
    return manifest;
  });
}

/** A file whose SHA-256 it is; its name is what it is refused with. */
export async function withHash(raw, hash, name) {
  refuseUnless(toHex(await sha256(raw)) === hash, name);
  return raw;
}

/** The name of the range of a skeleton key: its first bits, what is missing in the last digit zero. */
export function prefixOf(key, bits) {
  const digits = Math.ceil(bits / 4);
  return (placeOf(key, bits) * 2 ** (4 * digits - bits)).toString(16).padStart(digits, "0");
}

const placeOf = (key, bits) => viewOf(key).getUint32(0) >>> (32 - bits);

/** The records of a range, from the list of the hashes of all ranges. */
export async function openRange(raw, key, hashes, manifest) {
  return orRefuse("range", async () => {
    refuseUnless(hashes.length === HASH_BYTES << manifest.bits, "ranges");
    const start = HASH_BYTES * placeOf(key, manifest.bits);
    await withHash(raw, toHex(hashes.subarray(start, start + HASH_BYTES)), "range");
    refuseUnless(raw.length === manifest.length, "range");
    return records(raw);
  });
}

/** The records of a snapshot: one container after the other. */
export async function openSnapshot(raw) {
  return orRefuse("snapshot", async () => {
    const found = [];
    for (let at = 0; at < raw.length; ) {
      found.push(records(raw.subarray(at)));
      at += HEADER_BYTES + viewOf(raw).getUint32(at + 4);
    }
    return (await Promise.all(found)).flat();
  });
}

/** The records of the container at the beginning of some bytes. */
async function records(raw) {
  const header = viewOf(raw);
  const end = HEADER_BYTES + header.getUint32(4);
  if (header.getUint32(0) !== MAGIC || end > raw.length) throw new RangeError("container");
  const packed = new Blob([raw.subarray(HEADER_BYTES, end)]).stream();
  return new Response(packed.pipeThrough(new DecompressionStream("deflate-raw"))).json();
}

/** A binary fuse filter of 16 bits: never misses a key it holds, and holds another of 65,536 by mistake. */
export class Filter {
  #seed;
  #length;
  #count;
  #prints;

  constructor(raw) {
    refuseUnless(raw.length >= FILTER_HEADER_BYTES, "filter");
    const header = viewOf(raw);
    const [magic, length, count, places] = [0, 12, 16, 20].map((at) => header.getUint32(at));
    const isWhole = places === (count + 2) * length && raw.length === FILTER_HEADER_BYTES + 2 * places;
    refuseUnless(magic === FILTER_MAGIC && length > 0 && (length & (length - 1)) === 0 && isWhole, "filter");
    this.#seed = header.getBigUint64(4);
    this.#length = length;
    this.#count = count;
    this.#prints = viewOf(raw.subarray(FILTER_HEADER_BYTES));
  }

  /** Whether a key is there; the first eight bytes of a hash stand for it. */
  has(key) {
    const h = mixed(viewOf(key).getBigUint64(0) + this.#seed);
    const first = Number((h * BigInt(this.#count * this.#length)) >> 64n);
    const last = BigInt(this.#length - 1);
    const second = (first + this.#length) ^ Number((h >> 18n) & last);
    const third = (first + 2 * this.#length) ^ Number(h & last);
    const print = (place) => this.#prints.getUint16(2 * place, true);
    return (print(first) ^ print(second) ^ print(third)) === Number((h ^ (h >> 32n)) & 0xffffn);
  }
}

/** Spread a key over 64 bits. Source: the finaliser of MurmurHash3 (A. Appleby, public domain). */
function mixed(key) {
  let h = key & MASK;
  h = ((h ^ (h >> 33n)) * 0xff51afd7ed558ccdn) & MASK;
  h = ((h ^ (h >> 33n)) * 0xc4ceb9fe1a85ec53n) & MASK;
  return h ^ (h >> 33n);
}
