// Reads cases as JSON lines {receipt, entry, key}, writes what receipt.js says of each, a line each.
import { webcrypto } from "node:crypto";
import { verify } from "./receipt.mjs";

globalThis.crypto ??= webcrypto; // browsers and newer versions of Node.js have it

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
