/* Checks the square code of a certificate in the browser, with or without a network: the signed
   statement (COSE_Sign1, Ed25519) against the published key, and the signed status list. */
const STANDINGS = ["genuine", "suspended", "revoked", "expired", "superseded"];
const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

export function base32(text) {
  let bits = 0;
  let value = 0;
  const bytes = [];
  for (const letter of text) {
    const five = LETTERS.indexOf(letter);
    if (five < 0) throw new Error("not base32");
    value = (value << 5) | five;
    bits += 5;
    if (bits >= 8) {
      bits -= 8;
      bytes.push((value >> bits) & 255);
      value &= (1 << bits) - 1;
    }
  }
  // Bits left over must be zero, or one code could be written in several ways.
  if (bits >= 5 || value !== 0) throw new Error("not whole");
  return Uint8Array.from(bytes);
}

function base64url(text) {
  const plain = text.replaceAll("-", "+").replaceAll("_", "/");
  return Uint8Array.from(atob(plain), (char) => char.charCodeAt(0));
}

/* The subset of CBOR that the statements use: [value, end]. */
export function cbor(data, start = 0) {
  const kind = data[start] >> 5;
  let size = data[start] & 31;
  let at = start + 1;
  if (size > 27) throw new Error("indefinite");
  if (size > 23) {
    const width = 1 << (size - 24);
    size = 0;
    for (let i = 0; i < width; i += 1) size = size * 256 + data[at + i];
    at += width;
  }
  if (kind === 0) return [size, at];
  if (kind === 1) return [-1 - size, at];
  if (kind === 6) return cbor(data, at);
  if (kind === 2 || kind === 3) return [piece(data, at, size, kind === 3), at + size];
  if (kind === 4 || kind === 5) return several(data, at, size, kind === 5);
  throw new Error("not a statement");
}

function piece(data, at, size, words) {
  if (!(at + size <= data.length)) throw new Error("cut short");
  const raw = data.slice(at, at + size);
  return words ? new TextDecoder("utf-8", { fatal: true }).decode(raw) : raw;
}

function several(data, start, size, pairs) {
  let at = start;
  const items = [];
  for (let i = 0; i < size * (pairs ? 2 : 1); i += 1) {
    const [value, end] = cbor(data, at);
    items.push(value);
    at = end;
  }
  if (!pairs) return [items, at];
  const map = new Map();
  for (let i = 0; i < items.length; i += 2) map.set(items[i], items[i + 1]);
  return [map, at];
}

function head(kind, size) {
  if (size < 24) return [(kind << 5) | size];
  return size < 256 ? [(kind << 5) | 24, size] : [(kind << 5) | 25, size >> 8, size & 255];
}

const string = (bytes) => [...head(2, bytes.length), ...bytes];

async function signedBy(key, signature, message) {
  const known = await crypto.subtle.importKey("raw", key, { name: "Ed25519" }, false, ["verify"]);
  return crypto.subtle.verify({ name: "Ed25519" }, known, signature, message);
}

/* The signed content of a square code, or null when it is not ours. */
export async function statement(code, key) {
  try {
    const text = code.trim().toUpperCase().split("/V/").pop().replace(/\/+$/, "");
    const message = base32(text);
    const [[shield, , body, signature]] = cbor(message);
    const whole = [0xd2, 0x84, ...string(shield), 0xa0, ...string(body), ...string(signature)];
    if (whole.length !== message.length || whole.some((byte, i) => byte !== message[i])) return null;
    const name = new TextEncoder().encode("Signature1");
    const toSign = [0x84, ...head(3, name.length), ...name, ...string(shield), 0x40, ...string(body)];
    if (!(await signedBy(key, signature, Uint8Array.from(toSign)))) return null;
    return cbor(body)[0];
  } catch (problem) {
    if (problem?.name === "NotSupportedError") throw problem;
    return null;
  }
}

/* "genuine", "revoked" …; "unknown" for a number never issued; "" when the list says nothing. */
export async function standing(token, index, key, now) {
  const [header, body, signature] = token.trim().split(".");
  const signed = new TextEncoder().encode(`${header}.${body}`);
  if (!(await signedBy(key, base64url(signature), signed))) return "";
  const claims = JSON.parse(new TextDecoder().decode(base64url(body)));
  if (claims.exp < now) return "";
  const packed = new Blob([base64url(claims.credentialSubject.encodedList.slice(1))]);
  const plain = packed.stream().pipeThrough(new DecompressionStream("gzip"));
  const cells = new Uint8Array(await new Response(plain).arrayBuffer());
  const cell = cells[Math.floor(index / 2)];
  if (cell === undefined) return "unknown";
  return STANDINGS[index % 2 === 0 ? cell >> 4 : cell & 15] ?? "unknown";
}

const hex = (text) => Uint8Array.from(text.match(/../g), (pair) => Number.parseInt(pair, 16));

async function fetched(url, how) {
  const answer = await fetch(url, { credentials: "omit", cache: "no-cache" });
  if (!answer.ok) throw new Error(url);
  return answer[how]();
}

async function verdict(code, page) {
  const key = hex((await fetched(page.dataset.keys, "json")).statement_key);
  const said = await statement(code, key);
  if (said === null) return ["unknown", null];
  try {
    const word = await standing(await fetched(page.dataset.list, "text"), said.get(6), key, Date.now() / 1000);
    return [word || "signed", said];
  } catch {
    return ["signed", said];
  }
}

const day = (value) =>
  `${Math.floor(value / 10000)}-${String(Math.floor(value / 100) % 100).padStart(2, "0")}-${String(value % 100).padStart(2, "0")}`;

function show(page, word, said) {
  const answer = page.querySelector("[data-answer]");
  const words = page.querySelector(`template[data-word="${word}"]`);
  answer.replaceChildren(words.content.cloneNode(true));
  if (said) {
    const facts = page.querySelector("template[data-facts]").content.cloneNode(true);
    const values = [said.get(1), said.get(2), said.get(3), day(said.get(4)), said.has(5) ? day(said.get(5)) : "—"];
    facts.querySelectorAll("td").forEach((cell, i) => {
      cell.textContent = values[i];
    });
    answer.append(facts);
  }
  answer.focus();
}

function start(page) {
  navigator.serviceWorker?.register(page.dataset.worker).catch(() => undefined);
  page.querySelector("form").addEventListener("submit", async (event) => {
    event.preventDefault();
    const code = new FormData(event.target).get("code");
    try {
      show(page, ...(await verdict(code, page)));
    } catch {
      // No key was ever fetched here, or this browser does not know Ed25519.
      show(page, "unable", null);
    }
  });
}

if (typeof document !== "undefined") {
  const page = document.querySelector("[data-offline]");
  if (page) start(page);
}
