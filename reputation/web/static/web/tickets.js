/** Tickets: a token as a text that people can keep, and the list of those that lie on this device. */

import { Refused, fromBase64, keyIdOf, toBase64 } from "./voucher.js";

const LIST = "tickets";
const HEAD = "Open Reference review ticket v1";
const FIELDS = ["service", "business", "class", "epoch", "redeem until", "token"];
const LONGEST = 4_000;
const LONGEST_NAME = 300;

/** The text of a ticket. */
export function written({ service, business, name, receiptClass, epoch, until, token }) {
  const seen = (name ?? "").replace(/[\p{C}\p{Z}]+/gu, " ").trim().slice(0, LONGEST_NAME).trim();
  return `${HEAD}
service: ${service}
business: ${`${business} ${seen}`.trim()}
class: ${receiptClass}
epoch: ${epoch}
redeem until: ${until}

token: ${toBase64(token)}
`;
}

/** What a ticket's text says, nothing verified but its form. Throws Refused with the code ticket, token or base64. */
export function read(text) {
  const [head, ...lines] = text.slice(0, LONGEST).split("\n").map((line) => line.trim()).filter(Boolean);
  const said = lines.map((line) => [line.slice(0, line.indexOf(":")), line.slice(line.indexOf(":") + 1).trim()]);
  if (head !== HEAD || said.map(([name]) => name).join() !== FIELDS.join()) throw new Refused("ticket");
  const [, about, receiptClass, epoch, until, encoded] = said.map(([, value]) => value);
  const token = fromBase64(encoded);
  return { name: about.slice(36).trim(), receiptClass, epoch, until, token, keyId: keyIdOf(token) };
}

/** What the browser keeps under a name, in JSON; where it keeps nothing, this page does while it is open. */
export function place(name, store) {
  let here;
  return {
    read() {
      try {
        return JSON.parse(store().getItem(name)) ?? here;
      } catch {
        return here;
      }
    },
    /** Answers whether it outlives the page. */
    write(value) {
      here = value;
      try {
        if (value === undefined) store().removeItem(name);
        else store().setItem(name, JSON.stringify(value));
        return true;
      } catch {
        return false;
      }
    },
  };
}

const kept = place(LIST, () => localStorage);

/**
 * The tickets on this device, the newest first: {text, code, on}, `code` being what the code's hash is, `on` the day on
 * which the ticket was made here.
 */
export function all() {
  const found = kept.read();
  return Array.isArray(found) ? found : [];
}

/** Keep a ticket, once; answers whether it outlives the page. */
export function add(ticket) {
  return kept.write([ticket, ...all().filter((one) => one.text !== ticket.text)]);
}

/** Delete a ticket. */
export function remove(text) {
  kept.write(all().filter((one) => one.text !== text));
}
