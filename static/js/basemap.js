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
const LABEL_FROM_ZOOM = [
  [500_000, 6],
  [100_000, 7],
  [20_000, 8],
  [0, 9],
];

export async function addBaseMap(map, url) {
  const answer = await fetch(url);
  if (!answer.ok) throw new Error(`base map: ${answer.status}`);
  const { features } = await answer.json();
  map.createPane("base").style.zIndex = 200;
  map.createPane("labels").style.zIndex = 450;
  const renderer = L.svg({ pane: "base", padding: 0.5 });
  for (const layer of BELOW) addPaths(map, renderer, features, layer);
  addNames(map, features);
}

function addPaths(map, renderer, features, layer) {
  L.geoJSON(
    features.filter((feature) => feature.properties.layer === layer),
    { interactive: false, style: { renderer, className: `bm-${layer}`, pane: "base" } },
  ).addTo(map);
}

function addNames(map, features) {
  const labels = features
    .filter((feature) => feature.properties.layer === "place")
    .map((feature) => ({ from: zoomOf(feature), mark: placeLabel(feature) }));
  const show = () => {
    for (const { from, mark } of labels) {
      if (map.getZoom() >= from) mark.addTo(map);
      else mark.remove();
    }
  };
  map.on("zoomend", show);
  show();
}

function zoomOf(feature) {
  const people = feature.properties.pop ?? 0;
  return LABEL_FROM_ZOOM.find(([least]) => people >= least)[1];
}

function placeLabel(feature) {
  const [lon, lat] = feature.geometry.coordinates;
  const name = document.createElement("span");
  name.textContent = feature.properties.name;
  return L.marker([lat, lon], {
    pane: "labels",
    interactive: false,
    keyboard: false,
    icon: L.divIcon({ className: "map-label dot", html: name, iconAnchor: [0, 7] }),
  });
}
