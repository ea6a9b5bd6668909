/**
 * The private check whole: an address to an answer, with lists that are signed, verified and kept for the day.
 * No page code: `fetch` asks for files, `cache` keeps them (the Cache API's form), `key` is the log's, `files` where the
 * published files are and `tables` where those tables are by which addresses become keys. Up to ten thousand records everything is in one snapshot, and nothing is asked for. Beyond, a filter is
 * asked, and only for what it knows one range of answers: one a check, never several that together would tell the site.
 *
 * What is kept is kept in the cache that is handed in and not in the browser's own, so that it is known what stays: the
 * manifest, whose epoch no later one may be below, and the lists of its epoch. A range is never kept: its name would
 * tell what was checked. Nor is an address, a key or an answer.
 */

import { keysOf, readTables, skeletonKey, toHex } from "./check-core.js";
import { Filter, openManifest, openRange, openSnapshot, prefixOf, withHash } from "./check-files.js";
import { imitations, probes, proved, slipsNear, visited } from "./check-rules.js";
import { Refused, refuseUnless } from "./receipt.js";

/** So much of a key is in a filter. */
const FILTERED_BYTES = 8;
/** How long a manifest stands for what is: a new one comes every day. */
const LONGEST_MS = 3 * 24 * 60 * 60 * 1000;
/** So many imitated businesses are named at most: of names that many share, the rest says nothing more. */
const MOST = 3;
/** What was opened for somebody's options, while it is of today. */
const lists = new WeakMap();

/**
 * The answer to an address: {kind, host, registrable, record, rule, tier, asked, list}.
 * `kind`: participant, left, imitation or unknown; `rule` and `tier` (strong or weak) of an imitation; `record`: what the
 * lists say of the participant; `ending`: whether only the ending of its name differs; `others`: the records of others that
 * it looks like. `asked`: null when nothing was, or the {prefix} of the range and {among} how many sites it hides.
 * Throws NotADomain, or Refused with the code not-reached, browser, manifest, older, tables, snapshot, filter,
 * ranges or range.
 */
export async function ask(address, options) {
  requireBrowser();
  await tablesOf(options);
  const keys = keysOf(address);
  const list = await openList(options);
  const visit = visited(keys);
  const { records, asked } = await list.near(visit);
  return { kind: "unknown", host: keys.host, registrable: keys.registrable, asked, list, ...found(keys, visit, records) };
}

function requireBrowser() {
  try {
    if (crypto.subtle && new DecompressionStream("deflate-raw")) return;
  } catch {
    // said below, as when there is no cryptography
  }
  throw new Refused("browser");
}

/** The other participants that it looks like, one record each; as many as the open check names. */
function named(first, others) {
  const known = new Set([first.record.b]);
  const records = others.map(({ proved: name }) => name.record);
  return records.filter(({ b }) => !known.has(b) && known.add(b)).slice(0, MOST - 1);
}

/** The hashes of the tables, which are read once. */
let tables;

async function tablesOf({ fetch, tables: path }) {
  return (tables ??= readTables(new TextDecoder().decode(await bytesAt(fetch, path))));
}

function found({ host, registrable, domainKey }, visit, records) {
  const own = records.filter(({ w }) => w === host || w === registrable);
  if (own.length) {
    const record = own.find(({ w }) => w === host) ?? own[0];
    return { kind: record.k, record };
  }
  const domain = toHex(domainKey);
  const owners = records.filter(({ d }) => domain.startsWith(d)).map(({ b }) => b);
  const isImitable = ({ k, b, x }) => k === "participant" && !owners.includes(b) && !x.includes(domain.slice(0, 16));
  const [first, ...others] = imitations(visit, records.filter(isImitable).map(proved));
  if (!first) return undefined;
  const { proved: name, rule, tier } = first;
  return { kind: "imitation", record: name.record, rule, tier, ending: name.label === visit.label, others: named(name, others) };
}

/** Today's list: from what is kept, or asked for and verified. {kind, date, epoch, among, near}. */
export async function openList(options) {
  const today = new Date().toISOString().slice(0, 10);
  const held = lists.get(options);
  if (held?.date === today) return held;
  const manifest = await todaysManifest(options, today);
  const { date, epoch } = manifest;
  const list = held?.epoch === epoch ? held : { date, epoch, ...(await (manifest.snapshot ? snapshot : filter)(options, manifest)) };
  lists.set(options, list);
  return list;
}

