// Opens a saved mail in the browser and shows the lines that would be sent: those that a signature of the shop names,
// and that signature. The rest of the file never leaves the page: the field with the file has no name.

const LARGEST = 32 * 1024 * 1024;

for (const form of document.querySelectorAll("form[data-mail]")) prepare(form);

function prepare(form) {
  const part = form.querySelector("[data-mail-file]");
  const shown = form.querySelector("[name=headers]");
  const domains = form.dataset.mail.split(" ").filter(Boolean);
  part.hidden = false;
  shown.readOnly = true;
  const field = part.querySelector("input");
  const open = async () => {
    const wrong = (code) => {
      for (const one of part.querySelectorAll("[data-mail-wrong]")) one.hidden = one.dataset.mailWrong !== code;
    };
    shown.value = "";
    wrong("");
    const file = field.files[0];
    if (!file) return;
    const headers = file.size > LARGEST ? [] : headersOf(await textOf(file));
    const lines = signedLines(headers, domains);
    if (lines) shown.value = lines.join("\n");
    else wrong(headers.length ? "unsigned" : "unreadable");
  };
  field.addEventListener("change", open);
  if (field.files.length) open(); // a browser may keep the file when the page is loaded again
}

// Headers are ASCII, or UTF-8 by RFC 6532; in anything else no signature would hold.
async function textOf(file) {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(headOf(new Uint8Array(await file.arrayBuffer())));
  } catch {
    return "";
  }
}

// What comes before the first empty line.
function headOf(bytes) {
  for (let at = 1; at < bytes.length; at += 1) {
    if (bytes[at] === 10 && (bytes[at - 1] === 10 || (bytes[at - 1] === 13 && bytes[at - 2] === 10))) {
      return bytes.subarray(0, at - 1);
    }
  }
  return bytes;
}

/** The headers of a mail, each with the lines it is folded into; none when it is no mail. */
export function headersOf(text) {
  const headers = [];
  for (const line of text.split(/\r?\n/)) {
    if (/^[ \t]/.test(line) && headers.length) headers[headers.length - 1] += `\n${line}`;
    else if (/^[!-9;-~]+:/.test(line)) headers.push(line);
    else if (line && !line.startsWith("From ")) return [];
  }
  return headers;
}

const nameOf = (header) => header.slice(0, header.indexOf(":")).toLowerCase();

// A tag of a signature: its value without blanks.
function tag(header, name) {
  const tags = header.slice(header.indexOf(":") + 1).split(";").map((part) => part.split("="));
  const found = tags.find(([key]) => key.trim() === name);
  return found ? found.slice(1).join("=").replace(/\s/g, "").toLowerCase() : "";
}

const isAligned = (host, domain) => host === domain || host.endsWith(`.${domain}`) || domain.endsWith(`.${host}`);

/** What would be sent of these headers; null when no signature is of one of these domains. */
export function signedLines(headers, domains) {
  const signature = headers.find((header) => {
    const host = tag(header, "d");
    return nameOf(header) === "dkim-signature" && host && domains.some((domain) => isAligned(host, domain));
  });
  if (!signature) return null;
  const names = tag(signature, "h").split(":");
  // Where it stands is of no matter to a signature: last, after what people can read.
  return [...headers.filter((header) => names.includes(nameOf(header))), signature];
}
