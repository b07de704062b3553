// Every map of the site: the bundled base map, incidents in clusters, posts.

/* global L */

import { addBaseMap } from "./basemap.js";
import { letChoose } from "./choose.js";
import { clusterIcon, incidentMark, nameMarks, postMark } from "./marks.js";
import { followView } from "./room_map.js";

const WIDEST = 5;
const NEAREST = 13;

async function load(box) {
  if (box.dataset.source) return (await fetch(box.dataset.source)).json();
  return JSON.parse(document.getElementById(box.dataset.map).textContent);
}

function open(box, view, words) {
  box.replaceChildren();
  const map = L.map(box, {
    center: [view.lat, view.lon],
    zoom: view.zoom,
    minZoom: WIDEST,
    maxZoom: NEAREST,
    scrollWheelZoom: false,
    zoomControl: false,
    attributionControl: false,
  });
  L.control.zoom({ zoomInTitle: words.zoomIn, zoomOutTitle: words.zoomOut }).addTo(map);
  L.control.attribution({ prefix: false }).addAttribution(box.dataset.credit).addTo(map);
  L.control.scale({ imperial: false, position: "topright" }).addTo(map);
  map.on("focus", () => map.scrollWheelZoom.enable());
  map.on("blur", () => map.scrollWheelZoom.disable());
  return map;
}

function addZone(map, zone) {
  if (zone) L.geoJSON(zone, { interactive: false, style: { className: "zone-outline" } }).addTo(map);
}

// Sectors seen from posts, and where they meet; the page says the same in words.
function addAreas(map, areas) {
  if (!areas.length) return;
  const drawn = areas.map(({ kind, outline }) =>
    L.polygon(outline, { interactive: false, className: `area-${kind}` }),
  );
  const group = L.featureGroup(drawn).addTo(map);
  map.fitBounds(group.getBounds(), { padding: [20, 20], animate: false });
}

function addMarks(map, marks, words) {
  const group = L.markerClusterGroup({
    iconCreateFunction: clusterIcon(words),
    maxClusterRadius: 46,
    showCoverageOnHover: false,
    animate: !matchMedia("(prefers-reduced-motion: reduce)").matches,
    spiderLegPolylineOptions: { className: "bm-boundary_international" },
  });
  group.addLayers(marks);
  map.addLayer(group);
  return group;
}

async function start(box) {
  const data = await load(box);
  const words = JSON.parse(box.dataset.words);
  const map = open(box, data.view, words);
  nameMarks(map);
  await addBaseMap(map, box.dataset.base, data.labels ?? []);
  addZone(map, data.zone);
  addAreas(map, data.areas ?? []);
  const group = addMarks(map, [...(data.posts ?? []).map(postMark), ...(data.incidents ?? []).map(incidentMark)], words);
  if (box.dataset.clusters) await followView(map, group, box.dataset.clusters);
  if (box.dataset.choose) letChoose(map, box);
  box.dispatchEvent(new CustomEvent("mapopen", { detail: map }));
  box.dataset.ready = "";
}

for (const box of document.querySelectorAll("[data-map]")) {
  start(box).catch((error) => {
    box.dataset.failed = "";
    console.warn(error);
  });
}
