/**
 * Whose address another one imitates, as reputation/lookalikes/rules.py tells it: the same lines, the same vectors.
 * And what to look for in a filter, which knows hashes alone. No page code, nothing fetched.
 */

import { normalise, readable, skeleton } from "./check-core.js";

const FEWEST_WORD = 3;
const FEWEST_END = 4;
const FEWEST_INSIDE = 6;
const FEWEST_SURE = 5;
const FEWEST_SURE_SLIP = 13;
const SLIPS = [[10, 2], [5, 1]];
const MOST_SLIPS = 2;
const TIERS = ["strong", "weak"];
const RULES = ["skeleton", "edit", "token", "subdomain"];
// The signs that a skeleton has, with m for the two that look like it; others come from scripts without small Latin letters.
const SIGNS = "abcdefghjklmnopqrstuvwxyz23456789";

/** A skeleton with one sign for each letter that was written: in it, m is two. */
const glyphs = (look) => look.replaceAll("rn", "m");

const slips = (letters) => SLIPS.find(([fewest]) => letters >= fewest)?.[1] ?? 0;

/** The looks of the parts between hyphens, when there are several. */
function wordsOf(label) {
  const words = label.split("-").filter(Boolean);
  return words.length > 1 ? words.map(skeleton) : [];
}

/** An address somebody visits, from its keys. */
export function visited({ host, registrable, label, skeleton: look }) {
  const names = host.slice(0, -registrable.length - 1).split(".").filter(Boolean).map(readable);
  return { host, registrable, label, skeleton: look, words: wordsOf(label), left: names.flatMap((name) => [skeleton(name), ...wordsOf(name)]) };
}

/** A domain that a participant proved, from its record: {domain, registrable, label, skeleton, rules, record}. */
export function proved(record) {
  const { registrable } = normalise(record.w);
  const label = readable(registrable.split(".", 1)[0]);
  return { domain: record.w, registrable, label, skeleton: skeleton(label), rules: record.i, record };
}

/** How many slips apart two names are; `most` + 1 when it is more. Source: optimal string alignment. */
function distance(one, other, most) {
  if (Math.abs(one.length - other.length) > most) return most + 1;
  let before = [];
  let row = Array.from({ length: other.length + 1 }, (_, j) => j);
  for (let i = 1; i <= one.length; i += 1) {
    const above = row;
    row = [i];
    for (let j = 1; j <= other.length; j += 1) {
      let cost = Math.min(above[j] + 1, row[j - 1] + 1, above[j - 1] + (one[i - 1] !== other[j - 1]));
      if (i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1]) cost = Math.min(cost, before[j - 2] + 1);
      row.push(cost);
    }
    if (Math.min(...row) > most) return most + 1;
    before = above;
  }
  return Math.min(row.at(-1), most + 1);
}

/** What a visited address imitates of these, each by its surest rule; the surest first: [{proved, rule, tier}]. */
export function imitations(visit, names) {
  const found = names.flatMap((name) => imitation(visit, name) ?? []);
  const order = ({ proved: { skeleton: look, domain }, rule, tier }) => [TIERS.indexOf(tier), RULES.indexOf(rule), -look.length, domain];
  const before = (a, b) => a.map((part, place) => [part, b[place]]).find(([one, other]) => one !== other) ?? [0, 0];
  return found.sort((a, b) => {
    const [one, other] = before(order(a), order(b));
    return one < other ? -1 : 1;
  });
}

/** Whether an address imitates a domain. What is registered under the same name imitates nothing. */
function imitation(visit, name) {
  if (visit.registrable === name.registrable) return undefined;
  // No honest host bears another's whole domain, however common its name is: that rule always holds.
  const holding = [...fires(visit, name)].filter(([rule, tier]) => name.rules.includes(rule) || (rule === "subdomain" && tier === "strong"));
  const [rule, tier] = holding.find(([, how]) => how === "strong") ?? holding[0] ?? [];
  return rule && { proved: name, rule, tier };
}

