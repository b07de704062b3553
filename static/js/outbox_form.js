// Filing without a line: the form looks for it first, and if it is not there, or somebody else
// is signed in by now, the report is saved on this device and waits.

import { askLine, flush, here, isPossible, keyed, ready, say, time, words } from "./outbox.js";
import "./outbox_store.js";

const store = globalThis.outboxStore;

function sendOnwards(form, submitter) {
  if (submitter?.name) {
    const chosen = document.createElement("input");
    Object.assign(chosen, { type: "hidden", name: submitter.name, value: submitter.value });
    form.append(chosen);
  }
  form.submit();
}

async function save(form) {
  const who = await store.who();
  if (who?.user !== here.user) throw new Error("no key");
  const item = await store.itemOf(who, store.valuesOf(new FormData(form)));
  await store.keep(item);
  navigator.storage?.persist?.().catch(() => undefined);
  return item;
}

function startForm(form) {
  const state = form.querySelector("[data-outbox-state]");
  const tell = (text) => {
    state.textContent = text;
  };
  const saveHere = async () => {
    if (!form.reportValidity()) {
      delete form.dataset.sent;
      return tell("");
    }
    try {
      const item = await save(form);
      form.dispatchEvent(new Event("outbox:saved"));
      tell(say(words.saved, { at: time(item.saved_at) }));
      flush();
    } catch (error) {
      console.warn(error);
      tell(words.notSaved);
    }
    delete form.dataset.sent;
  };
  form.addEventListener("submit", async (event) => {
    if (event.defaultPrevented) return;
    event.preventDefault();
    tell(words.looking);
    await ready;
    const line = await askLine();
    if (line?.user === here.user) {
      form.elements.csrfmiddlewaretoken.value = line.csrf;
      sendOnwards(form, event.submitter);
    } else if (event.submitter?.name) {
      // Another step than filing, which only the server can take.
      delete form.dataset.sent;
      tell(words.noLine);
    } else {
      await saveHere();
    }
  });
}

for (const form of document.querySelectorAll("form[data-outbox-form]")) {
  if (isPossible && keyed) startForm(form);
}
