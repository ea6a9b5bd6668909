// Reads questions as JSON lines {ask, …}, writes what tickets.js answers, a line each. Tokens are hexadecimal.
import { fromHex, toHex } from "./voucher.mjs";
import * as tickets from "./tickets.mjs";

const answers = {
  write: ({ token, ...about }) => ({ text: tickets.written({ ...about, token: fromHex(token) }) }),
  read: ({ text }) => {
    const { token, ...said } = tickets.read(text);
    return { ...said, token: toHex(token) };
  },
};

const text = await new Response(process.stdin).text();
for (const line of text.trimEnd().split("\n")) {
  const question = JSON.parse(line);
  try {
    console.log(JSON.stringify(answers[question.ask](question)));
  } catch (error) {
    console.log(JSON.stringify({ refused: error.code ?? String(error) }));
  }
}
