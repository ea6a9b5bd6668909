// Reads questions as JSON lines {ask, …}, writes what codename.js answers, a line each.
import { readFileSync } from "node:fs";
import { checkWord, make, readList } from "./codename.mjs";

const words = readList(readFileSync("eff_large.txt", "utf8"));

/** Hands out these numbers instead of random ones, and then none. */
function handing(numbers) {
  const left = [...numbers];
  return (array) => {
    if (!left.length) throw new Error("no number is left");
    array[0] = left.shift();
    return array;
  };
}

const answers = {
  check: ({ drawn }) => checkWord(drawn, words),
  make: ({ numbers }) => (numbers ? make(words, handing(numbers)) : make(words)),
  list: ({ text }) => readList(text).length,
};

const text = await new Response(process.stdin).text();
for (const line of text.trimEnd().split("\n")) {
  const question = JSON.parse(line);
  try {
    console.log(JSON.stringify({ says: await answers[question.ask](question) }));
  } catch (error) {
    console.log(JSON.stringify({ refused: error.message }));
  }
}
