// Lays Leaflet over the drawn map: the same content, which can be moved and enlarged. Without this
// file the drawing stays. Nothing here writes markup; names are set as text.
"use strict";

(() => {
  const LABELS = 20; // pixels that the name of a town stands beside its dot
  const BEYOND = 10; // tenths of a degree

  function text(words) {
    const node = document.createElement("span");
    node.textContent = words;
    return node;
  }

  function button(label, sign, act) {
    const node = document.createElement("button");
    node.type = "button";
    node.className = "quiet small";
    node.textContent = sign;
    node.setAttribute("aria-label", label);
    node.addEventListener("click", act);
    return node;
  }

  // The lines of the drawing: every tenth of a degree, some beyond its edges.
  function rule(map, [[south, west], [north, east]]) {
    const line = (ends) => L.polyline(ends, { className: "rule", interactive: false }).addTo(map);
    for (let tenth = Math.floor(west * 10) - BEYOND; tenth <= east * 10 + BEYOND; tenth++) {
      line([[south - BEYOND / 10, tenth / 10], [north + BEYOND / 10, tenth / 10]]);
    }
    for (let tenth = Math.floor(south * 10) - BEYOND; tenth <= north * 10 + BEYOND; tenth++) {
      line([[tenth / 10, west - BEYOND / 10], [tenth / 10, east + BEYOND / 10]]);
    }
  }

  function draw(map, content) {
    rule(map, content.box);
    for (const town of content.towns) {
      const icon = L.divIcon({ className: "town-label", html: text(town.name), iconSize: null, iconAnchor: [-4, LABELS / 2] });
      L.marker(town.at, { icon, interactive: false, keyboard: false }).addTo(map);
    }
    for (const cell of content.cells) {
      L.polygon(cell.outline, { className: `shade-${cell.shade}`, weight: 1 }).bindTooltip(text(cell.said)).addTo(map);
    }
    for (const mark of content.marks) {
      L.circleMarker(mark.at, { className: "mark", radius: mark.radius, weight: 2 }).bindTooltip(text(mark.said)).addTo(map);
    }
  }

  function show(figure) {
    const content = JSON.parse(figure.dataset.map);
    const place = document.createElement("div");
    place.className = "leaflet-place";
    place.setAttribute("role", "region");
    place.setAttribute("aria-label", `Map: ${figure.querySelector("title").textContent}`);
    figure.querySelector("svg").replaceWith(place);
    const map = L.map(place, { attributionControl: false, zoomControl: false, zoomSnap: 0.25, maxZoom: 17, scrollWheelZoom: false });
    map.fitBounds(content.box);
    if (content.tiles.url !== "") {
      L.tileLayer(content.tiles.url, { crossOrigin: "anonymous", referrerPolicy: "no-referrer" }).addTo(map);
      figure.classList.add("tiled");
    }
    draw(map, content);
    const controls = document.createElement("p");
    controls.className = "buttons";
    controls.append(
      button("Nearer", "+", () => map.zoomIn()),
      button("Further", "−", () => map.zoomOut()),
      button("Show all", "Show all", () => map.fitBounds(content.box)),
    );
    place.after(controls);
  }

  for (const figure of document.querySelectorAll("[data-map]")) show(figure);
})();
