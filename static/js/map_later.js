// A map that is loaded when somebody asks for it: on a bad line it costs more than the form.

function load(tag, values) {
  return new Promise((resolve, reject) => {
    const element = Object.assign(document.createElement(tag), values);
    element.onload = resolve;
    element.onerror = () => reject(new Error(values.src ?? values.href));
    document.head.append(element);
  });
}

async function open(box) {
  const { styles, scripts, module } = box.dataset;
  await Promise.all(styles.split(" ").map((href) => load("link", { rel: "stylesheet", href })));
  for (const src of scripts.split(" ")) await load("script", { src });
  await import(module);
}

for (const box of document.querySelectorAll("[data-map][data-later]")) {
  const button = box.querySelector("[data-map-open]");
  button.hidden = false;
  box.querySelector(".map-fallback").hidden = true;
  button.addEventListener("click", () => {
    button.disabled = true;
    open(box).catch(() => {
      button.disabled = false;
    });
  });
}
