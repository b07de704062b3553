// Maps in the admin: all posts, or choosing the position of one.
"use strict";

(() => {
  const BORDER = { color: "#8a8f98", weight: 1, fillColor: "#e9e6df", fillOpacity: 0.6 };
  const WATCHING = { radius: 7, color: "#0b5fa5", fillColor: "#3b8fd6", fillOpacity: 0.8 };
  const OTHER = { radius: 6, color: "#6b7280", fillColor: "#ffffff", fillOpacity: 0.9, dashArray: "3" };
  const CHOSEN = { radius: 9, color: "#9a3412", fillColor: "#fb923c", fillOpacity: 0.9 };
  const load = (url) => fetch(url, { credentials: "same-origin" }).then((answer) => answer.json());

  function describe(post) {
    const link = document.createElement("a");
    link.href = post.url;
    link.textContent = `${post.label} · ${post.status}`;
    return link;
  }

  async function drawPosts(map, url) {
    const posts = L.geoJSON(await load(url), {
      pointToLayer: (post, at) => L.circleMarker(at, post.properties.watching ? WATCHING : OTHER),
      onEachFeature: (post, layer) => {
        layer.bindTooltip(`${post.properties.label} · ${post.properties.status}`);
        if (!map.picking) layer.bindPopup(describe(post.properties));
      },
    }).addTo(map);
    if (posts.getLayers().length && !map.chosen) map.fitBounds(posts.getBounds().pad(0.3), { maxZoom: 11 });
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
