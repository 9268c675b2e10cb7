/** Turns every `data-diagram` element of the page into a process diagram. */
import { showDiagram } from "./viewer.js";

for (const host of document.querySelectorAll("[data-diagram]")) {
  if (host instanceof HTMLElement) showDiagram(host);
}
