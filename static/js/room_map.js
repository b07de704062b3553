// Incidents of the part of the map that is shown, gathered by the server; it is asked again
// whenever the map was moved. A cluster opens by going nearer, and at last as a list.

/* global L */

import { gatheredMark, incidentMark, popup } from "./marks.js";

const WAIT = 150; // milliseconds in which one movement follows another

async function load(map, source, signal) {
  const bounds = map.getBounds().pad(0.1);
  const corners = [bounds.getWest(), bounds.getSouth(), bounds.getEast(), bounds.getNorth()];
  const limits = [-180, -90, 180, 90];
  const view = corners.map((degrees, n) =>
    (n < 2 ? Math.max(degrees, limits[n]) : Math.min(degrees, limits[n])).toFixed(4),
  );
  const answer = await fetch(`${source}&zoom=${map.getZoom()}&view=${view}`, { signal });
  if (!answer.ok) throw new Error(`map: ${answer.status}`);
  return (await answer.json()).features;
}

function itemOf({ geometry, properties }) {
  const [lon, lat] = geometry.coordinates;
  return { ...properties, lat, lon };
}

function open(map, item) {
  const [west, south, east, north] = item.cell;
  const fits = map.getBoundsZoom([
    [south, west],
    [north, east],
  ]);
  if (map.getZoom() === map.getMaxZoom()) map.openPopup(popup(item), [item.lat, item.lon]);
  else map.setView([item.lat, item.lon], Math.max(map.getZoom() + 1, fits));
}

function gathered(map, item) {
  const made = gatheredMark(item);
  made.on("click", () => open(map, item));
  made.on("keypress", ({ originalEvent }) => {
    if (originalEvent.key === "Enter") open(map, item);
  });
  return made;
}

function areasOf(item) {
  const drawn = (item.areas ?? []).map(({ kind, outline }) =>
    L.polygon(outline, { interactive: false, className: `area-${kind}` }),
  );
  if (item.reach) {
    const options = { radius: item.reach, interactive: false, className: "area-reach" };
    drawn.push(L.circle([item.lat, item.lon], options));
  }
  return drawn;
}

// What is focused stays so when the marks are drawn anew.
function keepFocus(map, change) {
  const held = document.activeElement?.getAttribute("aria-label");
  change();
  const marks = [...map.getPane("markerPane").children];
  if (held) marks.find((mark) => mark.getAttribute("aria-label") === held)?.focus();
}

export async function followView(map, group, source) {
  const areas = L.layerGroup().addTo(map);
  let marks = [];
  let running = new AbortController();
  let timer = 0;
  const show = (items) => {
    group.removeLayers(marks);
    areas.clearLayers();
    for (const area of items.flatMap(areasOf)) areas.addLayer(area);
    marks = items.map((item) => (item.number ? gathered(map, item) : incidentMark(item)));
    group.addLayers(marks);
    map.getContainer().dataset.incidents = marks.length;
  };
  const follow = async () => {
    running.abort();
    running = new AbortController();
    const items = (await load(map, source, running.signal)).map(itemOf);
    keepFocus(map, () => show(items));
  };
  const failed = (error) => {
    if (error.name !== "AbortError") console.warn(error);
  };
  map.on("moveend", () => {
    if (map.getContainer().querySelector(".leaflet-popup")) return;
    clearTimeout(timer);
    timer = setTimeout(() => follow().catch(failed), WAIT);
  });
  await follow();
}
