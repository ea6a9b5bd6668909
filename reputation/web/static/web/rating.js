/**
 * The rating, edition 1, from counts per month: the same digits as the server's, in the reader's own browser.
 * The specification is edition-1.md; whole numbers only, BigInt throughout, because products pass 2^53.
 *
 * A row is what the explanation gives for a month: {month: "2026-11", counts: {stars: {independent: [n1..n5], seller,
 * none}, outcomes: {independent: [well, unsolved, lost], ...}, no_receipt_given, no_receipt_lost}}.
 */

export const EDITION = 1;
export const LAST_PLACE = 1001;

const CLASSES = ["independent", "seller", "none"];
const RESULTS = ["well", "unsolved", "lost"];
const LOST = 2;
const WINDOW = 24;
const RECENT = 3;
const BEFORE = 12;
const YEAR = 12;
const UNIT = 24_000_000n;
const PRIOR = [UNIT, UNIT, UNIT, UNIT, UNIT, UNIT, UNIT / 2n, UNIT / 2n];
const CAP_FIGURE = 20n * UNIT;
const CAP_CAREFUL = 10n * UNIT;
const PARTS = [[0, 5], [5, 8]];
const QUANTITIES = [
  { name: "stars", first: 0, values: [1n, 2n, 3n, 4n, 5n], scale: 100n, z: 196n, floor: 100n, ceiling: 500n, moreIsBetter: true },
  { name: "well", first: 5, values: [1n, 0n, 0n], scale: 1000n, z: 1960n, floor: 0n, ceiling: 1000n, moreIsBetter: true },
  { name: "unsolved", first: 5, values: [0n, 1n, 0n], scale: 1000n, z: 1960n, floor: 0n, ceiling: 1000n, moreIsBetter: false },
  { name: "lost", first: 5, values: [0n, 0n, 1n], scale: 1000n, z: 1960n, floor: 0n, ceiling: 1000n, moreIsBetter: false },
  { name: "harm", first: 5, values: [0n, 1n, 2n], scale: 500n, z: 980n, floor: 0n, ceiling: 1000n, moreIsBetter: false },
];

const least = (a, b) => (a < b ? a : b);
const most = (a, b) => (a > b ? a : b);
const sum = (numbers) => numbers.reduce((a, b) => a + b, 0n);
const numbers = (bigs) => bigs.map(Number);

/** A month as a number: year * 12 + month - 1. */
export function monthNumber(text) {
  const found = /^(\d{4})-(0[1-9]|1[0-2])$/.exec(text);
  if (!found) throw new RangeError("a month looks like 2026-11");
  return Number(found[1]) * 12 + Number(found[2]) - 1;
}

function monthText(month) {
  return `${String(Math.floor(month / 12)).padStart(4, "0")}-${String((month % 12) + 1).padStart(2, "0")}`;
}

/** The whole part of a square root. */
export function isqrt(n) {
  if (n < 2n) return n;
  let x = 1n << BigInt((n.toString(2).length + 1) >> 1);
  for (;;) {
    const y = (x + n / x) >> 1n;
    if (y >= x) return x;
    x = y;
  }
}

function read(row) {
  const big = (list) => list.map(BigInt);
  return {
    stars: CLASSES.map((kind) => big(row.counts.stars[kind])),
    outcomes: CLASSES.map((kind) => big(row.counts.outcomes[kind])),
    given: BigInt(row.counts.no_receipt_given),
    givenLost: BigInt(row.counts.no_receipt_lost),
  };
}

function nothing() {
  return {
    stars: CLASSES.map(() => [0n, 0n, 0n, 0n, 0n]),
    outcomes: CLASSES.map(() => [0n, 0n, 0n]),
    given: 0n,
    givenLost: 0n,
  };
}

function span(months, month, start, end) {
  const total = nothing();
  for (let age = start; age < end; age += 1) {
    const counts = months.get(month - age);
    if (!counts) continue;
    for (let kind = 0; kind < 3; kind += 1) {
      counts.stars[kind].forEach((n, place) => { total.stars[kind][place] += n; });
      counts.outcomes[kind].forEach((n, place) => { total.outcomes[kind][place] += n; });
    }
    total.given += counts.given;
    total.givenLost += counts.givenLost;
  }
  return total;
}

/** Step 1: what a month's reviews weigh before age. */
function weigh(counts) {
  const [independent, seller, none] = CLASSES.map((_, kind) => [...counts.stars[kind], ...counts.outcomes[kind]]);
  const [nI, nS, u] = counts.stars.map(sum);
  const t = u > 0n ? least(2n * u, nI + nS + 2n) : 0n;
  const v = most(u, 1n);
  const byI = 4n * nI + 40n;
  const byR = 4n * v * (4n * nS + t + 40n);
  return {
    i: independent.map((n) => (40_000_000n * n) / byI),
    r: seller.map((n, place) => (40_000_000n * (4n * v * n + none[place] * t)) / byR),
  };
}

