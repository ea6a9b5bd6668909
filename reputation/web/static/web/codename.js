/**
 * Codenames: seven words drawn from a list of 7,776, and an eighth that shows a slip, by the rule that the service reads
 * them with. The list is fetched once; what is drawn leaves this device only with the review.
 */

const PURPOSE = "open-reference codename v1\n";
const DRAWN = 7;

/** The words of a list, one a line. Throws when the list is not whole. */
export function readList(text) {
  const words = text.split("\n").filter(Boolean);
  if (words.length !== 7776) throw new Error("the list of words is not whole");
  return words;
}

/** A number below `many`, each as likely as any: what would favour some is drawn again. */
function draw(many, fill) {
  const room = 2 ** 32 - (2 ** 32 % many);
  for (;;) {
    const [number] = fill(new Uint32Array(1));
    if (number < room) return number % many;
  }
}

/** The eighth word, which the seven drawn ones lead to. */
export async function checkWord(drawn, words) {
  const message = new TextEncoder().encode(PURPOSE + drawn.join(" "));
  const digest = new DataView(await crypto.subtle.digest("SHA-256", message));
  return words[digest.getUint32(0) % words.length];
}

/** A new codename: eight words with a blank between. `fill` puts random numbers into an array. */
export async function make(words, fill = (array) => crypto.getRandomValues(array)) {
  const drawn = Array.from({ length: DRAWN }, () => words[draw(words.length, fill)]);
  return [...drawn, await checkWord(drawn, words)].join(" ");
}
