// The work queue by keyboard: j next, k previous, o open, c claim; off while typing.

const rows = [...document.querySelectorAll("[data-task]")];

function isTyping(target) {
  return target.closest("input, select, textarea, [contenteditable]") !== null;
}

function current() {
  return rows.findIndex((row) => row.contains(document.activeElement));
}

function go(by) {
  const at = current();
  const next = at < 0 ? 0 : Math.min(Math.max(at + by, 0), rows.length - 1);
  rows[next]?.focus();
}

const KEYS = {
  j: () => go(1),
  k: () => go(-1),
  o: () => rows[current()]?.querySelector("[data-open]").click(),
  c: () => rows[current()]?.querySelector("[data-claim]")?.click(),
};

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey || isTyping(event.target)) return;
  const act = KEYS[event.key];
  if (!act) return;
  event.preventDefault();
  act();
});