async function todaysManifest(options, today) {
  const { fetch, cache, key, files } = options;
  const hashes = await tablesOf(options);
  const path = `${files}manifest`;
  const before = await opened(await keptBytes(cache, path), key);
  if (before?.date === today && hasTables(before, hashes)) return before;
  const raw = await bytesAt(fetch, path);
  const manifest = await openManifest(raw, key);
  const isOfTheseDays = new Date(today) - new Date(manifest.date) <= LONGEST_MS;
  refuseUnless(isOfTheseDays && manifest.epoch >= (before?.epoch ?? 0), "older");
  refuseUnless(hasTables(manifest, hashes), "tables");
  await cache?.put(path, new Response(raw));
  return manifest;
}

const hasTables = (manifest, { suffixes, skeletons }) => manifest.tables.suffixes === suffixes && manifest.tables.skeletons === skeletons;

/** A manifest that was kept; none when it is damaged or of another key. */
async function opened(raw, key) {
  try {
    return raw && (await openManifest(raw, key));
  } catch {
    return undefined;
  }
}

async function snapshot(options, manifest) {
  const records = await keptRecords(options, manifest);
  const byLook = new Map();
  for (const record of records) {
    const key = record.s.slice(0, 2 * FILTERED_BYTES);
    byLook.set(key, [...(byLook.get(key) ?? []), record]);
  }
  const near = async (visit) => {
    const keys = Array.from(probes(visit), (look) => toHex(skeletonKey(look).subarray(0, FILTERED_BYTES)));
    const found = keys.flatMap((key) => byLook.get(key) ?? []);
    return { records: [...new Set([...found, ...records.filter(slipsNear(visit))])], asked: null };
  };
  return { kind: "snapshot", among: null, near };
}

/** The records of the snapshot. They are kept unpacked: what is looked up in them has no time to wait for that. */
async function keptRecords(options, manifest) {
  const path = `${options.files}${manifest.epoch}/records`;
  const kept = await options.cache?.match(path);
  if (kept) return kept.json();
  const records = await openSnapshot(await verified(options, manifest, "snapshot"));
  await keep(options, manifest, path, JSON.stringify(records));
  return records;
}

async function filter(options, manifest) {
  const [known, hashes] = await Promise.all([keptFile(options, manifest, "filter"), keptFile(options, manifest, "ranges")]);
  const has = new Filter(known);
  const { epoch, bits, sites } = manifest;
  const near = async (visit) => {
    const key = wanted(has, visit);
    const prefix = prefixOf(key, bits);
    const records = await openRange(await bytesAt(options.fetch, `${options.files}${epoch}/${prefix}`), key, hashes, manifest);
    return { records, asked: { prefix, among: sites } };
  };
  return { kind: "filter", among: sites, near };
}

/** The key whose range is asked for: of the first look that the filter knows, or else of the address itself. */
function wanted(filter, visit) {
  const looks = probes(visit);
  const own = skeletonKey(looks.next().value);
  if (filter.has(own)) return own;
  for (const look of looks) {
    const key = skeletonKey(look);
    if (filter.has(key)) return key;
  }
  return own;
}

/** A file of the manifest's epoch; asked for once, then kept until the next epoch. */
async function keptFile(options, manifest, name) {
  const path = `${options.files}${manifest.epoch}/${name}`;
  const kept = await keptBytes(options.cache, path);
  if (kept) return kept;
  const raw = await verified(options, manifest, name);
  await keep(options, manifest, path, raw);
  return raw;
}

async function verified({ fetch, files }, manifest, name) {
  return withHash(await bytesAt(fetch, `${files}${manifest.epoch}/${name}`), manifest[name], name);
}

/** Keep what was verified, in the place of what is of another epoch. */
async function keep({ cache }, { epoch }, path, body) {
  for (const old of (await cache?.keys()) ?? []) {
    if (!old.url.endsWith("manifest") && !old.url.includes(`/${epoch}/`)) await cache.delete(old);
  }
  await cache?.put(path, new Response(body));
}

async function keptBytes(cache, path) {
  const kept = await cache?.match(path);
  return kept && new Uint8Array(await kept.arrayBuffer());
}

async function bytesAt(fetch, path) {
  try {
    const answer = await fetch(path);
    if (answer.ok) return new Uint8Array(await answer.arrayBuffer());
  } catch {
    // said below, as whatever else keeps a file from coming
  }
  throw new Refused("not-reached");
}
