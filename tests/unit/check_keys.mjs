// Reads JSON strings, a line each, and writes what check-core.js makes of each; says of the tables which they are.
import { readFileSync } from "node:fs";
import { keysOf, readTables, toHex } from "./check-core.js";

const digests = readTables(readFileSync("check-tables.txt", "utf8"));
const out = [JSON.stringify(digests)];
for (const line of readFileSync(0, "utf8").trimEnd().split("\n")) {
  try {
    const { host, registrable, label, skeleton, domainKey, skeletonKey } = keysOf(JSON.parse(line));
    out.push(JSON.stringify([host, registrable, label, skeleton, toHex(domainKey), toHex(skeletonKey)]));
  } catch (error) {
    if (!error.code) throw error;
    out.push(JSON.stringify([error.code]));
  }
}
process.stdout.write(`${out.join("\n")}\n`);
