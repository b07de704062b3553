// Sets the chosen theme before the first paint; page.js handles the button.
(() => {
  const root = document.documentElement;
  root.dataset.js = "";
  if (root.dataset.wall !== undefined) {
    root.dataset.theme = "dark"; // whatever was chosen
    return;
  }
  try {
    const chosen = localStorage.getItem("theme");
    if (chosen === "light" || chosen === "dark") root.dataset.theme = chosen;
  } catch {
    // Storage is closed: the system's theme stays.
  }
})();
