// Checks the proofs of an incident in this browser: a second implementation beside verify.py.
// Formats: C2SP tlog-proof, tlog-checkpoint, signed-note, tlog-cosignature, tlog-policy; RFC 9162.

const LOG = 1;
const WITNESS = 4;
const MOST_HOURS = 26;
const text = new TextEncoder();

export class Wrong extends Error {}

const joined = (...parts) => {
  const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
};
const bytesOf = (base64) => Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
const base64Of = (bytes) => btoa(String.fromCharCode(...bytes));
const fromHex = (hex) => Uint8Array.from(hex.match(/../g) || [], (pair) => parseInt(pair, 16));
const toHex = (bytes) => [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
const sha256 = async (bytes) => new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
const same = (a, b) => toHex(a) === toHex(b);
const inner = (left, right) => sha256(joined(Uint8Array.of(1), left, right));

// Canonical JSON of what a leaf holds: keys sorted, no spaces, NFC.
function canonical(value) {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (value && typeof value === "object") {
    const keys = Object.keys(value).sort();
    return `{${keys.map((key) => `${canonical(key)}:${canonical(value[key])}`).join(",")}}`;
  }
  return JSON.stringify(typeof value === "string" ? value.normalize("NFC") : value);
}

async function commitment(salt, name, value) {
  if (!/^[0-9a-f]{32}$/.test(salt)) return "";
  return toHex(await sha256(joined(fromHex(salt), text.encode(canonical([name, value])))));
}

async function keyOf(line) {
  const [name, id, tail] = line.split(/\+(.*?)\+(.*)/s);
  const bytes = bytesOf(tail || "");
  const hash = (await sha256(joined(text.encode(`${name}\n`), bytes))).slice(0, 4);
  if (bytes.length !== 33 || toHex(hash) !== id) throw new Wrong(`key: ${name}`);
  return { name, id, kind: bytes[0], bytes: bytes.slice(1) };
}

async function policyOf(source) {
  const policy = { logs: [], witnesses: new Map(), groups: new Map(), quorum: "none" };
  for (const line of source.split("\n")) {
    const [kind, name, ...rest] = line.split("#")[0].trim().split(/\s+/);
    if (kind === "log") policy.logs.push(await keyOf(name));
    else if (kind === "witness") policy.witnesses.set(name, await keyOf(rest[0]));
    else if (kind === "group") policy.groups.set(name, rest);
    else if (kind === "quorum") policy.quorum = name;
    else if (kind) throw new Wrong(`policy: ${kind}`);
  }
  if (!policy.logs.length) throw new Wrong("policy: no log");
  return policy;
}

function isMet(policy, name, signers) {
  if (name === "none") return true;
  if (policy.witnesses.has(name)) return signers.has(name);
  const [needed, ...members] = policy.groups.get(name) || ["none"];
  const count = { all: members.length, any: 1 }[needed] || Number(needed);
  return members.filter((member) => isMet(policy, member, signers)).length >= count;
}

function checkpointOf(note) {
  const gap = note.lastIndexOf("\n\n");
  const said = note.slice(0, gap + 1);
  const [origin, size, root] = said.split("\n");
  const isWhole = gap > 0 && note.endsWith("\n") && said === `${origin}\n${Number(size)}\n${root}\n`;
  if (!isWhole) throw new Wrong("checkpoint");
  const lines = note.slice(gap + 2, -1).split("\n").map((line) => {
    const [mark, name, tail] = line.split(" ");
    if (mark !== "\u2014") throw new Wrong("signature");
    const bytes = bytesOf(tail);
    return { name, id: toHex(bytes.slice(0, 4)), body: bytes.slice(4) };
  });
  return { said, origin, size: Number(size), root: bytesOf(root), lines };
}

// The time of a valid signature by a key (0 for a log); null if the key has not signed.
async function signedAt(point, key) {
  const line = point.lines.find(({ name, id }) => name === key.name && id === key.id);
  if (!line) return null;
  let [seconds, message, signature] = [0, point.said, line.body];
  if (key.kind === WITNESS) {
    seconds = Number(new DataView(line.body.buffer, line.body.byteOffset).getBigUint64(0));
    signature = line.body.slice(8);
    message = `cosignature/v1\ntime ${seconds}\n${point.said}`;
  }
  const known = await crypto.subtle.importKey("raw", key.bytes, "Ed25519", false, ["verify"]);
  const valid = await crypto.subtle.verify("Ed25519", known, signature, text.encode(message));
  if (!valid) throw new Wrong(`signature: ${key.name}`);
  return seconds;
}

async function rootOf(leaf, index, size, path) {
  let [node, place, last] = [leaf, index, size - 1];
  for (const sibling of path) {
    if (place % 2 || place === last) {
      node = await inner(sibling, node);
      while (place % 2 === 0 && place) [place, last] = [Math.floor(place / 2), Math.floor(last / 2)];
    } else {
      node = await inner(node, sibling);
    }
    [place, last] = [Math.floor(place / 2), Math.floor(last / 2)];
  }
  return last || index < 0 || index >= size ? null : node;
}

// What two implementations must agree on: wrong, doubts, and the entries with what they tell.
export async function checkProofs(source, ownPolicy, fill) {
  const found = { wrong: [], doubts: [], entries: [] };
  const data = source.startsWith("c2sp.org/") ? { proofs: [source] } : JSON.parse(source);
  if (!ownPolicy) found.doubts.push(fill("own_keys"));
  const policy = await policyOf(ownPolicy || data.policy || "");
  for (const proof of data.proofs) {
    try {
      await checkOne(proof, policy, found, fill);
    } catch (error) {
      if (error.name === "NotSupportedError") throw error;
      found.wrong.push(fill("malformed", { what: error.message }));
    }
  }
  if (!data.proofs.length) found.wrong.push(fill("malformed", { what: "0" }));
  return found;
}

async function checkOne(proof, policy, found, fill) {
  const gap = proof.indexOf("\n\n");
  const [header, packed, place, ...path] = proof.slice(0, gap).split("\n");
  if (header !== "c2sp.org/tlog-proof@v1") throw new Wrong("header");
  const extra = JSON.parse(new TextDecoder().decode(bytesOf(packed.slice(6))));
  const [index, point] = [Number(place.slice(6)), checkpointOf(proof.slice(gap + 2))];
  const signers = [];
  for (const key of policy.logs) if ((await signedAt(point, key)) !== null) signers.push(key.name);
  if (!signers.includes(point.origin)) found.wrong.push(fill("unsigned", { size: point.size }));
  const hashed = await sha256(joined(Uint8Array.of(0), text.encode(extra.leaf)));
  const root = await rootOf(hashed, index, point.size, path.map(bytesOf));
  if (!root || !same(root, point.root)) found.wrong.push(fill("not_in", { index, size: point.size }));
  await checkLeaf(extra, index, found, fill);
  await checkWitnesses(point, policy, found, fill);
}

async function checkLeaf({ leaf, subject, disclosed }, index, found, fill) {
  const record = JSON.parse(leaf);
  const about = await commitment(...subject);
  if (record.seq !== index || record.subject !== about) found.wrong.push(fill("subject", { index }));
  const told = {};
  for (const [salt, name, value] of disclosed) {
    told[name] = value;
    const held = record.fields.includes(await commitment(salt, name, value));
    if (!held) found.wrong.push(fill("not_logged", { index, name }));
  }
  found.entries.push({ index, kind: record.kind, subject: subject[2], told });
}

async function checkWitnesses(point, policy, found, fill) {
  if (policy.quorum === "none") {
    found.doubts.push(fill("no_witness"));
    return;
  }
  const times = new Map();
  for (const [name, key] of policy.witnesses) {
    const seconds = await signedAt(point, key);
    if (seconds !== null) times.set(name, seconds);
  }
  if (!isMet(policy, policy.quorum, times)) {
    found.wrong.push(fill("no_quorum"));
    return;
  }
  const hours = (Date.now() / 1000 - Math.max(...times.values())) / 3600;
  if (hours > MOST_HOURS || hours < -1) found.wrong.push(fill("old", { hours: Math.round(hours) }));
}

// What the page shows of the incident must be what its newest entries tell.
export function compareShown(found, shown, fill) {
  const mine = found.entries.filter(({ subject }) => subject === shown.id);
  if (!mine.length) found.wrong.push(fill("another"));
  let [reference, status, index] = [null, null, null];
  for (const { kind, told, index: at } of mine) {
    if (kind === "incident_opened") [reference, index] = [told["body.reference"], at];
    if (kind === "status_set" && told["body.to"] !== undefined) [status, index] = [told["body.to"], at];
  }
  const pairs = [["reference", reference], ["status", status]];
  for (const [name, logged] of pairs) {
    const differs = logged !== null && logged !== undefined && logged !== shown[name];
    if (differs) found.wrong.push(fill("shown", { index, name, shown: shown[name], logged }));
  }
}

function show(panel, verdict, lines) {
  const words = JSON.parse(panel.dataset.words);
  panel.querySelector("[data-verdict]").textContent = words[verdict];
  panel.querySelector("[data-verdict]").dataset.is = verdict;
  panel.querySelector("[data-reasons]").replaceChildren(
    ...[...new Set(lines)].map((line) => Object.assign(document.createElement("li"), { textContent: line })),
  );
}

async function check(panel, source, ownPolicy, isOfThisPage) {
  const words = JSON.parse(panel.dataset.words);
  const fill = (code, values = {}) =>
    words[code].replace(/\{(\w+)\}/g, (_whole, name) => String(values[name]));
  try {
    const found = await checkProofs(source, ownPolicy, fill);
    if (isOfThisPage) compareShown(found, panel.dataset, fill);
    const checked = fill("checked", { count: found.entries.length });
    const verdict = found.wrong.length ? "failed" : found.doubts.length ? "doubtful" : "ok";
    show(panel, verdict, [...found.wrong, ...found.doubts, checked]);
  } catch (error) {
    const cannot = error.name === "NotSupportedError" || !crypto.subtle;
    if (cannot) show(panel, "doubtful", [words.no_ed25519]);
    else show(panel, "failed", [fill("malformed", { what: error.message })]);
  }
}

function start(panel) {
  const form = panel.querySelector("form");
  const read = async (name) => (await form.elements[name].files[0]?.text()) || "";
  form.hidden = false;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const [own, policy] = [await read("proof"), await read("policy")];
    const source = own || (await fetch(panel.dataset.proof, { cache: "no-store" }).then((a) => a.text()));
    await check(panel, source, policy, !own);
  });
}

const found = document.querySelector("[data-check]");
if (found) start(found);
