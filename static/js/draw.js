// An area drawn on a map, corner by corner, by tap or by keyboard; the field beside it says the same.

/* global L */

const STEP = 24;
const SMALL_STEP = 4;
const DECIMALS = 4;
const ARROWS = { ArrowUp: [0, -1], ArrowDown: [0, 1], ArrowLeft: [-1, 0], ArrowRight: [1, 0] };
const PAIR = /^\s*(-?\d+(?:\.\d+)?)[\s,;]+(-?\d+(?:\.\d+)?)\s*$/;

// What the field says, if the map can draw it: decimal degrees; other notations are the server's.
function cornersIn(text) {
  const pairs = text.split("\n").filter((line) => line.trim()).map((line) => PAIR.exec(line));
  return pairs.every(Boolean) ? pairs.map(([, lat, lon]) => [Number(lat), Number(lon)]) : null;
}

function letDraw(map, box) {
  const field = document.getElementById(box.dataset.draw);
  const state = document.querySelector("[data-draw-state]");
  const shape = L.polygon([], { className: "sector", interactive: false }).addTo(map);
  const dots = L.layerGroup().addTo(map);
  let aim = null;
  let corners = [];

  const draw = () => {
    shape.setLatLngs(corners);
    dots.clearLayers();
    for (const at of corners) {
      L.circleMarker(at, { radius: 5, className: "area-corner", interactive: false }).addTo(dots);
    }
    state.textContent = state.dataset.drawState.replace("{number}", corners.length);
  };
  const write = () => {
    field.value = corners.map(([lat, lon]) => `${lat}, ${lon}`).join("\n");
    draw();
  };
  const read = () => {
    const found = cornersIn(field.value);
    if (found) corners = found;
    draw();
  };
  const add = (latlng) => {
    const { lat, lng } = latlng.wrap();
    corners = [...corners, [Number(lat.toFixed(DECIMALS)), Number(lng.toFixed(DECIMALS))]];
    write();
  };
  const undo = () => {
    corners = corners.slice(0, -1);
    write();
  };
  const move = (steps, size) => {
    const here = map.latLngToContainerPoint(aim?.getLatLng() ?? map.getCenter());
    const there = map.containerPointToLatLng(here.add(L.point(steps).multiplyBy(size)));
    aim ??= L.circleMarker(there, { radius: 9, className: "area-aim", interactive: false }).addTo(map);
    aim.setLatLng(there);
    map.panInside(there, { padding: [30, 30], animate: false });
  };
  const onKey = (event) => {
    if (ARROWS[event.key]) move(ARROWS[event.key], event.shiftKey ? SMALL_STEP : STEP);
    else if (event.key === "Enter" && event.target === box) add(aim?.getLatLng() ?? map.getCenter());
    else if (event.key === "Backspace") undo();
    else if (event.key === "+") map.zoomIn();
    else if (event.key === "-") map.zoomOut();
    else return;
    event.preventDefault();
  };

  map.on("click", ({ latlng }) => add(latlng));
  map.keyboard.disable(); // its arrows would move the map beneath the aim
  box.tabIndex = 0;
  box.setAttribute("aria-describedby", "draw-help");
  box.addEventListener("keydown", onKey);
  field.addEventListener("input", read);
  for (const button of document.querySelectorAll("[data-draw-undo], [data-draw-clear]")) {
    button.hidden = false;
    button.addEventListener("click", () => {
      if ("drawClear" in button.dataset) corners = [];
      else corners = corners.slice(0, -1);
      write();
    });
  }
  read();
  if (corners.length) map.fitBounds(shape.getBounds(), { padding: [30, 30], animate: false });
}

for (const box of document.querySelectorAll("[data-draw]")) {
  box.addEventListener("mapopen", ({ detail }) => letDraw(detail, box));
}
