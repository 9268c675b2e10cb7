/** Moving about in a diagram: buttons, keys, a finger, and the wheel with Ctrl; the page itself scrolls as ever. */

const SMALLEST_READABLE_ZOOM = 0.7;
const MARGIN = 0.94; // a fitted diagram does not touch its frame
const STEP = 1.25;
const SCROLL_PX = 60;
const EDGE = 20;
const ZOOM_RANGE = { smallest: 0.2, largest: 4 };
const EXPANDED = "an-diagram--expanded";

/**
 * Fit the diagram; where that makes it too small to read, show the place that matters instead: failed, waiting, the end that was reached, or the first.
 * @param {import("bpmn-js/lib/NavigatedViewer.js").default} viewer
 * @param {import("./viewer.js").DiagramData} data
 */
export function showReadably(viewer, data) {
  const canvas = viewer.get("canvas");
  if (fit(canvas) >= SMALLEST_READABLE_ZOOM) return;
  const element = placeThatMatters(viewer, data);
  canvas.zoom(SMALLEST_READABLE_ZOOM, "auto");
  if (element) centre(canvas, element);
}

function centre(canvas, element) {
  const { width, height, inner } = canvas.viewbox();
  canvas.viewbox({
    x: within(element.x + element.width / 2 - width / 2, inner.x, inner.width, width),
    y: within(element.y + element.height / 2 - height / 2, inner.y, inner.height, height),
    width,
    height,
  });
}

/** Where a view of this length begins so that it shows no more emptiness than the edge around what is drawn. */
function within(wanted, start, length, view) {
  const [first, last] = [start - EDGE, start + length + EDGE - view];
  return first > last ? (first + last) / 2 : Math.min(Math.max(wanted, first), last);
}

function fit(canvas) {
  canvas.zoom("fit-viewport", "auto");
  return canvas.zoom(canvas.zoom() * MARGIN, "auto");
}

function placeThatMatters(viewer, data) {
  const registry = viewer.get("elementRegistry");
  const states = Object.entries(data.elements ?? {});
  const hottest = Object.entries(data.heat ?? {}).sort(([, a], [, b]) => b.level - a.level)[0];
  const ended = states.findLast(([key, s]) => s.completed && registry.get(key)?.type === "bpmn:EndEvent");
  const id = (states.find(([, s]) => s.incidents) ?? states.find(([, s]) => s.active) ?? hottest ?? ended)?.[0];
  return (id && registry.get(id)) || registry.find((element) => element.type === "bpmn:StartEvent");
}

/**
 * @param {HTMLElement} host
 * @param {import("bpmn-js/lib/NavigatedViewer.js").default} viewer
 * @param {import("./viewer.js").DiagramData} data
 */
export function addNavigation(host, viewer, data) {
  const canvas = viewer.get("canvas");
  const zoomBy = (factor) => {
    canvas.zoom(Math.min(Math.max(canvas.zoom() * factor, ZOOM_RANGE.smallest), ZOOM_RANGE.largest), "auto");
  };
  const actions = {
    in: () => zoomBy(STEP),
    out: () => zoomBy(1 / STEP),
    fit: () => fit(canvas),
    expand: () => toggleExpanded(host, canvas, () => showReadably(viewer, data)),
  };
  for (const button of host.querySelectorAll("[data-diagram-action]")) {
    button.addEventListener("click", actions[button.dataset.diagramAction]);
  }
  host.querySelector("[data-diagram-tools]")?.removeAttribute("hidden");
  listenToKeys(host, canvas, actions);
  listenToFinger(host.querySelector(".an-diagram__canvas"), canvas);
  host.addEventListener("wheel", (event) => {
    if (!event.ctrlKey && !event.metaKey) return;
    event.preventDefault();
    zoomBy(event.deltaY < 0 ? STEP : 1 / STEP);
  }, { passive: false });
}

function toggleExpanded(host, canvas, show) {
  const isExpanded = host.classList.toggle(EXPANDED);
  host.querySelector('[data-diagram-action="expand"]')?.setAttribute("aria-pressed", String(isExpanded));
  canvas.resized();
  show();
}

function listenToKeys(host, canvas, actions) {
  const keys = {
    "+": actions.in,
    "=": actions.in,
    "-": actions.out,
    0: actions.fit,
    ArrowLeft: () => canvas.scroll({ dx: SCROLL_PX, dy: 0 }),
    ArrowRight: () => canvas.scroll({ dx: -SCROLL_PX, dy: 0 }),
    ArrowUp: () => canvas.scroll({ dx: 0, dy: SCROLL_PX }),
    ArrowDown: () => canvas.scroll({ dx: 0, dy: -SCROLL_PX }),
  };
  host.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && host.classList.contains(EXPANDED)) actions.expand();
    if (event.ctrlKey || event.metaKey || !(event.key in keys)) return;
    event.preventDefault();
    keys[event.key]();
  });
}

/** A finger moves the diagram sideways, and every way when it fills the screen; up and down scrolls the page otherwise. */
function listenToFinger(surface, canvas) {
  let last = null;
  surface.addEventListener("pointerdown", (event) => {
    if (event.pointerType === "touch") last = { x: event.clientX, y: event.clientY };
  });
  surface.addEventListener("pointermove", (event) => {
    if (!last || event.pointerType !== "touch") return;
    canvas.scroll({ dx: event.clientX - last.x, dy: event.clientY - last.y });
    last = { x: event.clientX, y: event.clientY };
  });
  for (const end of ["pointerup", "pointercancel"]) surface.addEventListener(end, () => (last = null));
}
