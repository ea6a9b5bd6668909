/** How an international name is written in ASCII. Source: RFC 3492. */

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

/** A label in ASCII, without the prefix. */
export function toPunycode(label) {
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

/** The label that this writes, or undefined where it writes none. */
export function fromPunycode(text) {
  const split = text.lastIndexOf("-");
  const points = Array.from(text.slice(0, Math.max(split, 0)), (sign) => sign.codePointAt(0));
  let [n, i, bias] = [FIRST, 0, BIAS];
  for (let at = split + 1; at < text.length; ) {
    const before = i;
    let weight = 1;
    for (let k = BASE; ; k += BASE) {
      const digit = DIGITS.indexOf(text[at++] ?? " ");
      i += digit * weight;
      if (digit < 0) return undefined;
      const t = threshold(k, bias);
      if (digit < t) break;
      weight *= BASE - t;
    }
    const count = points.length + 1;
    bias = adapted(i - before, count, before === 0);
    n += Math.floor(i / count);
    i %= count;
    if (n > 0x10ffff) return undefined;
    points.splice(i++, 0, n);
  }
  return String.fromCodePoint(...points);
}
