// Filing forms: relevant fields, a draft that survives, a warning before it is lost.

import { draftOf } from "./draft.js";
import { uuid7 } from "./uuid7.js";

function revealRelevant(form) {
  const category = form.querySelector("[data-decides]");
  if (!category) return;
  const groups = [...form.querySelectorAll("[data-relevant]")];
  const show = () => {
    const chosen = category.value.split("-")[0];
    for (const group of groups) {
      const wanted = group.dataset.relevant.split(" ").includes(chosen);
      group.hidden = Boolean(chosen) && !wanted && !isFilled(group);
    }
  };
  category.addEventListener("change", show);
  show();
}

function isFilled(group) {
  return [...group.querySelectorAll("input, select, textarea")].some(
    (field) => field.type !== "hidden" && field.value !== "" && !field.dataset.preset,
  );
}

function addLines(form) {
  const more = form.querySelector("[data-add-line]");
  const template = document.getElementById(more?.dataset.addLine);
  const total = form.querySelector("[name$=-TOTAL_FORMS]");
  if (!more || !template || !total) return;
  const add = () => {
    const line = template.content.cloneNode(true);
    for (const node of line.querySelectorAll("[id], [for], [name], [aria-describedby]")) {
      for (const name of ["id", "for", "name", "aria-describedby"]) {
        if (node.hasAttribute(name)) {
          node.setAttribute(name, node.getAttribute(name).replaceAll("__prefix__", total.value));
        }
      }
    }
    total.value = Number(total.value) + 1;
    more.before(line);
    return more.previousElementSibling;
  };
  more.hidden = false;
  more.addEventListener("click", () => add().querySelector("select, input")?.focus());
  return { add, total };
}

function keepDraft(form, lines) {
  const draft = draftOf(form, form.dataset.draft);
  const state = form.querySelector("[data-draft-state]");
  const words = JSON.parse(form.dataset.words);
  const identity = form.querySelector("[data-uuid7]");
  let unsaved = false;
  let touched = false;
  let turn = 0;
  const kept = draft.read();
  if (form.dataset.fresh !== undefined) {
    identity.value = uuid7();
    if (kept?.values) restore(kept);
    draft.readSafe().then((safe) => safe && !touched && restore(safe));
  }
  function restore({ at, values }) {
    const wanted = Number(values.find(([name]) => name === lines?.total.name)?.[1] ?? 0);
    while (lines && Number(lines.total.value) < wanted) lines.add();
    draft.restore(values);
    form.dataset.restored = "";
    form.dispatchEvent(new Event("draft:restored"));
    state.textContent = words.restored.replace("{at}", new Date(at).toLocaleString(document.documentElement.lang));
  }
  // At every key: "saved" is said when the disk has the last of them.
  const save = async () => {
    touched = unsaved = true;
    state.dataset.pending = "";
    const now = (turn += 1);
    const saved = await draft.save();
    if (now !== turn) return;
    unsaved = !saved;
    delete state.dataset.pending;
    state.textContent = saved ? words.saved : words.unsaved;
  };
  form.addEventListener("input", save);
  form.addEventListener("submit", () => {
    save();
    unsaved = false;
  });
  form.querySelector("[data-clear-draft]")?.addEventListener("click", async () => {
    unsaved = false;
    await draft.clear();
    location.assign(location.pathname);
  });
  // Saved elsewhere for sending: the form begins anew, under a new identity.
  form.addEventListener("outbox:saved", async () => {
    unsaved = false;
    await draft.clear();
    form.reset();
    identity.value = uuid7();
    state.textContent = "";
    form.querySelector("[data-decides]")?.dispatchEvent(new Event("change", { bubbles: true }));
  });
  window.addEventListener("beforeunload", (event) => {
    if (unsaved) event.preventDefault();
  });
}

// A date or time box sends nothing when it is half filled in: say so instead.
function refuseHalfFilled(form) {
  form.addEventListener("submit", (event) => {
    const half = [...form.elements].find((field) => field.validity?.badInput);
    if (!half) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    half.reportValidity();
  });
}

function sendOnce(form) {
  form.addEventListener("submit", (event) => {
    if (form.dataset.sent !== undefined) event.preventDefault();
    form.dataset.sent = "";
  });
  window.addEventListener("pageshow", () => delete form.dataset.sent);
}

for (const form of document.querySelectorAll("form[data-draft]")) {
  refuseHalfFilled(form);
  const lines = addLines(form);
  keepDraft(form, lines);
  revealRelevant(form);
  sendOnce(form);
}
