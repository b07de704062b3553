// A draft of a form, kept in this browser until the report is acknowledged or cleared.
// It lies twice: where a page finds it at once, and where the disk has it for certain.

import "./outbox_store.js";

const LEAVE_OUT = new Set(["csrfmiddlewaretoken"]);
const store = globalThis.outboxStore;

export function draftOf(form, key) {
  let waiting = null;
  let writing = null;
  const read = () => {
    try {
      return JSON.parse(localStorage.getItem(key));
    } catch {
      return null;
    }
  };
  // What a crash left on the disk, if it is newer than what the page found.
  const readSafe = async () => {
    try {
      const kept = await store.draft(key);
      return kept && kept.at > (read()?.at ?? 0) ? kept : null;
    } catch {
      return null;
    }
  };
  // One write at a time; what is typed meanwhile goes with the next.
  const writeSafe = (draft) => {
    waiting = draft;
    writing ??= (async () => {
      while (waiting) {
        const next = waiting;
        waiting = null;
        await store.keepDraft(key, next);
      }
    })().finally(() => (writing = null));
    return writing;
  };
  const save = async () => {
    const values = [...new FormData(form)].filter(
      ([name, value]) => !LEAVE_OUT.has(name) && typeof value === "string",
    );
    const draft = { at: Date.now(), values };
    let kept = false;
    try {
      localStorage.setItem(key, JSON.stringify(draft));
      kept = true;
    } catch {
      // Full or closed: the disk may still take it.
    }
    return writeSafe(draft).then(
      () => true,
      () => kept,
    );
  };
  const restore = (values) => {
    for (const box of form.querySelectorAll("input[type=checkbox]")) box.checked = false;
    for (const [name, value] of values) put(form, name, value);
  };
  const clear = () => {
    waiting = null;
    localStorage.removeItem(key);
    return (writing ?? Promise.resolve())
      .then(() => store.dropDraft(key))
      .catch(() => undefined);
  };
  return { read, readSafe, save, restore, clear };
}

// Drafts of reports that are acknowledged, or wait to be sent, have done their work.
export async function clearDraftsOf(identities) {
  const holds = (draftText) => identities.some((identity) => draftText.includes(identity));
  for (const key of Object.keys(localStorage)) {
    if (key.startsWith("draft:") && holds(localStorage.getItem(key))) localStorage.removeItem(key);
  }
  try {
    for (const [key, draft] of await store.drafts()) {
      if (holds(JSON.stringify(draft))) await store.dropDraft(key);
    }
  } catch {
    // No database here: there were no drafts in it.
  }
}

function put(form, name, value) {
  for (const field of form.querySelectorAll(`[name="${CSS.escape(name)}"]`)) {
    if (field.type === "checkbox") field.checked ||= field.value === value;
    else if (field.type === "radio") field.checked = field.value === value;
    else if (field.type !== "file") field.value = value;
  }
}
