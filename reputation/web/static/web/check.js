/**
 * The box that checks a business. What looks like a web address is checked in this browser, with lists that it holds or
 * has asked for in batches: the address is in no request. A name or a number goes to the open check, as without a
 * script, and so does an address when somebody chooses that. The words of the answers are those of the check page.
 */

const HOST = /^(?:[^\s.@/]+\.)+(?:\p{L}{2,63}|xn--[a-z0-9-]+)\.?(?::\d{1,5})?(?:[/?#\\]\S*)?$/iu;
const ADDRESS = /^(?:[a-z][a-z0-9+.-]*:\/\/|www\.)\S+$|^\[|^\d{1,3}(?:\.\d{1,3}){3}(?::\d+)?(?:\/\S*)?$/iu;
const SURE = [[10, "quite"], [20, "fairly"], [40, "not-very"], [Infinity, "rough"]];
const MOVE_FIGURES = ["surge", "worse"];
const NO_ADDRESS = { ip: "ip", "public-suffix": "suffix", "bad-idn": "address", "bad-host": "address" };
const TOLD = ["not-reached", "browser", "tables", "older"];
const CACHE = "check";

const form = document.getElementById("check-form");
const box = form.elements.q;
const how = document.getElementById("check-how");
const says = how.querySelector("[role=status]");
const openly = how.querySelector("[data-openly]");
const language = document.documentElement.lang;
let loading;
let list;
let latest;

how.hidden = false;
box.addEventListener("focus", () => load().catch(() => {}));
box.addEventListener("input", hint);
form.addEventListener("submit", submitted);

const isAddress = (text) => ADDRESS.test(text) || HOST.test(text.replace(/[。．｡]/g, "."));

/** Say under the box how what is typed will be looked up, once for each kind. */
function hint() {
  const text = box.value.trim();
  openly.hidden = !isAddress(text);
  if (openly.hidden) say(text ? how.dataset.open : "");
  else if (!list) say(how.dataset.address);
  else say(list.among ? how.dataset.range.replace("{many}", number(list.among)) : how.dataset.snapshot);
}

function say(words) {
  if (says.textContent !== words) says.textContent = words;
}

/** The scripts that check, and the words of the answers; a part that did not come is asked for again. */
function load() {
  loading ??= Promise.all([import("./check-ask.js"), answers()])
    .then(async ([core, words]) => ({ core, words, options: { ...words.dataset, fetch: ask, cache: await kept() } }))
    .catch((error) => {
      loading = undefined;
      throw error;
    });
  return loading;
}

async function answers() {
  const here = document.getElementById("check-answers");
  if (here) return here;
  const page = await fetch(form.action, { credentials: "omit" });
  return new DOMParser().parseFromString(await page.text(), "text/html").getElementById("check-answers");
}

/** Only the tables, which are the same in every check, may lie in the browser's own cache. */
function ask(path) {
  const cache = path.includes("/static/") ? "default" : "no-store";
  return fetch(path, { cache, credentials: "omit", redirect: "error", referrerPolicy: "no-referrer" });
}

/** Where the lists are kept for the day; nowhere in browsers that keep nothing. */
async function kept() {
  try {
    return await caches.open(CACHE);
  } catch {
    return undefined;
  }
}

async function submitted(event) {
  const text = box.value.trim();
  if (event.submitter?.hasAttribute("data-openly") || !isAddress(text)) return;
  event.preventDefault();
  const mine = (latest = {});
  say(how.dataset.wait);
  let words;
  try {
    const { core, words: found, options } = await load();
    words = found;
    const answer = await core.ask(text, options);
    list = answer.list;
    if (mine === latest) show(words, answer.tier ?? answer.kind, told(answer));
  } catch (error) {
    if (mine !== latest) return;
    if (words) show(words, ...why(error));
    else say(how.dataset.failed);
  }
}

/** What is shown of what went wrong: a slip in the address, or files that did not come or are not what they should be. */
function why({ code = "not-reached" }) {
  if (NO_ADDRESS[code]) return ["refused", { code, [NO_ADDRESS[code]]: true }];
  return ["failed", { code, [`reason-${TOLD.includes(code) ? code : "tampered"}`]: true }];
}

/** What the templates say of an answer. */
function told({ host, registrable, record, rule, ending, others, asked, list: of }) {
  const values = { host, registrable, rule, day: day(of.date), [asked ? "range" : "whole"]: true, many: number(asked?.among) };
  if (!record) return values;
  const { b, g, n, w, j, l, r } = record;
  const look = rule === "skeleton" && ending ? "ending" : rule;
  Object.assign(values, { business: b, slug: g, name: n, proved: w, joined: month(j), left: l && day(l), [`look-${look}`]: true, others: others?.length && others });
  return Object.assign(values, r ? figures(r) : { uncounted: true });
}

function figures({ published, receipts, basis, well, ends, unsolved, lost, stars, few, alerts, suspended, warned }) {
  const [independent, seller, none] = receipts;
  const values = { counted: true, published, independent, seller, none, warned, notice: warned || alerts[0], suspended: suspended[0] };
  const held = [`basis-${basis}`, `published-${numbered(published)}`];
  held.push(...alerts.map((code) => `alert-${code}`), ...suspended.map((code) => `suspended-${code}`));
  if (well === null) Object.assign(values, { few: true }, few && { receipted: few.receipted, needed: few.needed, months: few.months, months_needed: few.months_needed });
  else {
    const [low, high] = ends;
    const [mean, ...range] = stars.map((tenths) => (tenths / 10).toLocaleString(language, { minimumFractionDigits: 1 }));
    Object.assign(values, { figure: true, well, unsolved, lost, low, high, stars: mean, stars_low: range[0], stars_high: range[1] });
    held.push(`well-${numbered(well)}`, `unsolved-${numbered(unsolved)}`, `lost-${numbered(lost)}`, `sure-${SURE.find(([most]) => high - low <= most)[1]}`);
    values.moves = alerts.some((code) => MOVE_FIGURES.includes(code));
  }
  for (const name of held) values[name] = true;
  return values;
}

const numbered = (many) => (many === 1 ? "one" : "many");
const number = (value) => value?.toLocaleString(language);
const written = (options) => (iso) => new Date(iso).toLocaleDateString(language === "en" ? "en-GB" : language, { timeZone: "UTC", ...options });
const day = written({ day: "numeric", month: "long", year: "numeric" });
const month = written({ month: "long", year: "numeric" });

/** Show an answer where the page has room for one, and lead whoever reads by ear or keyboard to its heading. */
function show(words, name, values) {
  const answer = words.querySelector(`[data-answer=${name}]`).content.cloneNode(true);
  fill(answer, values);
  place().replaceChildren(answer);
  hint();
  const heading = document.querySelector("#check-answer h1");
  heading.tabIndex = -1;
  heading.focus();
}

/** The check page has a place for answers. Elsewhere it is made: below the box of the first page, or before all else. */
function place() {
  const there = document.getElementById("check-answer");
  if (there) return there;
  const made = document.createElement("div");
  made.id = "check-answer";
  made.className = "stack";
  const main = document.getElementById("main");
  const hero = main.querySelector(".hero");
  if (hero) {
    made.classList.add("wrap", "under");
    hero.after(made);
  } else main.prepend(made);
  return made;
}

/** Put values in the place of words in braces, and take out what is said only if something holds that does not. */
function fill(part, values) {
  for (const one of part.querySelectorAll("[data-if]")) if (!values[one.dataset.if]) one.remove();
  const other = part.querySelector("[data-other]");
  const list = other?.parentNode;
  other?.remove();
  const texts = document.createTreeWalker(part, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) texts.currentNode.data = texts.currentNode.data.replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "");
  list?.append(...values.others.map(({ n, w }) => filled(other, { name: n, proved: w })));
  for (const one of part.querySelectorAll("[data-number]")) count(one, values[one.dataset.number]);
  for (const link of part.querySelectorAll("[data-page]")) {
    link.setAttribute("href", link.getAttribute("href").replace(/[0-9-]{36}\/slug/, `${values.business}/${values.slug}`));
  }
  const site = part.querySelector("[data-site]");
  if (site) site.hostname = values.proved;
  const letters = part.querySelectorAll("[data-letters]");
  if (letters.length) compare([values["look-subdomain"] ? values.host : values.registrable, values.proved], letters);
}

function filled(part, values) {
  const copy = part.cloneNode(true);
  fill(copy, values);
  return copy;
}

/** A 1 or 2 in a sentence stands for the number that it is about. */
function count(sentence, many) {
  const texts = document.createTreeWalker(sentence, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) texts.currentNode.data = texts.currentNode.data.replace(/\b[12]\b/, number(many));
}

/** Two addresses, each with the letters marked in which it differs from the other. */
function compare(texts, places) {
  const [one, other] = texts;
  const most = Math.min(one.length, other.length);
  let [start, end] = [0, 0];
  while (start < most && one[start] === other[start]) start += 1;
  while (end < most - start && one.at(-1 - end) === other.at(-1 - end)) end += 1;
  texts.forEach((text, index) => {
    const mark = document.createElement("b");
    mark.className = "d";
    mark.textContent = text.slice(start, text.length - end);
    places[index].replaceChildren(text.slice(0, start), mark, text.slice(text.length - end));
  });
}
