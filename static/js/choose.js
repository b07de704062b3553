// The pin of a map on which a position is chosen: by tap, or by keyboard.

/* global L */

import { pinMark } from "./marks.js";

const STEP = 24;
const SMALL_STEP = 4;
const ARROWS = { ArrowUp: [0, -1], ArrowDown: [0, 1], ArrowLeft: [-1, 0], ArrowRight: [1, 0] };

// As many decimals as the map is exact: at its nearest one pixel is some 15 metres.
function spelt({ lat, lng }, zoom) {
  const decimals = Math.max(1, Math.min(4, Math.floor(zoom / 4)));
  return `${lat.toFixed(decimals)}, ${lng.toFixed(decimals)}`;
}

export function letChoose(map, box) {
  const field = document.getElementById(box.dataset.choose);
  let pin = null;
  let outline = null;
  const put = (latlng) => {
    pin?.remove();
    pin = latlng && pinMark(latlng.lat, latlng.lng).addTo(map);
  };
  const take = (latlng) => {
    field.value = spelt(latlng, map.getZoom());
    field.dispatchEvent(new Event("input", { bubbles: true }));
    put(latlng);
  };
  // The sector of each post, if there are several, and what was read of them all.
  const draw = ({ detail: { spot, outline: drawn, sectors = [] } }) => {
    outline?.remove();
    const areas = sectors.map((one) => L.polygon(one, { className: "area-sector", interactive: false }));
    if (drawn?.length) areas.push(L.polygon(drawn, { className: "sector", interactive: false }));
    outline = areas.length ? L.featureGroup(areas).addTo(map) : null;
    put(spot && L.latLng(spot));
    if (outline) map.fitBounds(outline.getBounds(), { maxZoom: map.getZoom() });
    else if (pin) map.panInside(pin.getLatLng(), { padding: [30, 30] });
  };
  const move = (steps, size) => {
    const here = map.latLngToContainerPoint(pin?.getLatLng() ?? map.getCenter());
    put(map.containerPointToLatLng(here.add(L.point(steps).multiplyBy(size))));
    map.panInside(pin.getLatLng(), { padding: [30, 30], animate: false });
  };
  const onKey = (event) => {
    if (ARROWS[event.key]) move(ARROWS[event.key], event.shiftKey ? SMALL_STEP : STEP);
    else if (event.key === "Enter" && event.target === box) take(pin?.getLatLng() ?? map.getCenter());
    else if (event.key === "+") map.zoomIn();
    else if (event.key === "-") map.zoomOut();
    else return;
    event.preventDefault();
  };
  map.on("click", ({ latlng }) => take(latlng));
  map.keyboard.disable(); // its arrows would move the map beneath the pin
  box.tabIndex = 0;
  box.setAttribute("aria-describedby", "choose-help");
  box.addEventListener("keydown", onKey);
  field.addEventListener("positionread", draw);
  field.dispatchEvent(new Event("positionask"));
}
