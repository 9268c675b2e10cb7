/**
 * One process diagram on a page. The element says by data attributes where its JSON is; the JSON is a `DiagramData`.
 *
 * @typedef {object} ElementState how often an element was done, is waited for, and failed
 * @property {number} [completed]
 * @property {number} [active]
 * @property {number} [incidents]
 *
 * @typedef {object} DiagramData
 * @property {string} xml the BPMN document
 * @property {Record<string, ElementState>} [elements] by element id
 * @property {string[]} [takenFlows] ids of the sequence flows that were taken
 * @property {Record<string, {level: number, text: string}>} [heat] by element id: how hot from 1 to 4, and the number that says so
 */
import NavigatedViewer from "bpmn-js/lib/NavigatedViewer.js";
import { changeMarks, markElements } from "./marks.js";
import { addNavigation, showReadably } from "./navigation.js";
import thaiText from "./thai-text.js";

const FONT = "Sarabun";
const ROOM_FOR_TOOLS_PX = 140;

/**
 * Fetch the data of `host` and draw it; say so in the page when that fails.
 * @param {HTMLElement} host
 */
export async function showDiagram(host) {
  const status = host.querySelector("[data-diagram-status]");
  try {
    const [data] = await Promise.all([fetchData(host.dataset.diagram ?? ""), fontIsReady()]);
    const viewer = createViewer(host);
    await viewer.importXML(data.xml);
    markElements(viewer, data);
    fitHeight(host, viewer);
    showReadably(viewer, data);
    addNavigation(host, viewer, data);
    followMoments(viewer);
    status?.remove();
    host.dataset.diagramState = "shown";
  } catch (error) {
    host.dataset.diagramState = "failed";
    if (status) status.textContent = host.dataset.failed ?? String(error);
  }
}

/** Where a part of the page with `data-diagram-marks` is replaced, show those marks: a case at another moment. */
function followMoments(viewer) {
  document.addEventListener("htmx:afterSettle", () => {
    const part = document.querySelector("[data-diagram-marks]");
    if (part instanceof HTMLElement) changeMarks(viewer, JSON.parse(part.dataset.diagramMarks ?? "{}"));
  });
}

/**
 * @param {string} url
 * @returns {Promise<DiagramData>}
 */
async function fetchData(url) {
  const response = await fetch(url, { headers: { Accept: "application/json" }, credentials: "same-origin" });
  if (!response.ok) throw new Error(`${url} answered ${response.status}`);
  return response.json();
}

/** Text is measured while it is laid out, so the typeface has to be there before. */
async function fontIsReady() {
  await Promise.allSettled([document.fonts.load(`14px ${FONT}`, "กA"), document.fonts.load(`600 14px ${FONT}`, "กA")]);
}

/** Give a flat diagram a flat frame; the style sheet sets the limits. */
function fitHeight(host, viewer) {
  const canvas = viewer.get("canvas");
  const { inner } = canvas.viewbox();
  const scale = Math.min(host.clientWidth / inner.width, 1);
  host.style.height = `${Math.ceil(inner.height * scale) + ROOM_FOR_TOOLS_PX}px`;
  canvas.resized();
}

/** @param {HTMLElement} host */
function createViewer(host) {
  const canvas = document.createElement("div");
  canvas.className = "an-diagram__canvas";
  host.append(canvas);
  return new NavigatedViewer({
    container: canvas,
    additionalModules: [thaiText],
    textRenderer: {
      defaultStyle: { fontFamily: `${FONT}, sans-serif`, fontSize: 13, lineHeight: 1.4 },
      externalStyle: { fontSize: 13, lineHeight: 1.4 },
    },
    // the wheel scrolls the page; with Ctrl it zooms, see navigation.js
    zoomScroll: { enabled: false },
  });
}
