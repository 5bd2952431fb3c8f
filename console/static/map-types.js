// Leaflet asks once whether the browser draws SVG by writing "<svg/>" into an element. Nothing else
// may be written so: the content security policy refuses markup from scripts, and this is the one
// exception. Loaded before Leaflet.
"use strict";

if (window.trustedTypes !== undefined) {
  trustedTypes.createPolicy("default", { createHTML: (html) => (html === "<svg/>" ? html : null) });
}
