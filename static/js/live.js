// Asks from time to time whether anything is new; the server mostly answers "no" (304).
// It rests while the page is hidden. On a wall the page is loaded again when there is news.

const EVERY = 20_000;
const WALL_AT_LEAST_EVERY = 15 * 60_000;

function start(box) {
  const shown = box.querySelector("[data-live-text]");
  const lost = box.querySelector("[data-live-lost]");
  const wall = document.documentElement.dataset.wall !== undefined;
  let tag = "";
  const ask = async () => {
    if (document.hidden) return;
    const headers = tag ? { "If-None-Match": tag } : {};
    const answer = await fetch(box.dataset.live, { headers, cache: "no-store" });
    if (!answer.ok && answer.status !== 304) throw new Error(`news: ${answer.status}`);
    lost.textContent = "";
    tag = answer.headers.get("ETag") ?? tag;
    if (answer.status === 200) tell((await answer.text()).trim());
  };
  const tell = (text) => {
    if (text === shown.textContent.trim()) return;
    if (wall) location.reload();
    shown.textContent = text;
    box.querySelector("[data-live-more]").hidden = false;
  };
  const askOrSay = () =>
    ask().catch(() => {
      lost.textContent = lost.dataset.words;
    });
  const every = Number(box.dataset.every) || EVERY;
  setInterval(askOrSay, every);
  if (wall) setTimeout(() => lost.textContent || location.reload(), WALL_AT_LEAST_EVERY);
  document.addEventListener("visibilitychange", askOrSay);
  askOrSay();
}

const box = document.querySelector("[data-live]");
if (box) start(box);
