// Reads questions as JSON lines {ask, …}, writes what voucher.js answers, a line each. Bytes and numbers are hexadecimal.
import { webcrypto } from "node:crypto";
import * as voucher from "./voucher.mjs";

globalThis.crypto ??= webcrypto; // browsers and newer versions of Node.js have it

const { fromHex, toHex } = voucher;
const number = (text) => BigInt(`0x${text}`);

const answers = {
  read: ({ text }) => ({ code: voucher.readCode(text) }),
  show: ({ code }) => ({ text: voucher.showCode(code), header: voucher.voucherHeader(code) }),
  encode: async ({ message, salt, bits }) => ({
    encoded: toHex(await voucher.encoded(fromHex(message), fromHex(salt), bits)),
  }),
  blind: async ({ message, salt, factor, modulus }) => {
    const found = await voucher.blind(fromHex(message), fromHex(salt), number(factor), number(modulus));
    return { blinded: toHex(found.blinded), inverse: found.inverse.toString(16) };
  },
  finalize: async ({ message, answer, inverse, modulus }) => ({
    signature: toHex(await voucher.finalized(fromHex(message), fromHex(answer), number(inverse), number(modulus))),
  }),
  key: async ({ key }) => ({ id: toHex((await voucher.readKey(fromHex(key))).id) }),
  challenge: ({ issuer, origins, context }) => ({
    challenge: toHex(voucher.challengeOf(issuer, origins, fromHex(context))),
  }),
  token: async ({ key, challenge, nonce, salt, factor, response }) => {
    const read = await voucher.readKey(fromHex(key));
    const input = await voucher.inputOf(fromHex(nonce), fromHex(challenge), read);
    const { blinded, inverse } = await voucher.blind(input, fromHex(salt), number(factor), read.modulus);
    const kept = { input, inverse: fromHex(inverse.toString(16).padStart(512, "0")) };
    const token = await voucher.finish(read, kept, fromHex(response));
    return { request: toHex(voucher.requestOf(blinded, read)), token: toHex(token) };
  },
  ask: async ({ key, challenge }) => {
    const asked = await voucher.ask(await voucher.readKey(fromHex(key)), fromHex(challenge));
    return Object.fromEntries(Object.entries(asked).map(([name, bytes]) => [name, toHex(bytes)]));
  },
  finish: async ({ key, input, inverse, response }) => {
    const kept = { input: fromHex(input), inverse: fromHex(inverse) };
    const token = await voucher.finish(await voucher.readKey(fromHex(key)), kept, fromHex(response));
    return { token: toHex(token), header: voucher.tokenHeader(token) };
  },
};

const text = await new Response(process.stdin).text();
for (const line of text.trimEnd().split("\n")) {
  const question = JSON.parse(line);
  try {
    console.log(JSON.stringify(await answers[question.ask](question)));
  } catch (error) {
    console.log(JSON.stringify({ refused: error.code ?? String(error) }));
  }
}
