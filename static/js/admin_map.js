// Maps in the admin: all posts, or choosing the position of one.
"use strict";

(() => {
  const BORDER = { color: "#8a8f98", weight: 1, fillColor: "#e9e6df", fillOpacity: 0.6 };
  const WATCHING = { radius: 7, color: "#0b5fa5", fillColor: "#3b8fd6", fillOpacity: 0.8 };
  const OTHER = { radius: 6, color: "#6b7280", fillColor: "#ffffff", fillOpacity: 0.9, dashArray: "3" };
  const CHOSEN = { radius: 9, color: "#9a3412", fillColor: "#fb923c", fillOpacity: 0.9 };
  const load = (url) => fetch(url, { credentials: "same-origin" }).then((answer) => answer.json());

  function describe(posts) {
    const list = document.createElement("ul");
    for (const { url, label, status } of posts) {
      const link = document.createElement("a");
      link.href = url;
      link.textContent = `${label} · ${status}`;
      list.appendChild(document.createElement("li")).append(link);
    }
    return list;
  }

  // Posts whose position is known as a sector only stand on one point: one mark for all of them.
  function byPosition(features) {
    const groups = new Map();
    for (const { geometry, properties } of features) {
      const [lon, lat] = geometry.coordinates;
      const group = groups.get(`${lat} ${lon}`) || { at: [lat, lon], posts: [] };
      group.posts.push(properties);
      groups.set(`${lat} ${lon}`, group);
    }
    return [...groups.values()];
  }

  function markOf({ at, posts }, picking) {
    const watching = posts.filter((post) => post.watching).length;
    const style = watching ? WATCHING : OTHER;
    const mark = L.circleMarker(at, { ...style, radius: style.radius + Math.sqrt(posts.length - 1) });
    const more = posts.length > 2 ? ` … +${posts.length - 2}` : "";
    const labels = posts.slice(0, 2).map((post) => `${post.label} · ${post.status}`);
    mark.bindTooltip(document.createTextNode(labels.join(", ") + more));
    if (!picking) mark.bindPopup(describe(posts), { maxHeight: 220 });
    return mark;
  }

  async function drawPosts(map, url) {
    const { features } = await load(url);
    const marks = byPosition(features).map((group) => markOf(group, map.picking));
    const posts = L.featureGroup(marks).addTo(map);
    if (marks.length && !map.chosen) map.fitBounds(posts.getBounds().pad(0.3), { maxZoom: 11 });
  }

  function addPicker(map) {
    const [lat, lon] = ["id_lat", "id_lon"].map((id) => document.getElementById(id));
    if (!lat || !lon) return;
    const show = () => {
      const at = [parseFloat(lat.value), parseFloat(lon.value)];
      if (at.some(Number.isNaN) || Math.abs(at[0]) > 90 || Math.abs(at[1]) > 180) return;
      if (map.chosen) map.chosen.setLatLng(at);
      else map.chosen = L.circleMarker(at, CHOSEN).addTo(map);
      map.setView(at, Math.max(map.getZoom(), 10));
    };
    map.on("click", ({ latlng }) => {
      const at = latlng.wrap();
      lat.value = at.lat.toFixed(6);
      lon.value = at.lng.toFixed(6);
      show();
    });
    for (const input of [lat, lon]) input.addEventListener("change", show);
    show();
  }

  async function start(box) {
    const map = L.map(box, { attributionControl: false, zoomSnap: 0.5 }).setView([0, 0], 3);
    map.picking = "picker" in box.dataset;
    if (map.picking) addPicker(map);
    load(box.dataset.base).then((base) => L.geoJSON(base, { style: BORDER, interactive: false, pointToLayer: () => null }).addTo(map).bringToBack()).catch(() => {});
    await drawPosts(map, box.dataset.posts);
    box.dataset.ready = "yes";
  }

  document.querySelectorAll(".admin-map").forEach(start);
})();
