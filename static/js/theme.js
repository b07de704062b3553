// Sets the chosen theme before the first paint; page.js handles the button.
(() => {
  const root = document.documentElement;
  root.dataset.js = "";
  if (root.dataset.wall !== undefined) return; // a wall is dark, whatever was chosen
  try {
    const chosen = localStorage.getItem("theme");
    if (chosen === "light" || chosen === "dark") root.dataset.theme = chosen;
  } catch {
    // Storage is closed: the system's theme stays.
  }
})();