/** Every rule that fires, in their order, whether it holds for this domain or not. */
function* fires(visit, { domain, label, skeleton: look }) {
  const letters = glyphs(look).length;
  const tier = (isSure) => (isSure ? "strong" : "weak");
  if (visit.skeleton === look) {
    // Where only hyphens and the ending differ, both may be the honest name of somebody.
    const isSameName = visit.label.replaceAll("-", "") === label.replaceAll("-", "");
    yield ["skeleton", tier(!isSameName && letters >= FEWEST_SURE)];
  } else {
    const apart = slipsApart(visit, label, glyphs(look));
    if (apart) yield ["edit", tier(apart === 1 && letters >= FEWEST_SURE_SLIP)];
    if (contains(visit, look, letters)) yield ["token", "weak"];
  }
  if (`.${visit.host}`.includes(`.${domain}.`)) yield ["subdomain", "strong"];
  else if (letters >= FEWEST_WORD && visit.left.includes(look)) yield ["subdomain", "weak"];
}

/** Whether a name stands in another as a word, at its beginning or end, or inside. */
function contains({ words, skeleton: whole }, look, letters) {
  if (letters >= FEWEST_WORD && words.includes(look)) return true;
  if (letters >= FEWEST_END && (whole.startsWith(look) || whole.endsWith(look))) return true;
  return letters >= FEWEST_INSIDE && whole.includes(look);
}

/** How many slips apart the names are; 0 for too many, another first letter, or only another number at the end. */
function slipsApart(visit, label, name) {
  const other = glyphs(visit.skeleton);
  const most = slips(name.length);
  if (!most || name[0] !== other[0] || withoutDigits(visit.label) === withoutDigits(label)) return 0;
  const apart = distance(name, other, most);
  return apart <= most ? apart : 0;
}

const withoutDigits = (label) => label.replace(/[0-9]+$/, "");

/**
 * The skeletons that a filter is asked for, the surest first: the address's own, those of domains that stand within the
 * host, names one slip away, words and labels, and what else stands inside the name, the longest first. Two slips are too many to ask for
 * one by one: a snapshot tells of them, a filter does not.
 */
export function* probes(visit) {
  yield visit.skeleton;
  yield* within(visit);
  const name = glyphs(visit.skeleton);
  if (slips(name.length + 1)) for (const near of neighbours(name)) yield near.replaceAll("m", "rn");
  yield* visit.words;
  yield* visit.left;
  const look = visit.skeleton;
  for (let length = look.length - 1; length >= FEWEST_END; length -= 1) {
    yield look.slice(0, length);
    yield look.slice(-length);
    for (let from = 1; length >= FEWEST_INSIDE && from < look.length - length; from += 1) yield look.slice(from, from + length);
  }
}

/**
 * Whether a record can be two slips away, told from its address as it is written: as long, with a first letter that
 * looks alike. Names in other scripts always can.
 */
export function slipsNear(visit) {
  const name = glyphs(visit.skeleton);
  const most = slips(name.length + MOST_SLIPS);
  const isNear = (label) => Math.abs(glyphs(label).length - name.length) <= most && glyphs(skeleton(label.slice(0, 2)))[0] === name[0];
  return ({ w }) => most === MOST_SLIPS && w.split(".").some((label) => label.startsWith("xn--") || isNear(label));
}

/** The skeletons of the registered domains that stand left of the one that counts, as in shop.example.elsewhere.example. */
function* within({ host, registrable }) {
  const labels = host.slice(0, -registrable.length - 1).split(".");
  for (let end = labels.length; end > 1; end -= 1) {
    const found = registrableIn(labels.slice(0, end).join("."));
    if (found) yield skeleton(readable(found.split(".", 1)[0]));
  }
}

function registrableIn(host) {
  try {
    return normalise(host).registrable;
  } catch {
    return undefined;
  }
}

/** Every name that is one slip away from this one and begins as it does. */
function* neighbours(name) {
  for (let at = 1; at <= name.length; at += 1) {
    const [before, after, rest] = [name.slice(0, at), name.slice(at + 1), name.slice(at)];
    if (rest) yield before + after;
    if (after) yield before + after[0] + rest[0] + after.slice(1);
    for (const sign of SIGNS) {
      if (rest) yield before + sign + after;
      yield before + sign + rest;
    }
  }
}
