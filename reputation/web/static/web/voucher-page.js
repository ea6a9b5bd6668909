/**
 * The page that turns a code into a ticket. The code comes from behind # in the link, which browsers send to nobody, or
 * is typed; it is kept in this tab while the work goes on, so that a page loaded again goes on too. All words stand in the page.
 */

import { Stopped, claim, reopened } from "./claim.js";
import { add, all, place, read, remove, written } from "./tickets.js";
import { readCode, showCode, toHex } from "./voucher.js";

const CODE_CHARACTERS = 21;
const STEPS = ["look", "log", "directory", "seal", "claim", "open"];

const at = (id) => document.getElementById(id);
const service = JSON.parse(at("service").textContent);
const [form, field] = [at("code-form"), at("code")];
const inTab = place("voucher", () => sessionStorage);
let isWorking = false;
let again = submit;

// Words

const day = (text) => {
  const [language, value] = [document.documentElement.lang, new Date(text)];
  if (Number.isNaN(value.getTime())) return text;
  return value.toLocaleDateString(language === "en" ? "en-GB" : language, { dateStyle: "long", timeZone: "UTC" });
};

/** The last day of a month such as 2027-06. */
function lastDay(month) {
  const [year, number] = String(month).split("-").map(Number);
  return new Date(Date.UTC(year, number, 0)).toISOString().slice(0, 10);
}

/** Fill in what a part of the page tells: each place by its name. */
function fill(part, values) {
  for (const [name, value] of Object.entries(values)) {
    for (const found of part.querySelectorAll(`[data-field="${name}"]`)) found.textContent = value;
  }
}

/** Show of several wordings the one of this name. */
function choose(part, group, name) {
  for (const one of part.querySelectorAll(`[data-${group}]`)) one.hidden = one.dataset[group] !== name;
}

// What is typed

function faultOf(text) {
  try {
    readCode(text);
    return "";
  } catch (error) {
    return error.code;
  }
}

function tellFault(code) {
  const says = code ? at("code-says").dataset[code.replace("code-", "")] : "";
  const missing = CODE_CHARACTERS - field.value.replace(/[^0-9a-z*~$=]/gi, "").length;
  at("code-says").textContent = says.replace("{missing}", missing);
  at("code-fault").hidden = !code;
  field.setAttribute("aria-invalid", String(Boolean(code)));
}

function typed() {
  const code = faultOf(field.value);
  // Whoever still types is not told that something is missing.
  tellFault(code === "code-short" ? "" : code);
  if (!code) field.value = showCode(readCode(field.value));
}

// The work

function step(name, state) {
  at("key-wait").hidden = true;
  const reached = STEPS.indexOf(name);
  for (const line of at("way").querySelectorAll("[data-step]")) {
    const place = STEPS.indexOf(line.dataset.step);
    line.dataset.state = place < reached ? "done" : place > reached ? "waiting" : state;
    if (place === reached) at("way-says").textContent = line.textContent.trim();
  }
}

function show(...shown) {
  for (const id of ["start", "way", "fault", "result"]) at(id).hidden = !shown.includes(id);
}

/** Say what went wrong; answers whether to try again makes sense. */
function stop(error) {
  const code = String(error.code ?? "page");
  const words = at("faults").querySelector(`[data-fault~="${code}"]`) ?? at("faults").querySelector('[data-fault="other"]');
  const isAgain = "again" in words.dataset;
  at("fault-says").replaceChildren(words.content.cloneNode(true));
  fill(at("fault-says"), { code });
  at("again").hidden = !isAgain;
  if (!isAgain) inTab.write(undefined);
  show("fault", isAgain && !at("way").hidden ? "way" : "start");
  at("fault-title").focus();
  return isAgain;
}

function present({ text, isKept, claimed, isSigned }) {
  const ticket = read(text);
  const most = Number((claimed ?? "0").split("-").at(-1));
  const part = at("result");
  fill(part, { name: ticket.name, epoch: ticket.epoch, until: day(ticket.until), band: (claimed ?? "").replace("-", "–") });
  choose(part, "class", ticket.receiptClass);
  choose(part, "band", claimed === undefined ? "" : most < 20 ? "few" : "many");
  at("not-kept").hidden = isKept;
  at("not-signed").hidden = isSigned !== null;
  offer(at("save"), ticket, text);
  show("result");
  list();
  at("result-title").focus();
}

