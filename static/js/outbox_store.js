// What a device keeps until it is acknowledged. Pages and the service worker both use it,
// so it is no module: it gives globalThis.outboxStore.

(() => {
  const NAME = "ceasefire-outbox";
  const VERSION = 1; // of the typed report; the server reads every older one
  const RECEIPTS_KEPT = 200;
  const LEAVE_OUT = new Set(["csrfmiddlewaretoken"]);
  const text = new TextEncoder();
  let opening;

  function open() {
    opening ??= new Promise((resolve, reject) => {
      const request = indexedDB.open(NAME, 1);
      request.onupgradeneeded = () => {
        request.result.createObjectStore("items", { keyPath: "digest" });
        request.result.createObjectStore("receipts", { keyPath: "digest" });
        request.result.createObjectStore("drafts");
        request.result.createObjectStore("who");
      };
      request.onsuccess = () => {
        request.result.onversionchange = () => {
          request.result.close();
          opening = undefined;
        };
        resolve(request.result);
      };
      request.onerror = () => reject(request.error);
    });
    opening.catch(() => (opening = undefined));
    return opening;
  }

  // Resolves when the disk has it, not before: "saved" must not be said too early.
  async function write(stores, act) {
    const database = await open();
    return new Promise((resolve, reject) => {
      const change = database.transaction(stores, "readwrite", { durability: "strict" });
      change.oncomplete = () => resolve();
      change.onabort = () => reject(change.error);
      act(...stores.map((name) => change.objectStore(name)));
    });
  }

  async function read(store, ask) {
    const database = await open();
    return new Promise((resolve, reject) => {
      const request = ask(database.transaction(store).objectStore(store));
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
  }

  function base64(bytes) {
    let letters = "";
    for (const byte of bytes) letters += String.fromCharCode(byte);
    return btoa(letters);
  }

  function bytesOf(base64Text) {
    return Uint8Array.from(atob(base64Text), (letter) => letter.charCodeAt(0));
  }

  function boundTo(author, reportId) {
    return text.encode(`outbox:${author}:${reportId}`);
  }

  // Lines end as the browser's own form would send them: the same report, the same bytes.
  function valuesOf(data) {
    return [...data]
      .filter(([name, value]) => typeof value === "string" && !LEAVE_OUT.has(name))
      .map(([name, value]) => [name, value.replace(/\r\n?|\n/g, "\r\n")]);
  }

  async function itemOf(who, values) {
    const reportId = values.find(([name]) => name === "report_id" || name === "return_id")[1];
    const saved = new Date();
    const payload = text.encode(
      JSON.stringify({
        v: VERSION,
        report_id: reportId,
        author: who.user,
        written_at: saved.toISOString(),
        values,
      }),
    );
    const digest = [...new Uint8Array(await crypto.subtle.digest("SHA-256", payload))]
      .map((byte) => byte.toString(16).padStart(2, "0"))
      .join("");
    const iv = crypto.getRandomValues(new Uint8Array(12));
    const how = { name: "AES-GCM", iv, additionalData: boundTo(who.user, reportId) };
    const closed = new Uint8Array(await crypto.subtle.encrypt(how, who.key, payload));
    const box = base64([...iv, ...closed]);
    const state = { state: "waiting", reason: "", attempts: 0, next_at: 0 };
    return { digest, report_id: reportId, author: who.user, box, saved_at: saved.getTime(), ...state };
  }

  async function typedIn(who, item) {
    const raw = bytesOf(item.box);
    const additionalData = boundTo(item.author, item.report_id);
    const how = { name: "AES-GCM", iv: raw.slice(0, 12), additionalData };
    const payload = await crypto.subtle.decrypt(how, who.key, raw.slice(12));
    return JSON.parse(new TextDecoder().decode(payload)).values;
  }

  // A receipt counts if it is one of ours, for this report or daily return, and names what only we and the
  // server can know: the digest of what lies in the box.
  function isReceipt(item, answer) {
    const receipt = answer?.receipt;
    return (
      [200, 201, 202].includes(answer?.status) &&
      answer.report_id === item.report_id &&
      answer.digest === item.digest &&
      (receipt?.report_id ?? receipt?.return_id) === item.report_id &&
      /^[0-9a-f]{64}$/.test(receipt.content_hash) &&
      typeof receipt.reference === "string" &&
      !Number.isNaN(Date.parse(receipt.received_at))
    );
  }

  globalThis.outboxStore = {
    isPossible: Boolean(globalThis.indexedDB && globalThis.crypto?.subtle),
    valuesOf,
    itemOf,
    typedIn,
    isReceipt,
    items: () => read("items", (store) => store.getAll()),
    receipts: () => read("receipts", (store) => store.getAll()),
    keep: (item) => write(["items"], (store) => store.put(item)),
    // Only where it still lies: another tab may have seen its receipt meanwhile.
    change: (item) =>
      write(["items"], (store) => {
        store.getKey(item.digest).onsuccess = ({ target }) => {
          if (target.result !== undefined) store.put(item);
        };
      }),
    drop: (item) => write(["items"], (store) => store.delete(item.digest)),
    acknowledge: ({ digest, author }, receipt) =>
      write(["items", "receipts"], (items, receipts) => {
        items.delete(digest);
        receipts.put({ digest, author, at: Date.now(), receipt });
        receipts.getAll().onsuccess = ({ target }) => {
          const old = target.result.sort((a, b) => b.at - a.at).slice(RECEIPTS_KEPT);
          for (const row of old) receipts.delete(row.digest);
        };
      }),
    draft: (key) => read("drafts", (store) => store.get(key)),
    drafts: () =>
      read("drafts", (store) => store.getAllKeys()).then((keys) =>
        Promise.all(keys.map(async (key) => [key, await read("drafts", (s) => s.get(key))])),
      ),
    keepDraft: (key, draft) => write(["drafts"], (store) => store.put(draft, key)),
    dropDraft: (key) => write(["drafts"], (store) => store.delete(key)),
    who: () => read("who", (store) => store.get("now")),
    async meet(user, key) {
      const made = await crypto.subtle.importKey("raw", bytesOf(key), "AES-GCM", false, [
        "encrypt",
        "decrypt",
      ]);
      await write(["who"], (store) => store.put({ user, key: made }, "now"));
      return { user, key: made };
    },
    forget: () => write(["who"], (store) => store.delete("now")),
  };
})();