/** Step 2: the sums over the window, or over the last three months at full weight. */
function addUp(months, month, isRecent) {
  const si = PRIOR.map(() => 0n);
  const sr = PRIOR.map(() => 0n);
  for (let age = 0; age < (isRecent ? RECENT : WINDOW); age += 1) {
    const counts = months.get(month - age);
    if (!counts) continue;
    const { i, r } = weigh(counts);
    const weight = BigInt(isRecent ? WINDOW : WINDOW - age);
    i.forEach((n, place) => { si[place] += weight * n; });
    r.forEach((n, place) => { sr[place] += weight * n; });
  }
  return { si, sr };
}

/** Steps 3 and 4: the prior joins, and what a shop could have written itself is held to its limits. */
function cap({ si, sr }) {
  const figure = [];
  const careful = [];
  for (const [start, end] of PARTS) {
    const p = sum(PRIOR.slice(start, end));
    const t = sum(sr.slice(start, end));
    for (let place = start; place < end; place += 1) {
      const plain = PRIOR[place] + si[place] + sr[place];
      figure.push(t > CAP_FIGURE ? si[place] + ((PRIOR[place] + sr[place]) * (CAP_FIGURE + p)) / (p + t) : plain);
      careful.push(t > CAP_CAREFUL ? PRIOR[place] + si[place] + (sr[place] * CAP_CAREFUL) / t : plain);
    }
  }
  return { figure, careful };
}

/** Step 5 for one quantity and one of the two sums. */
function part(quantity, sums) {
  const mine = sums.slice(quantity.first, quantity.first + quantity.values.length);
  const a = sum(mine);
  const s1 = sum(mine.map((n, place) => quantity.values[place] * n));
  const s2 = sum(mine.map((n, place) => quantity.values[place] * quantity.values[place] * n));
  const mean = (2n * quantity.scale * s1 + a) / (2n * a);
  const half = isqrt((quantity.z * quantity.z * (a * s2 - s1 * s1) * UNIT) / (a * a * (a + UNIT))) + 1n;
  return { a, s1, s2, mean, half };
}

function show(quantity, capped) {
  const figure = part(quantity, capped.figure);
  const careful = part(quantity, capped.careful);
  let low = figure.mean - figure.half;
  let high = figure.mean + figure.half;
  if (quantity.moreIsBetter) low = least(low, careful.mean - careful.half);
  else high = most(high, careful.mean + careful.half);
  return {
    figure,
    careful,
    shown: { mean: figure.mean, low: most(quantity.floor, low), high: least(quantity.ceiling, high) },
  };
}

function plainNumbers(object) {
  return Object.fromEntries(Object.entries(object).map(([key, value]) => [key, Number(value)]));
}

function figureOf(sums) {
  const capped = cap(sums);
  return Object.fromEntries(QUANTITIES.map((quantity) => [quantity.name, plainNumbers(show(quantity, capped).shown)]));
}

function worseOf(figure, recent) {
  return Object.fromEntries(QUANTITIES.map(({ name, moreIsBetter }) => {
    const [a, b] = [figure[name], recent[name]];
    const mean = moreIsBetter ? Math.min(a.mean, b.mean) : Math.max(a.mean, b.mean);
    return [name, { mean, low: Math.min(a.low, b.low), high: Math.max(a.high, b.high) }];
  }));
}

/** Step 7: the alerts that the counts raise. */
function raisedAlerts(months, month) {
  const bad = (counts) => sum([0, 1].map((kind) => counts.outcomes[kind][1] + counts.outcomes[kind][LOST]));
  const lost = (counts) => counts.outcomes[0][LOST] + counts.outcomes[1][LOST];
  const all = (counts) => sum(counts.outcomes[0]) + sum(counts.outcomes[1]);
  const recent = span(months, month, 0, RECENT);
  const before = span(months, month, RECENT, RECENT + BEFORE);
  const year = span(months, month, 0, YEAR);
  const pair = (b, n) => ({ bad: Number(b), all: Number(n) });
  const found = [];

  const [b, n, b0, n0] = [bad(recent), all(recent), bad(before) + 1n, all(before) + 10n];
  const d = b * n0 - b0 * n;
  if (b >= 3n && d > 0n && d * d * (n + n0) > 12n * (b + b0) * (n + n0 - b - b0) * n * n0) {
    found.push({ alert: "worse", recent: pair(b, n), before: pair(bad(before), all(before)) });
  }
  const [s, s0] = [lost(recent), lost(before)];
  if (s >= 5n && s >= s0 + 4n) found.push({ alert: "surge", recent: pair(s, n), before: pair(s0, all(before)) });
  const [s12, n12] = [lost(year), all(year)];
  const over = 20n * s12 - n12;
  if (s12 >= 5n && over > 0n && over * over > 76n * n12) {
    found.push({ alert: "money-lost", recent: pair(s12, n12), before: null });
  }
  if (recent.givenLost >= 5n && recent.givenLost > s) {
    found.push({ alert: "no-receipt-given", recent: pair(recent.givenLost, recent.given), before: null });
  }
  return found;
}

