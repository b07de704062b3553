// The service worker: the form opens without a line, and a report that the line lost while it
// was sent is saved. It keeps the pages of filing alone, for one person at a time; no page for
// reading is ever kept. The server puts `self.SHELL` and the store before this text.

const KEPT = "shell-"; // shell-<user>-<when>: one complete set of pages and files of one person
const WHOLE = "/sw.js?whole"; // the last entry of a set: without it the set is not whole
const OFFLINE = "offline-";
const HASHED = /\.[0-9a-f]{12}\.\w+$/; // such a file never changes
const PATIENCE = 8_000;
const { pages, offline, form, forms, outbox, signOut, styles, version } = self.SHELL;
const store = self.outboxStore;
const latest = new Map(); // the newest answer for a page, until its page says what it loads

self.addEventListener("install", (event) => {
  const kept = caches.open(OFFLINE + version).then((cache) => cache.addAll([offline, ...styles]));
  event.waitUntil(kept.then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  event.waitUntil(
    dropCaches((name) => name.startsWith(OFFLINE) && name !== OFFLINE + version).then(() =>
      self.clients.claim(),
    ),
  );
});

self.addEventListener("message", (event) => event.waitUntil(keep(event.data)));

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (url.origin !== self.location.origin) return;
  const respond = handlerOf(request, url);
  if (respond) event.respondWith(respond(request, url));
});

function handlerOf(request, url) {
  if (request.mode === "navigate") {
    if (request.method === "GET") return isKept(url) ? openPage : readPage;
    if (forms.includes(url.pathname)) return sendForm;
    return url.pathname === signOut ? leave : null;
  }
  const isFile = request.method === "GET" && url.pathname.startsWith(self.SHELL.files);
  return isFile ? file : null;
}

function isKept(url) {
  return pages.includes(url.pathname);
}

async function dropCaches(is) {
  const names = (await caches.keys()).filter(is);
  await Promise.all(names.map((name) => caches.delete(name)));
}

function dropOthers(user) {
  return dropCaches((name) => name.startsWith(KEPT) && !name.startsWith(`${KEPT}${user}-`));
}

// Without a person, that of whoever was signed in last: there is only one.
async function keptSet(user) {
  const mine = user === undefined ? KEPT : `${KEPT}${user}-`;
  const names = (await caches.keys()).filter((name) => name.startsWith(mine));
  for (const name of names.sort().reverse()) {
    if (await (await caches.open(name)).match(WHOLE)) return name;
  }
  return undefined;
}

// The form with all that it loads becomes the kept set as a whole, or the old set stays: a form
// of one release with the files of another would not work. Any page of a person who files has
// the first set kept; the form renews it.
async function keep({ user, page, assets, html, files }) {
  await dropOthers(user);
  const isForm = page === form;
  const now = await keptSet(user);
  if (!isForm && (now || !files)) return;
  const wanted = [...new Set([...(isForm ? assets : []), ...self.SHELL.assets])];
  if (!latest.has(page) && now && (await hasAll(now, [...pages, ...wanted]))) return;
  const name = `${KEPT}${user}-${Date.now()}`;
  try {
    await fill(await caches.open(name), user, wanted, isForm && html);
  } catch (error) {
    await caches.delete(name);
    throw error;
  }
  await dropCaches((other) => other.startsWith(KEPT) && other !== name);
}

async function hasAll(name, paths) {
  const cache = await caches.open(name);
  const found = await Promise.all(paths.map((path) => cache.match(path)));
  return found.every(Boolean);
}

async function fill(next, user, assets, html) {
  for (const page of pages) {
    const answer = latest.get(page) ?? (await freshPage(page, page === form && html));
    latest.delete(page);
    if (!isOurs(answer, user)) throw new Error("not the page of this person");
    await next.put(page, answer);
  }
  await Promise.all(assets.map(async (path) => next.put(path, await assetOf(path))));
  await next.put(WHOLE, new Response());
}

// A page that is on the screen does not come twice over the line: it lacks only its headers.
async function freshPage(page, html) {
  const how = { cache: "no-store", redirect: "error", credentials: "same-origin" };
  if (!html) return fetch(page, how);
  const { status, headers } = await fetch(page, { ...how, method: "HEAD" });
  return new Response(html, { status, headers: unpacked(headers) });
}

function unpacked(headers) {
  const left = new Headers(headers);
  left.delete("Content-Length");
  left.delete("Content-Encoding");
  return left;
}

async function assetOf(path) {
  const known = HASHED.test(path) && (await caches.match(path));
  const answer = known || (await fetch(path));
  if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
  return answer;
}

function isOurs(answer, user) {
  return answer.ok && !answer.redirected && answer.headers.get("Ceasefire-Shell") === String(user);
}

// A page of filing: from the line if it answers, else the copy, which says that it is one.
async function openPage(request, url) {
  const copy = url.search ? null : await copyOf(url.pathname);
  let answer;
  try {
    answer = await asked(request, url, copy);
  } catch {
    return copy ? marked(copy, false) : caches.match(offline);
  }
  if (answer.status === 304 && copy) return marked(copy, true);
  if (answer.ok && answer.headers.has("Ceasefire-Shell") && !url.search) {
    latest.set(url.pathname, answer.clone());
  }
  return answer;
}

function asked(request, url, copy) {
  if (!copy) return fetch(request);
  return fetch(url.pathname, {
    credentials: "same-origin",
    redirect: "manual",
    cache: "no-store",
    headers: { "If-None-Match": copy.headers.get("ETag") ?? "", Accept: "text/html" },
    signal: AbortSignal.timeout(PATIENCE),
  });
}

async function copyOf(page) {
  const who = await store.who().catch(() => undefined);
  const name = await keptSet(who?.user);
  return name ? (await caches.open(name)).match(page) : undefined;
}

// The page itself must know that it is a copy, of when, and whether it is the newest.
async function marked(copy, isCurrent) {
  const html = await copy.text();
  const made = copy.headers.get("Date") ?? "";
  const at = Number.isNaN(Date.parse(made)) ? "" : new Date(made).toISOString();
  const mark = `<html data-copy="${at}"${isCurrent ? " data-current" : ""}`;
  return new Response(html.replace("<html", mark), { status: 200, headers: unpacked(copy.headers) });
}

// A page for reading comes from the line or not at all.
async function readPage(request) {
  try {
    return await fetch(request);
  } catch {
    return (await caches.match(offline)) ?? Response.error();
  }
}

// The form was sent and no answer came: nobody knows whether it arrived, so it goes again.
async function sendForm(request) {
  const sent = request.clone();
  try {
    return await fetch(request);
  } catch {
    const values = store.valuesOf(await sent.formData());
    if (values.some(([name]) => name === "step")) return Response.redirect(form, 303);
    const who = await store.who();
    await store.keep(await store.itemOf(who, values));
    return Response.redirect(outbox, 303);
  }
}

async function leave(request) {
  const answer = await fetch(request);
  latest.clear();
  await dropCaches((name) => name.startsWith(KEPT));
  await store.forget();
  return answer;
}

async function file(request, url) {
  if (HASHED.test(url.pathname)) return (await caches.match(url.pathname)) ?? fetch(request);
  try {
    return await fetch(request);
  } catch {
    return (await caches.match(url.pathname)) ?? Response.error();
  }
}
