// Reads cases as JSON lines {receipt, entry, key}, writes what receipt.js says of each, a line each.
import { verify } from "./receipt.mjs";

const text = await new Response(process.stdin).text();
for (const line of text.trimEnd().split("\n")) {
  const { receipt, entry, key } = JSON.parse(line);
  try {
    const found = await verify(receipt, new TextEncoder().encode(entry), key);
    console.log(JSON.stringify(found));
  } catch (error) {
    console.log(JSON.stringify({ code: error.code ?? String(error) }));
  }
}
