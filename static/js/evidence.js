// Files of a report: read, announced by their hash, and sent in pieces that go on where they stopped.

import { Sha256 } from "./sha256.js";

const SLICE = 4 * 1024 * 1024;
const SMALLEST = 64 * 1024;
const LARGEST = 1024 * 1024;
const QUICK = 1500; // a piece that takes less lets the next one be larger
const LONGEST_WAIT = 30_000;

// The instant at which a zone's clock shows what was typed; null if nothing was.
function instantAt(typed, timeZone) {
  const told = Date.parse(`${typed}Z`);
  if (Number.isNaN(told)) return null;
  const clock = new Intl.DateTimeFormat("sv-SE", { timeZone, dateStyle: "short", timeStyle: "medium" });
  const ahead = (at) => Date.parse(`${clock.format(at).replace(" ", "T")}Z`) - at;
  return new Date(told - ahead(told - ahead(told))).toISOString();
}

class Refused extends Error {}

function enhance(box) {
  const words = JSON.parse(box.dataset.words);
  const form = box.closest("form");
  const input = box.querySelector("input[type=file]");
  const graphic = box.querySelector("input[type=checkbox]");
  const state = box.querySelector("[data-evidence-state]");
  const moving = box.querySelector("[data-files-moving]");
  const here = box.querySelector("[data-files-here]");
  const token = form.querySelector("[name=csrfmiddlewaretoken]").value;
  const known = (name) => box.querySelector(`[name=file-${name}]`)?.value.trim() ?? "";
  const reportId = () => box.dataset.report || form.querySelector("[data-uuid7]").value;
  let unfinished = 0;
  let warned = false;
  let queue = Promise.resolve();

  input.removeAttribute("name"); // what a script sends, the form does not send again

  const tell = (key, values) => {
    const text = words[key].replace(/\{(\w+)\}/g, (_all, name) => values[name]);
    state.textContent = text;
    return text;
  };

  const showHere = async () => {
    const address = box.dataset.files.replace(/0{8}-.*-0{12}/, reportId());
    const answer = await fetch(address, { headers: { Accept: "text/html" } }).catch(() => null);
    if (answer?.ok && !answer.redirected) here.innerHTML = await answer.text();
  };

  const ask = async (address, options) => {
    const headers = { "X-CSRFToken": token, ...options.headers };
    const answer = await fetch(address, { ...options, headers });
    const isJson = answer.headers.get("Content-Type")?.includes("json");
    if (!isJson) throw new TypeError("not our server"); // a captive portal's page, say
    const told = await answer.json();
    if (answer.ok || answer.status === 409) return { status: answer.status, told };
    if (answer.status === 401 || answer.status === 403) throw new Refused(words.signed_out);
    if (answer.status === 429 || answer.status === 503) throw new TypeError("later");
    const why = (told.errors ?? []).map((error) => error.detail).join(" ");
    throw new Refused(why || told.detail);
  };

  const hashOf = async (file) => {
    const hash = new Sha256();
    for (let at = 0; at < file.size; at += SLICE) {
      hash.update(new Uint8Array(await file.slice(at, at + SLICE).arrayBuffer()));
    }
    return hash.hex();
  };

  const announce = (file, sha256) =>
    ask(box.dataset.uploads, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({
        report_id: reportId(),
        mission: box.dataset.mission,
        sha256,
        size: file.size,
        name: file.name.slice(0, 255),
        claimed_type: file.type.slice(0, 100),
        collected_by: known("collected_by"),
        collected_at: instantAt(known("collected_at"), box.dataset.zone),
        device: known("device"),
        source_url: known("source_url"),
        capture: known("capture"),
        graphic: graphic.checked,
      }),
    });

  const sendPieces = async (file, begun, progress) => {
    let { offset, complete } = begun;
    let size = SMALLEST;
    while (!complete) {
      const started = performance.now();
      const { status, told } = await ask(`${box.dataset.uploads}${begun.id}/`, {
        method: "PUT",
        headers: { "Content-Type": "application/octet-stream", "Upload-Offset": String(offset) },
        body: file.slice(offset, offset + size),
      });
      if (status === 409) throw new TypeError("ask where to go on");
      ({ offset, complete } = told);
      size = performance.now() - started < QUICK ? Math.min(size * 2, LARGEST) : SMALLEST;
      progress(offset);
    }
  };

  const send = async (file, line, bar) => {
    const said = (key, more) => {
      line.textContent = tell(key, { name: file.name, percent: percent(), ...more });
    };
    const percent = () => Math.floor(bar.value);
    const progress = (offset) => {
      const before = percent();
      bar.value = (offset / file.size) * 100;
      if (Math.floor(before / 10) !== Math.floor(percent() / 10)) said("sending");
    };
    said("hashing");
    const sha256 = await hashOf(file).catch(() => {
      throw new Refused(words.unreadable);
    });
    for (let tries = 0; ; tries++) {
      try {
        const { told } = await announce(file, sha256);
        bar.value = (told.offset / file.size) * 100;
        await sendPieces(file, told, progress);
        return said("done");
      } catch (error) {
        if (error instanceof Refused) throw error;
        said("waiting");
        await pause(Math.min(1000 * 2 ** tries, LONGEST_WAIT));
      }
    }
  };

  const take = async (file) => {
    const item = document.createElement("li");
    const line = document.createElement("span");
    const bar = document.createElement("progress");
    bar.max = 100;
    bar.value = 0;
    bar.setAttribute("aria-label", file.name);
    item.append(bar, line);
    moving.append(item);
    try {
      await send(file, line, bar);
      await showHere();
      item.remove();
    } catch (error) {
      line.textContent = tell("failed", { name: file.name, why: error.message });
      bar.remove();
    } finally {
      unfinished -= 1;
      if (!unfinished && form.dataset.reload !== undefined && !moving.children.length) {
        location.reload();
      }
    }
  };

  input.addEventListener("change", () => {
    for (const file of input.files) {
      unfinished += 1;
      queue = queue.then(() => take(file));
    }
    input.value = "";
  });

  // Before every other listener: nobody files half of what they meant to, unawares.
  document.addEventListener(
    "submit",
    (event) => {
      if (event.target !== form || !unfinished || warned) return;
      warned = true;
      event.preventDefault();
      event.stopImmediatePropagation();
      tell("unfinished", {});
    },
    true,
  );

  // A report that begins now has no files yet; one that goes on, or was filed, may have some.
  if (form.dataset.fresh === undefined || form.dataset.restored !== undefined) showHere();
  form.addEventListener("draft:restored", showHere);
}

function pause(milliseconds) {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      window.removeEventListener("online", done);
      resolve();
    };
    const timer = setTimeout(done, milliseconds);
    window.addEventListener("online", done);
  });
}

for (const box of document.querySelectorAll("[data-evidence]")) enhance(box);
