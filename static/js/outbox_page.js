// The page of the outbox: what waits on this device, why, what was received; and the last resort.

import { flush, here, isPossible, ready, time, words } from "./outbox.js";
import "./outbox_store.js";

const store = globalThis.outboxStore;
const list = document.querySelector("[data-outbox-list]");
const received = document.querySelector("[data-outbox-received]");
const others = document.querySelector("[data-outbox-others]");
const template = document.getElementById("outbox-item");
function valueOf(values, name) {
  return values.find(([own]) => own === name)?.[1] ?? "";
}

function isReturn(values) {
  return values.some(([name]) => name === "return_id");
}

function toldBy(values) {
  const names = isReturn(values) ? ["post", "mission_day"] : ["category", "narrative"];
  const told = names.map((name) => valueOf(values, name).slice(0, 80));
  return [isReturn(values) && list.dataset.returnWords, ...told].filter(Boolean).join(" · ");
}

async function rowOf(who, item) {
  const row = template.content.cloneNode(true);
  const values = who?.user === item.author ? await store.typedIn(who, item) : [];
  row.querySelector("[data-what]").textContent = toldBy(values);
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
  const { draft: report, returnDraft, form, returnForm } = list.dataset;
  const key = isReturn(values) ? returnDraft : report;
  await store.keepDraft(key, draft);
  localStorage.setItem(key, JSON.stringify(draft));
  await store.drop(item);
  location.assign(isReturn(values) ? returnForm : form);
}

function receiptOf({ at, receipt }) {
  const line = document.createElement("li");
  const link = document.createElement("a");
  const page = receipt.report_id ? list.dataset.receipt : list.dataset.returnReceipt;
  const id = receipt.report_id ?? receipt.return_id;
  link.href = page.replace("00000000-0000-0000-0000-000000000000", id);
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
