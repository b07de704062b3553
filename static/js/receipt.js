// The report is acknowledged: the draft of it has done its work.

const { identity } = document.querySelector("[data-acknowledged]").dataset;
for (const key of Object.keys(localStorage)) {
  if (key.startsWith("draft:") && localStorage.getItem(key).includes(identity)) {
    localStorage.removeItem(key);
  }
}
