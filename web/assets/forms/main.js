/** The entry of the bundle `forms`: what makes every `[data-form]` of a page answer while people fill it in. */
import { applyConditions } from "./conditions.js";
import { connectFiles } from "./files.js";
import { connectHints } from "./hints.js";
import { connectRows } from "./rows.js";

/** @param {HTMLElement} root */
export function connect(root) {
  if (root.dataset.connected !== undefined) return;
  root.dataset.connected = "";
  const changed = () => applyConditions(root);
  connectHints(root);
  connectRows(root, changed);
  connectFiles(root, changed);
  root.addEventListener("input", changed);
  root.addEventListener("change", changed);
  changed();
}

function connectAll() {
  for (const root of document.querySelectorAll("[data-form]")) connect(/** @type {HTMLElement} */ (root));
}

connectAll();
// htmx puts forms on the page that were not there at first.
document.addEventListener("htmx:afterSwap", connectAll);
