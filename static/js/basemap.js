// The bundled base map: land, water and boundaries as paths that take their colours from CSS.

/* global L */

const BELOW = [
  "country",
  "disputed_area_1994_2020",
  "lake",
  "river",
  "coastline",
  "boundary_international",
  "boundary_disputed",
];
const NEAR = 0.12; // degrees within which two names mean one town
const LABEL_FROM_ZOOM = [
  [500_000, 6],
  [100_000, 7],
  [20_000, 8],
  [0, 9],
];

export async function addBaseMap(map, url, towns) {
  const answer = await fetch(url);
  if (!answer.ok) throw new Error(`base map: ${answer.status}`);
  const { features } = await answer.json();
  map.createPane("base").style.zIndex = 200;
  map.createPane("labels").style.zIndex = 450;
  const renderer = L.svg({ pane: "base", padding: 0.5 });
  for (const layer of BELOW) addPaths(map, renderer, features, layer);
  addNames(map, features, towns);
}

function addPaths(map, renderer, features, layer) {
  L.geoJSON(
    features.filter((feature) => feature.properties.layer === layer),
    { interactive: false, style: { renderer, className: `bm-${layer}`, pane: "base" } },
  ).addTo(map);
}

// Our own towns come first, named as pairs; the base map names only what lies beyond them.
function addNames(map, features, towns) {
  const beyond = features.filter(({ properties }) => properties.layer === "place").map(asTown);
  const named = [...towns, ...beyond.filter((place) => !towns.some((town) => near(town, place)))];
  const labels = named.map((town) => ({ from: zoomOf(town), mark: townLabel(town) }));
  const show = () => {
    for (const { from, mark } of labels) {
      if (map.getZoom() >= from) mark.addTo(map);
      else mark.remove();
    }
  };
  map.on("zoomend", show);
  show();
}

function asTown({ properties, geometry }) {
  const [lon, lat] = geometry.coordinates;
  return { name: properties.name, lat, lon, people: properties.pop ?? 0 };
}

function near(town, place) {
  return Math.abs(town.lat - place.lat) < NEAR && Math.abs(town.lon - place.lon) < NEAR;
}

function zoomOf({ people }) {
  return LABEL_FROM_ZOOM.find(([least]) => people >= least)[1];
}

function townLabel({ name, lat, lon }) {
  const text = document.createElement("span");
  text.textContent = name;
  return L.marker([lat, lon], {
    pane: "labels",
    interactive: false,
    keyboard: false,
    icon: L.divIcon({ className: "map-label dot", html: text, iconAnchor: [0, 7] }),
  });
}