function whole(rows, month, suspended) {
  const months = new Map(rows.map((row) => [monthNumber(row.month), read(row)]));
  const now = monthNumber(month);
  const window = span(months, now, 0, WINDOW);
  const sums = addUp(months, now, false);
  const receipted = (counts) => sum(counts.stars[0]) + sum(counts.stars[1]);
  const weight = sum(sums.si.slice(5)) + sum(sums.sr.slice(5));
  let alive = 0;
  for (let age = 0; age < WINDOW; age += 1) {
    if (months.has(now - age) && receipted(months.get(now - age)) > 0n) alive += 1;
  }
  const published = receipted(window) >= 5n && alive >= 2 && weight >= 3n * UNIT;
  const alerts = raisedAlerts(months, now).map((found) => ({ ...found, suspended: suspended.includes(found.alert) }));
  const stands = alerts.some(({ alert, suspended: off }) => !off && (alert === "worse" || alert === "surge"));
  const recentSums = published && stands ? addUp(months, now, true) : null;
  return { months, now, window, sums, receipted: receipted(window), weight, alive, published, alerts, recentSums };
}

function basisOf({ window, sums, receipted }) {
  if (receipted === 0n) return null;
  if (sum(window.stars[0]) === 0n) return "own-receipts-only";
  return sum(sums.si.slice(5)) < CAP_CAREFUL ? "few-independent" : "mostly-independent";
}

function byClass(make) {
  return Object.fromEntries(CLASSES.map((kind, place) => [kind, make(place)]));
}

function outcomes(counts) {
  return byClass((kind) => Object.fromEntries(RESULTS.map((name, place) => [name, Number(counts.outcomes[kind][place])])));
}

/** Everything in an answer that is computed from counts: figures, counts, alerts, order. `suspended`: alert codes. */
export function rate(rows, month, suspended = []) {
  const all = whole(rows, month, suspended);
  const wide = all.published ? figureOf(all.sums) : null;
  const recent = all.recentSums ? figureOf(all.recentSums) : null;
  return {
    published: all.published,
    too_few: all.published ? null : {
      receipted: Number(all.receipted), needed: 5,
      months: all.alive, months_needed: 2,
      weight: Number((100n * all.weight) / UNIT), weight_needed: 300,
    },
    figure: recent ? worseOf(wide, recent) : wide,
    recent,
    basis: basisOf(all),
    counts: { ...byClass((kind) => Number(sum(all.window.stars[kind]))), no_receipt_given: Number(all.window.given) },
    outcomes: outcomes(all.window),
    recent_outcomes: outcomes(span(all.months, all.now, 0, RECENT)),
    stars: byClass((kind) => numbers(all.window.stars[kind])),
    alerts: all.alerts,
    order: wide ? wide.harm.high : LAST_PLACE,
  };
}

function work(sums) {
  const capped = cap(sums);
  return {
    si: numbers(sums.si),
    sr: numbers(sums.sr),
    figure: numbers(capped.figure),
    careful: numbers(capped.careful),
    shown: QUANTITIES.map((quantity) => {
      const { figure, careful, shown } = show(quantity, capped);
      return { quantity: quantity.name, figure: plainNumbers(figure), careful: plainNumbers(careful), ...plainNumbers(shown) };
    }),
  };
}

/** The workings: each month's weights, the sums, and what each shown figure was computed from. */
export function explain(rows, month, suspended = []) {
  const all = whole(rows, month, suspended);
  return {
    month,
    unit: Number(UNIT),
    prior: numbers(PRIOR),
    limits: { figure: Number(CAP_FIGURE), careful: Number(CAP_CAREFUL) },
    rows: Array.from({ length: WINDOW }, (_, age) => {
      const counts = all.months.get(all.now - age) ?? nothing();
      const { i, r } = weigh(counts);
      return {
        month: monthText(all.now - age),
        age,
        weight: WINDOW - age,
        counts: {
          stars: byClass((kind) => numbers(counts.stars[kind])),
          outcomes: byClass((kind) => numbers(counts.outcomes[kind])),
          no_receipt_given: Number(counts.given),
          no_receipt_lost: Number(counts.givenLost),
        },
        n: byClass((kind) => Number(sum(counts.stars[kind]))),
        i: numbers(i),
        r: numbers(r),
      };
    }),
    window: work(all.sums),
    recent: all.recentSums ? work(all.recentSums) : null,
  };
}

/** Text with sorted keys and no spaces, the form in which answers are stored and published (RFC 8785). */
export function canonical(value) {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (value !== null && typeof value === "object") {
    return `{${Object.keys(value).sort().map((key) => `${JSON.stringify(key)}:${canonical(value[key])}`).join(",")}}`;
  }
  return JSON.stringify(value);
}
