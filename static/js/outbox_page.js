// The page of the outbox: what waits on this device, why, what was received; and the last resort.

import { flush, here, isPossible, ready, time, words } from "./outbox.js";
import "./outbox_store.js";

const store = globalThis.outboxStore;
const list = document.querySelector("[data-outbox-list]");
const received = document.querySelector("[data-outbox-received]");
const others = document.querySelector("[data-outbox-others]");
const template = document.getElementById("outbox-item");
const draftKey = list.dataset.draft;

function valueOf(values, name) {
  return values.find(([own]) => own === name)?.[1] ?? "";
}

async function rowOf(who, item) {
  const row = template.content.cloneNode(true);
  const values = who?.user === item.author ? await store.typedIn(who, item) : [];
  const category = valueOf(values, "category");
  const told = [category, valueOf(values, "narrative").slice(0, 80)].filter(Boolean).join(" · ");
  row.querySelector("[data-what]").textContent = told;
  row.querySelector("[data-when]").textContent = time(item.saved_at);
  row.querySelector("[data-state]").textContent = words[`state_${item.state}`];
  row.querySelector("[data-why]").textContent = item.reason;
  const open = row.querySelector("[data-open]");
  open.hidden = item.state !== "refused" || !values.length;
  open.addEventListener("click", () => openInForm(item, values));
  return row;
}

// The draft is on the disk before the item goes: nothing is between them.
async function openInForm(item, values) {
  const draft = { at: Date.now(), values };
  await store.keepDraft(draftKey, draft);
  localStorage.setItem(draftKey, JSON.stringify(draft));
  await store.drop(item);
  location.assign(list.dataset.form);
}

function receiptOf({ at, receipt }) {
  const line = document.createElement("li");
  const link = document.createElement("a");
  link.href = list.dataset.receipt.replace("00000000-0000-0000-0000-000000000000", receipt.report_id);
  link.textContent = receipt.reference;
  line.append(link, ` · ${time(at)}`);
  return line;
}

async function draw() {
  const who = await store.who();
  const items = (await store.items()).sort((a, b) => a.saved_at - b.saved_at);
  const mine = items.filter(({ author }) => author === here.user);
  const rows = await Promise.all(mine.map((item) => rowOf(who, item)));
  list.replaceChildren(...rows);
  document.querySelector("[data-outbox-none]").hidden = rows.length > 0;
  const receipts = (await store.receipts()).filter(({ author }) => author === here.user);
  receipts.sort((a, b) => b.at - a.at);
  received.replaceChildren(...receipts.map(receiptOf));
  received.closest("section").hidden = !receipts.length;
  others.textContent = others.dataset.words.replace("{n}", items.length - mine.length);
  others.hidden = items.length === mine.length;
  document.querySelector("[data-outbox-acts]").hidden = !items.length;
}

// Boxes of everybody, sealed as they are; one's own also as readable text.
async function exported() {
  const who = await store.who();
  const items = await Promise.all(
    (await store.items()).map(async ({ report_id, author, box, ...item }) => {
      const mine = who?.user === author;
      const typed = mine ? await store.typedIn(who, { report_id, author, box, ...item }) : undefined;
      return { v: 1, report_id, author, box, typed };
    }),
  );
  const at = new Date().toISOString();
  return { at, text: JSON.stringify({ format: "ceasefire-outbox", v: 1, exported_at: at, items }) };
}

async function saveFile() {
  const { at, text } = await exported();
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type: "application/json" }));
  link.download = `outbox-${at.slice(0, 16).replaceAll(":", "")}.json`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

async function start() {
  await ready;
  document.addEventListener("outbox:change", () => draw().catch((error) => console.warn(error)));
  document.querySelector("[data-outbox-send]").addEventListener("click", () => flush({ now: true }));
  document.querySelector("[data-outbox-export]").addEventListener("click", saveFile);
  await draw();
}

if (isPossible) start().catch((error) => console.warn(error));
else document.querySelector("[data-outbox-none]").hidden = false;
