// Registers the service worker, and lets it keep the pages of filing with all that they load.

const bar = document.querySelector("[data-outbox]");
const root = document.documentElement;

// The page as it came, before any script has changed it.
function source() {
  const copy = root.cloneNode(true);
  for (const name of ["js", "theme", "copy", "current"]) delete copy.dataset[name];
  return `<!doctype html>\n${copy.outerHTML}`;
}

function tellOfCopy() {
  const banner = document.querySelector("[data-copy-banner]");
  if (!banner || root.dataset.copy === undefined || root.dataset.current !== undefined) return;
  const at = new Date(root.dataset.copy).toLocaleString(root.lang);
  banner.querySelector("[data-copy-says]").textContent = banner.dataset.words.replace("{at}", at);
  banner.hidden = false;
}

// What the copy of a form began with at its hour, it begins anew: before a draft is restored.
function beginAnew(field) {
  const { zone, cutOff } = field.form.dataset;
  const clock = new Intl.DateTimeFormat("sv-SE", { timeZone: zone, dateStyle: "short", timeStyle: "medium" });
  const [date, time] = clock.format(new Date()).split(" ");
  const now = { date, time: time.slice(0, 5), day: missionDay(date, time, cutOff) };
  field.value = field.defaultValue = now[field.dataset.now];
}

// A mission day ends at its cut-off; a cut-off at midnight is the end of the date.
function missionDay(date, time, cutOff) {
  if (cutOff === "00:00:00" || time <= cutOff) return date;
  const next = new Date(`${date}T00:00Z`);
  next.setUTCDate(next.getUTCDate() + 1);
  return next.toISOString().slice(0, 10);
}

async function keepPage(html) {
  const registration = await navigator.serviceWorker.register(bar.dataset.worker);
  await navigator.serviceWorker.ready;
  const loaded = performance.getEntriesByType("resource").map(({ name }) => new URL(name));
  const assets = loaded
    .filter(({ origin, pathname }) => origin === location.origin && pathname.startsWith("/static/"))
    .map(({ pathname }) => pathname);
  const page = bar.dataset.keeps === undefined ? null : location.pathname;
  const worker = registration.active ?? navigator.serviceWorker.controller;
  worker.postMessage({
    user: Number(bar.dataset.user),
    page: location.search ? null : page,
    assets: [...new Set(assets)],
    html,
    files: bar.dataset.files !== undefined,
  });
}

const html = bar?.dataset.keeps === undefined ? null : source();
tellOfCopy();
if (root.dataset.copy !== undefined) {
  for (const field of document.querySelectorAll("[data-now]")) beginAnew(field);
}
if ("serviceWorker" in navigator && bar) {
  addEventListener("load", () => keepPage(html).catch((error) => console.warn(error)));
}
