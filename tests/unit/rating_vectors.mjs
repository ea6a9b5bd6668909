// The same tables as rating_vectors.py makes, rated by the page's own script.
import { canonical, explain, rate } from "./rating.mjs";

const SEED = 20_261_101n;
const MONTH = 2026 * 12 + 10;
const CLASSES = ["independent", "seller", "none"];
const ALERTS = ["worse", "surge", "money-lost", "no-receipt-given"];
const MASK = (1n << 64n) - 1n;

class SplitMix {
  constructor(seed) { this.state = seed & MASK; }
  next() {
    this.state = (this.state + 0x9e3779b97f4a7c15n) & MASK;
    let z = this.state;
    z = ((z ^ (z >> 30n)) * 0xbf58476d1ce4e5b9n) & MASK;
    z = ((z ^ (z >> 27n)) * 0x94d049bb133111ebn) & MASK;
    return z ^ (z >> 31n);
  }
  below(limit) { return Number(this.next() % BigInt(limit)); }
}

function split(random, n, ways, kind) {
  let left = n;
  const cells = [];
  for (let way = 0; way < ways - 1; way += 1) {
    const most = left + 1;
    let take = random.below(most);
    if (kind === 0 && way === 0) take = Math.max(take, random.below(most), random.below(most));
    if (kind === 1) take = Math.min(take, random.below(most));
    cells.push(take);
    left -= take;
  }
  return [...cells, left];
}

const monthText = (month) => `${Math.floor(month / 12)}-${String((month % 12) + 1).padStart(2, "0")}`;

function table(number) {
  const random = new SplitMix(SEED + BigInt(number));
  const limit = [2, 4, 12, 60, 3_000, 2_000_000][random.below(6)];
  const share = random.below(5);
  const rows = [];
  for (let age = -1; age < 26; age += 1) {
    if (random.below(5) < share) continue;
    const counts = { stars: {}, outcomes: {}, no_receipt_given: 0, no_receipt_lost: 0 };
    CLASSES.forEach((kind, place) => {
      const n = random.below(3) ? random.below(limit) : 0;
      const mood = random.below(3);
      counts.stars[kind] = split(random, n, 5, 2 - mood);
      counts.outcomes[kind] = split(random, n, 3, mood);
      if (place === 2) {
        counts.no_receipt_lost = random.below(counts.outcomes.none[2] + 1);
        counts.no_receipt_given = counts.no_receipt_lost + random.below(n - counts.outcomes.none[2] + 1);
      }
    });
    rows.push({ month: monthText(MONTH - age), counts });
  }
  const mask = random.below(4) === 0 ? random.below(16) : 0;
  return { rows, suspended: ALERTS.filter((_, place) => (mask >> place) & 1) };
}

/** A line a table: its answer, and for every tenth its workings too. */
export function answers(first, end) {
  const lines = [];
  for (let number = first; number < end; number += 1) {
    const { rows, suspended } = table(number);
    lines.push(canonical(rate(rows, monthText(MONTH), suspended)));
    if (number % 10 === 0) lines.push(canonical(explain(rows, monthText(MONTH), suspended)));
  }
  return `${lines.join("\n")}\n`;
}

if (globalThis.process?.stdout) {
  for (let first = 0; first < 10_000; first += 1_000) process.stdout.write(answers(first, first + 1_000));
}
