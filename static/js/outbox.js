// The outbox on every page of a signed-in person: what waits is said, and sent when the line is
// there; a report leaves this device only when its receipt has come.

import { clearDraftsOf } from "./draft.js";
import "./outbox_store.js";

const store = globalThis.outboxStore;
const bar = document.querySelector("[data-outbox]");
const here = { user: Number(bar.dataset.user), key: bar.dataset.key };
const words = JSON.parse(bar.dataset.words);
const LOOK_AGAIN = 15_000;
const LONGEST_WAIT = 5 * 60_000;
const LINE_PATIENCE = 10_000;
const SEND_PATIENCE = 60_000;
const MOST_AT_ONCE = 25;
const MOST_LETTERS = 400_000;

export function say(template, values = {}) {
  return template.replace(/\{(\w+)\}/g, (_all, name) => values[name] ?? "");
}

export function time(at) {
  return new Date(at).toLocaleString(document.documentElement.lang);
}

// JSON of ours, or null: a page of a captive portal is no answer, whatever its status.
async function answerOf(response) {
  const type = response.headers.get("Content-Type") ?? "";
  if (!/^application\/(problem\+)?json\b/.test(type)) return null;
  return response.json();
}

// Who we are to the server now, with a token for sending; null when it does not answer.
export async function askLine() {
  try {
    const response = await fetch(bar.dataset.line, {
      cache: "no-store",
      redirect: "error",
      signal: AbortSignal.timeout(LINE_PATIENCE),
    });
    const line = response.ok ? await answerOf(response) : null;
    return line?.line === "ceasefire" ? line : null;
  } catch {
    return null;
  }
}

function waitOf(attempts) {
  const longest = Math.min(LONGEST_WAIT, 2 ** attempts * 2000);
  return longest / 2 + Math.random() * (longest / 2);
}

async function postpone(items, reason, wait) {
  for (const item of items) {
    const attempts = item.attempts + 1;
    const next = Date.now() + (wait ?? waitOf(attempts));
    await store.change({ ...item, state: "waiting", attempts, next_at: next, reason });
  }
}

function* batchesOf(items) {
  let batch = [];
  let letters = 0;
  for (const item of items) {
    if (batch.length === MOST_AT_ONCE || (batch.length && letters + item.box.length > MOST_LETTERS)) {
      yield batch;
      batch = [];
      letters = 0;
    }
    batch.push(item);
    letters += item.box.length;
  }
  if (batch.length) yield batch;
}

async function post(batch, token) {
  const items = batch.map(({ report_id, author, box }) => ({ v: 1, report_id, author, box }));
  return fetch(bar.dataset.batch, {
    method: "POST",
    redirect: "error",
    cache: "no-store",
    headers: { "Content-Type": "application/json", "X-CSRFToken": token },
    body: JSON.stringify({ items }),
    signal: AbortSignal.timeout(SEND_PATIENCE),
  });
}

// What was wrong, with the label that a person knows the field by.
function reasonOf(answer) {
  const faults = answer?.errors ?? [];
  return faults
    .map(({ label, detail }) => (label ? `${label}: ${detail}` : detail))
    .join(" ")
    .slice(0, 500);
}

function isRefusal(item, answer) {
  return answer?.report_id === item.report_id && [403, 422].includes(answer.status);
}

// True if the report was received.
async function take(item, answer, stillUs) {
  const received = store.isReceipt(item, answer);
  if (received) await store.acknowledge(item, answer.receipt);
  else if (stillUs && isRefusal(item, answer)) {
    await store.change({ ...item, state: "refused", reason: reasonOf(answer) });
  } else await postpone([item], words.noReceipt);
  return received;
}

async function takeAll(batch, answers) {
  // What the server refused to somebody who took over the session waits for its author.
  const asks = batch.some((item, at) => isRefusal(item, answers[at]));
  const stillUs = asks && (await askLine())?.user === here.user;
  let received = false;
  for (const [at, item] of batch.entries()) {
    received = (await take(item, answers[at], stillUs)) || received;
  }
  return received;
}

// True when the next batch is worth sending now.
async function send(batch, token) {
  let response;
  let answer;
  try {
    response = await post(batch, token);
    answer = await answerOf(response);
  } catch {
    await postpone(batch, words.noLine);
    return false;
  }
  if (response.status === 413 && batch.length > 1) {
    const middle = Math.ceil(batch.length / 2);
    return (await send(batch.slice(0, middle), token)) && send(batch.slice(middle), token);
  }
  const results = response.ok ? answer?.results : null;
  if (!Array.isArray(results)) {
    const seconds = Number(response.headers.get("Retry-After"));
    const reason = answer?.detail ?? words.portal;
    await postpone(batch, reason, seconds > 0 ? seconds * 1000 : undefined);
    return false;
  }
  return takeAll(batch, results);
}

async function drain() {
  const mine = (await store.items()).filter(({ author }) => author === here.user);
  const due = mine.filter(({ state, next_at: at }) => state === "waiting" && at <= Date.now());
  if (!due.length) return;
  const line = await askLine();
  if (!line) return postpone(due, words.noLine);
  if (line.user !== here.user) return postpone(due, line.user ? words.otherUser : words.signedOut);
  due.sort((a, b) => a.saved_at - b.saved_at);
  for (const batch of batchesOf(due)) {
    if (!(await send(batch, line.csrf))) break;
    await show();
  }
}

// One at a time, whatever tabs are open.
export async function flush({ now = false } = {}) {
  if (now) await hasten();
  await navigator.locks.request("outbox", { ifAvailable: true }, (lock) => lock && drain());
  await show();
}

async function hasten() {
  for (const item of await store.items()) {
    if (item.author === here.user && item.state === "waiting") {
      await store.change({ ...item, next_at: 0 });
    }
  }
}

let before = null;

export async function show() {
  const items = await store.items();
  const mine = items.filter(({ author }) => author === here.user);
  const waiting = mine.filter(({ state }) => state === "waiting");
  const refused = mine.length - waiting.length;
  const others = items.length - mine.length;
  const lines = [];
  if (waiting.length) lines.push(say(words.waiting, { n: waiting.length, why: waiting[0].reason }));
  if (refused) lines.push(say(words.refused, { n: refused }));
  if (others) lines.push(say(words.others, { n: others }));
  if (!lines.length && before) lines.push(words.sent);
  before = before === null ? mine.length : Math.max(before, mine.length);
  const text = lines.join(" ");
  const place = bar.querySelector("[data-outbox-says]");
  if (place.textContent !== text) place.textContent = text;
  bar.querySelector("[data-outbox-notice]").hidden = !text;
  document.dispatchEvent(new CustomEvent("outbox:change"));
}

async function greet() {
  const known = await store.who();
  if (known?.user === here.user && !here.key) return;
  if (here.key) await store.meet(here.user, here.key);
  else await store.forget();
}

async function tidy() {
  const items = await store.items();
  const mine = items.filter(({ author }) => author === here.user);
  if (mine.length) await clearDraftsOf(mine.map(({ report_id: id }) => id));
}

async function start() {
  await greet();
  await tidy();
  await show();
  addEventListener("online", () => flush({ now: true }));
  document.addEventListener("visibilitychange", () => document.hidden || flush());
  setInterval(flush, LOOK_AGAIN);
  await flush({ now: true });
}

export const ready = store.isPossible ? start().catch((error) => console.warn(error)) : null;
export const isPossible = store.isPossible && Boolean(navigator.locks);
export const keyed = Boolean(here.key);
export { here, words };
