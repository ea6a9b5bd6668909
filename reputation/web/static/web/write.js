/**
 * Writing a review: the tickets that lie on this device, and the draft, which stays on it until the review is sent.
 * Every step works without this; all words stand in the page.
 */

import { all, place, read, remove } from "./tickets.js";
import { toBase64 } from "./voucher.js";

const at = (id) => document.getElementById(id);
const DRAFT_FIELDS = ["outcome", "stars", "language", "text"];
const WAIT_MS = 400;

document.querySelector(".errs[tabindex]")?.focus();
for (const part of document.querySelectorAll(".needs-script")) part.hidden = false;
if (at("ticket-form")) list();
const form = document.querySelector("form[data-draft]");
if (form) keep(place(`draft ${form.dataset.draft}`, () => localStorage));
const sent = document.querySelector("[data-sent]");
if (sent) clear();

// Tickets on this device

function day(text) {
  const [language, value] = [document.documentElement.lang, new Date(text)];
  if (Number.isNaN(value.getTime())) return text;
  return value.toLocaleDateString(language === "en" ? "en-GB" : language, { dateStyle: "long", timeZone: "UTC" });
}

function list() {
  const rows = all().flatMap(({ text, on }) => {
    let ticket;
    try {
      ticket = read(text);
    } catch {
      return [];
    }
    const row = at("ticket-row").content.cloneNode(true);
    for (const [name, value] of [["name", ticket.name], ["until", day(ticket.until)]]) {
      for (const found of row.querySelectorAll(`[data-field="${name}"]`)) found.textContent = value;
    }
    for (const one of row.querySelectorAll("[data-class]")) one.hidden = one.dataset.class !== ticket.receiptClass;
    row.querySelector("[data-is-new]").hidden = on !== new Date().toISOString().slice(0, 10);
    row.querySelector("button").addEventListener("click", () => {
      at("ticket").value = text;
      at("file").value = "";
      at("ticket-form").submit();
    });
    return [row];
  });
  at("ticket-list").replaceChildren(...rows);
  at("no-tickets").hidden = rows.length > 0;
}

// The draft

function written() {
  const fields = new FormData(form);
  return Object.fromEntries(DRAFT_FIELDS.map((name) => [name, fields.get(name)]).filter(([, value]) => value));
}

/** Put what the draft holds into what is empty here; answers whether there was anything to put. */
function restore(draft) {
  let isRestored = false;
  for (const name of DRAFT_FIELDS) {
    const field = form.elements[name];
    const value = draft?.[name];
    // What was typed in an earlier step and is carried is not asked here.
    if (!field || field.type === "hidden" || typeof value !== "string") continue;
    if (name === "language" ? !form.elements.text.value : !field.value) {
      field.value = value;
      isRestored ||= name !== "language" && field.value === value;
    }
  }
  return isRestored;
}

function keep(draft) {
  const part = form.querySelector("[data-draft-kept]");
  const says = part.querySelector("[data-draft-says]");
  let later;
  const save = () => {
    const isKept = draft.write({ ...draft.read(), ...written() });
    for (const one of part.querySelectorAll("[data-kept]")) one.hidden = (one.dataset.kept === "yes") !== isKept;
    part.hidden = false;
  };
  const before = draft.read();
  // Language first: it is put there only while there is no text yet.
  if (before && restore({ ...before, text: undefined }) | restore({ text: before.text })) {
    document.querySelector("[data-restored]").hidden = false;
    form.dispatchEvent(new Event("restored"));
  }
  if (before) save();
  form.addEventListener("input", () => {
    says.textContent = "";
    clearTimeout(later);
    later = setTimeout(save, WAIT_MS);
  });
  form.addEventListener("submit", () => {
    clearTimeout(later);
    if (draft.read()) save();
  });
  addEventListener("pagehide", () => clearTimeout(later));
  part.querySelector("[data-draft-delete]").addEventListener("click", () => {
    clearTimeout(later);
    draft.write(undefined);
    says.textContent = says.dataset.deleted;
  });
}

// The answer: what lies here of the review is no longer needed

function clear() {
  place(`draft ${sent.dataset.sent}`, () => localStorage).write(undefined);
  const { token } = sent.dataset;
  if (!token) return;
  for (const { text } of all()) {
    try {
      if (toBase64(read(text).token) !== token) continue;
    } catch {
      continue;
    }
    remove(text);
    for (const one of document.querySelectorAll("[data-ticket-says]")) one.hidden = one.dataset.ticketSays !== "deleted";
  }
}
