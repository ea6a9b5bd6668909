// Reads one case a line: a folder of published files, the log's key, and what is asked one after the other.
// Writes for each case what is answered or refused, and which files were asked for.

import { readFile } from "node:fs/promises";
import { createInterface } from "node:readline";
import { ask } from "./check-ask.js";

const FILES = "/check/v1/";
const TABLES = "check-tables.txt";

/** The Cache API in its form, in memory. */
class Memory extends Map {
  async match(path) {
    return super.get(path)?.clone();
  }
  async put(path, answer) {
    super.set(path, answer);
  }
  async keys() {
    return [...super.keys()].map((url) => ({ url }));
  }
  async delete(one) {
    return super.delete(one.url ?? one);
  }
}

async function answered({ folders, key, addresses }) {
  const cache = new Memory();
  const found = [];
  for (const folder of folders) {
    const asked = [];
    const fetch = async (path) => {
      if (path === TABLES) return new Response(await readFile(path));
      asked.push(path.replace(FILES, ""));
      return new Response(await readFile(path.replace(FILES, `${folder}/`)));
    };
    const options = { fetch, cache, key, tables: TABLES, files: FILES };
    for (const address of addresses) {
      const said = await ask(address, options).then(
        ({ kind, record, rule, tier, asked: range, list }) => ({ kind, domain: record?.w ?? null, rule: rule ?? null, tier: tier ?? null, range, from: list.kind }),
        (error) => ({ refused: error.code ?? String(error.stack) }),
      );
      found.push({ ...said, files: asked.splice(0) });
    }
  }
  return { found, kept: [...Map.prototype.keys.call(cache)].map((path) => path.replace(FILES, "")).sort() };
}

for await (const line of createInterface({ input: process.stdin })) {
  process.stdout.write(`${JSON.stringify(await answered(JSON.parse(line)))}\n`);
}