async function work(code) {
  if (isWorking) return;
  isWorking = true;
  inTab.write(showCode(code));
  show("way");
  at("way-title").focus();
  // Of the code no more than a hash lies on the device, and not the hash that is registered.
  const hashed = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(`ticket ${code}`));
  const hash = toHex(new Uint8Array(hashed));
  const kept = place(`claim ${hash}`, () => localStorage);
  let reached = STEPS[0];
  try {
    const before = all().find((one) => one.code === hash);
    if (before) {
      present({ text: before.text, isKept: true });
    } else {
      const told = (name) => step((reached = name), "doing");
      const waits = () => (at("key-wait").hidden = false);
      const { token, facts, isSigned } = await claim(code, { ...service, kept, told, waits });
      const { business, name, class: receiptClass, epoch, claimed } = facts;
      const about = { business, name, receiptClass, epoch, until: lastDay(facts.redeemed_until), token };
      const text = written({ service: location.origin, ...about });
      const isKept = add({ text, code: hash, on: new Date().toISOString().slice(0, 10) });
      kept.write(undefined);
      present({ text, isKept, claimed, isSigned });
    }
    inTab.write(undefined);
    field.value = "";
  } catch (error) {
    step(reached, "failed");
    again = submit;
    if (!stop(error)) kept.write(undefined);
  } finally {
    isWorking = false;
  }
}

/** A code that came with the link: taken out of the address and the history at once. */
function fromLink() {
  const given = location.hash.slice(1);
  if (given) history.replaceState(null, "", location.pathname);
  const text = given || inTab.read();
  if (!text) return;
  field.value = text;
  submit();
}

function submit() {
  const code = faultOf(field.value);
  tellFault(code);
  if (code) {
    show("start");
    field.focus();
  } else {
    work(readCode(field.value));
  }
}

// Tickets on this device

function offer(link, { name }, text) {
  link.href = URL.createObjectURL(new Blob([text], { type: "text/plain" }));
  const words = name.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? ["business"];
  link.download = `review-ticket-${words.join("-")}.txt`;
}

function list() {
  const rows = all().flatMap(({ text }) => {
    let ticket;
    try {
      ticket = read(text);
    } catch {
      return [];
    }
    const row = at("ticket").content.cloneNode(true);
    fill(row, { name: ticket.name, epoch: ticket.epoch, until: day(ticket.until) });
    choose(row, "class", ticket.receiptClass);
    offer(row.querySelector("a"), ticket, text);
    const [ask, sure, no] = ["ask", "sure", "no"].map((name) => row.querySelector(`[data-act="${name}"]`));
    const confirm = (isAsked) => {
      [sure.parentElement.hidden, ask.hidden] = [!isAsked, isAsked];
      (isAsked ? sure : ask).focus();
    };
    ask.addEventListener("click", () => confirm(true));
    no.addEventListener("click", () => confirm(false));
    sure.addEventListener("click", () => {
      remove(text);
      list();
      at("tickets-title").focus();
    });
    return [row];
  });
  at("ticket-list").replaceChildren(...rows);
  at("no-tickets").hidden = rows.length > 0;
}

async function open(file) {
  try {
    const text = await file.text();
    const ticket = read(text);
    const { claimed } = await reopened(ticket.token, ticket.keyId);
    present({ text, isKept: add({ text }), claimed });
  } catch (error) {
    again = () => open(file);
    // Nothing came back here: what the key did not sign was changed in the file.
    stop(error.code === "signature" ? new Stopped("ticket") : error);
  }
}

// The start: what is for readers without a script makes room.

if (globalThis.crypto?.subtle && globalThis.BigInt) {
  at("by-promise").remove();
  field.removeAttribute("name");
  for (const part of document.querySelectorAll(".needs-script")) part.hidden = false;
  field.addEventListener("input", typed);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    submit();
  });
  at("again").addEventListener("click", () => again());
  at("another").addEventListener("click", () => {
    show("start");
    field.focus();
  });
  at("file").addEventListener("change", ({ target }) => {
    if (target.files[0]) open(target.files[0]);
    target.value = "";
  });
  addEventListener("hashchange", fromLink);
  list();
  fromLink();
}
