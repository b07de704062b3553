// The bundled base map: land, water and boundaries as paths that take their colours from CSS.

/* global L */

const BELOW = [
  "country",
  "disputed_area",
  "lake",
  "river",
  "coastline",
  "boundary_international",
  "boundary_disputed",
];
const NEAR = 0.12; // degrees within which two names mean one town
const LETTER = 6.2; // pixels of a label's letter, about
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
    features.filter((feature) => feature.properties.layer.startsWith(layer)),
    { interactive: false, style: { renderer, className: `bm-${layer}`, pane: "base" } },
  ).addTo(map);
}

// Our own towns come first, named as pairs; the base map names only what lies beyond them.
function addNames(map, features, towns) {
  const beyond = features.filter(({ properties }) => properties.layer === "place").map(asTown);
  const named = [...towns, ...beyond.filter((place) => !towns.some((town) => near(town, place)))];
  const labels = named.map((town) => ({ town, from: zoomOf(town), mark: townLabel(town) }));
  labels.sort((one, other) => other.town.people - one.town.people);
  const show = () => {
    const taken = [];
    for (const { town, from, mark } of labels) {
      const box = boxOf(map, town);
      const fits = map.getZoom() >= from && !taken.some((other) => overlap(box, other));
      if (fits) taken.push(box);
      if (fits) mark.addTo(map);
      else mark.remove();
    }
  };
  map.on("zoomend", show);
  show();
}

function boxOf(map, { name, lat, lon }) {
  const { x, y } = map.project([lat, lon]);
  return { left: x, right: x + name.length * LETTER + 10, top: y - 8, bottom: y + 8 };
}

function overlap(one, other) {
  return (
    one.left < other.right &&
    other.left < one.right &&
    one.top < other.bottom &&
    other.top < one.bottom
  );
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
