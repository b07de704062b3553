// What every page does: theme button, menus that close, the small-screen menu.

const root = document.documentElement;
const systemIsDark = matchMedia("(prefers-color-scheme: dark)");

function isDark() {
  return root.dataset.theme ? root.dataset.theme === "dark" : systemIsDark.matches;
}

function setTheme(theme) {
  root.dataset.theme = theme;
  try {
    localStorage.setItem("theme", theme);
  } catch {
    // Storage is closed: the choice holds for this page.
  }
  document.dispatchEvent(new CustomEvent("themechange"));
}

function startThemeButton(button) {
  const show = () => button.setAttribute("aria-pressed", String(isDark()));
  button.hidden = false;
  button.addEventListener("click", () => {
    setTheme(isDark() ? "light" : "dark");
    show();
  });
  systemIsDark.addEventListener("change", () => {
    show();
    document.dispatchEvent(new CustomEvent("themechange"));
  });
  show();
}

function startMenus(menus) {
  document.addEventListener("click", (event) => {
    for (const menu of menus) if (!menu.contains(event.target)) menu.open = false;
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    for (const menu of menus) {
      if (!menu.open) continue;
      menu.open = false;
      menu.querySelector("summary").focus();
    }
  });
}

function startSiteNav(details) {
  const small = matchMedia("(max-width: 60rem)");
  const follow = () => {
    details.open = !small.matches;
    details.dataset.ready = "";
  };
  small.addEventListener("change", follow);
  follow();
}

function focusErrors() {
  document.querySelector("[data-error-summary]")?.focus();
}

const button = document.querySelector("[data-theme-toggle]");
if (button) startThemeButton(button);
startMenus([...document.querySelectorAll("details.menu")]);
const sitenav = document.querySelector("[data-sitenav]");
if (sitenav) startSiteNav(sitenav);
focusErrors();
