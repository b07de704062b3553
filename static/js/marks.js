// Marks on the map: incidents as circles with their severity's digit, posts as shapes.

/* global L */

const SVG = "http://www.w3.org/2000/svg";
const SHAPES = {
  circle: ["circle", { cx: 13, cy: 13, r: 11 }],
  square: ["rect", { x: 4, y: 4, width: 18, height: 18, rx: 2 }],
  diamond: ["path", { d: "M13 2 24 13 13 24 2 13Z" }],
  triangle: ["path", { d: "M13 3 24 22H2Z" }],
  pin: ["path", { d: "M13 25C8 18 5 15 5 10a8 8 0 0 1 16 0c0 5-3 8-8 15Z" }],
};

function element(name, attributes) {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  return made;
}

function icon(shape, classes, digit) {
  const svg = element("svg", { viewBox: "0 0 26 26", "aria-hidden": "true" });
  const [name, attributes] = SHAPES[shape];
  svg.append(element(name, { ...attributes, class: "shape" }));
  if (digit !== undefined) {
    const text = element("text", { x: 13, y: 13.5 });
    text.textContent = digit;
    svg.append(text);
  }
  return L.divIcon({ className: `mark ${classes}`, html: svg, iconSize: [26, 26] });
}

function line(tag, text, parent) {
  if (!text) return;
  const made = document.createElement(tag);
  made.textContent = text;
  parent.append(made);
}

export function popup(item) {
  const box = document.createElement("div");
  const head = document.createElement("h3");
  if (item.url) {
    const link = document.createElement("a");
    link.href = item.url;
    link.textContent = item.title;
    head.append(link);
  } else {
    head.textContent = item.title;
  }
  box.append(head);
  for (const text of item.lines ?? []) line("p", text, box);
  return box;
}

function nameOf(item) {
  return [item.title, ...(item.lines ?? [])].join(", ");
}

function mark(item, shownAs) {
  const made = L.marker([item.lat, item.lon], { icon: shownAs, riseOnHover: true });
  made.label = nameOf(item);
  return made.bindPopup(() => popup(item), { maxWidth: 280 });
}

export function incidentMark(item) {
  return mark(item, icon("circle", `severity-S${item.severity}`, item.severity));
}

export function postMark(item) {
  return Object.assign(mark(item, icon(item.shape, `post-mark is-${item.state}`)), { isPost: true });
}

// Several incidents that the server gathered.
export function gatheredMark(item) {
  const box = document.createElement("span");
  box.append(part("of-incidents", item.number));
  const size = [26 + 8 * String(item.number).length, 32];
  const icon = L.divIcon({ className: "cluster", html: box, iconSize: size });
  const made = L.marker([item.lat, item.lon], { icon, riseOnHover: true });
  return Object.assign(made, { label: nameOf(item), number: item.number });
}

export function pinMark(lat, lon) {
  return L.marker([lat, lon], { icon: icon("pin", "post-mark is-on"), keyboard: false });
}

// One cluster may hold incidents, posts or both; it says how many of each.
// Its name is within it, since it is drawn anew whenever what it holds changes.
export const clusterIcon = (words) => (cluster) => {
  const { incidents, posts } = contents(cluster);
  const box = document.createElement("span");
  const name = part("visually-hidden", words.cluster);
  name.textContent = name.textContent.replace("{incidents}", incidents).replace("{posts}", posts);
  box.append(name);
  if (incidents) box.append(part("of-incidents", incidents));
  if (posts) box.append(part("of-posts", posts));
  const width = 26 + 8 * String(incidents || "").length + 8 * String(posts || "").length;
  const wide = incidents && posts ? width + 18 : width;
  return L.divIcon({ className: "cluster", html: box, iconSize: [wide, 32] });
};

function contents(cluster) {
  const marks = cluster.getAllChildMarkers();
  const posts = marks.filter((made) => made.isPost).length;
  const counted = marks.filter((made) => !made.isPost);
  const incidents = counted.reduce((sum, made) => sum + (made.number ?? 1), 0);
  return { incidents, posts };
}

function part(kind, number) {
  const made = document.createElement("span");
  made.className = kind;
  made.textContent = number;
  if (kind !== "visually-hidden") made.ariaHidden = "true";
  return made;
}

// A screen reader hears what a mark is.
export function nameMarks(map) {
  map.on("layeradd", ({ layer }) => {
    const shown = layer instanceof L.Marker && layer.getElement();
    if (!shown || !layer.options.keyboard || layer.getAllChildMarkers) return;
    shown.setAttribute("aria-label", layer.label ?? layer.options.title ?? "");
  });
}
