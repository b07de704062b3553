// The report is acknowledged: the draft of it has done its work.

const { draft, identity } = document.querySelector("[data-acknowledged]").dataset;
try {
  const kept = JSON.parse(localStorage.getItem(draft));
  if (kept?.values.some(([, value]) => value === identity)) localStorage.removeItem(draft);
} catch {
  localStorage.removeItem(draft);
}
