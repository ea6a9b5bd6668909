/**
 * The page about an entry verifies its receipt in the reader's browser. Nothing is fetched: all of it stands in the page,
 * and the entry that is hashed is the one that the reader sees.
 */

import { verify } from "./receipt.js";

const box = document.getElementById("proof-check");
const result = document.getElementById("proof-result");

function say(text, isSame) {
  result.textContent = text;
  box.dataset.result = isSame ? "same" : "different";
}

async function check() {
  if (!globalThis.crypto?.subtle) {
    say(box.dataset.unable, false);
    return;
  }
  const { receipt, key, position } = JSON.parse(document.getElementById("proof").textContent);
  const entry = document.getElementById("entry-bytes").textContent;
  try {
    const found = await verify(receipt, new TextEncoder().encode(entry), key);
    if (found.index !== position) say(box.dataset.different.replace("{code}", "receipt"), false);
    else say(found.signed ? box.dataset.same : box.dataset.unsigned, true);
  } catch (error) {
    say(box.dataset.different.replace("{code}", error.code ?? "receipt"), false);
  }
}

box.hidden = false;
document.getElementById("proof-button").addEventListener("click", check);
check();
