/** Shows on the diagram what happened: classes on elements and flows, badges with counts. */

/** The strongest state wins the colour; the badges tell the rest. */
const STATES = /** @type {const} */ (["incidents", "active", "completed"]);
const CLASSES = { incidents: "an-incident", active: "an-active", completed: "an-completed" };
const BADGES = { incidents: "an-badge--incident", active: "an-badge--active", completed: "an-badge--completed" };
const CONTAINERS = ["bpmn:Participant", "bpmn:Lane", "bpmn:SubProcess", "bpmn:Transaction", "bpmn:AdHocSubProcess"];

/**
 * @param {import("bpmn-js/lib/NavigatedViewer.js").default} viewer
 * @param {import("./viewer.js").DiagramData} data
 */
export function markElements(viewer, data) {
  const registry = viewer.get("elementRegistry");
  const canvas = viewer.get("canvas");
  for (const [id, state] of Object.entries(data.elements ?? {})) {
    const element = registry.get(id);
    const strongest = STATES.find((name) => (state[name] ?? 0) > 0);
    if (!element || !strongest) continue;
    canvas.addMarker(id, CLASSES[strongest]);
    if (isOpenContainer(element)) canvas.addMarker(id, "an-outline");
    addBadges(viewer.get("overlays"), element, state);
  }
  for (const id of data.takenFlows ?? []) {
    if (registry.get(id)) canvas.addMarker(id, "an-taken");
  }
  for (const [id, { level, text }] of Object.entries(data.heat ?? {})) {
    const element = registry.get(id);
    if (!element) continue;
    canvas.addMarker(id, isOpenContainer(element) ? "an-outline" : `an-heat-${level}`);
    addBadge(viewer.get("overlays"), element, { kind: "heat", className: `an-badge--heat-${level}`, text, left: -10 });
  }
}

/**
 * Show another moment on the same diagram.
 * @param {import("bpmn-js/lib/NavigatedViewer.js").default} viewer
 * @param {Pick<import("./viewer.js").DiagramData, "elements" | "takenFlows">} data
 */
export function changeMarks(viewer, data) {
  const canvas = viewer.get("canvas");
  const names = [...Object.values(CLASSES), "an-outline", "an-taken"];
  viewer.get("elementRegistry").forEach((element) => names.forEach((name) => canvas.removeMarker(element, name)));
  viewer.get("overlays").clear();
  markElements(viewer, data);
}

/** A badge says what no colour can: how many wait or failed, and how often a loop went round. */
function addBadges(overlays, element, state) {
  const shown = [
    ["incidents", state.incidents ?? 0, (n) => `! ${n}`],
    ["active", state.active ?? 0, String],
    ["completed", state.completed ?? 0, (n) => `✓ ${n}`],
  ].filter(([name, count]) => count > (name === "completed" ? 1 : 0));
  shown.forEach(([name, count, text], index) => {
    addBadge(overlays, element, { kind: name, className: BADGES[name], text: text(count), left: -10 + index * 34 });
  });
}

function addBadge(overlays, element, { kind, className, text, left }) {
  const badge = document.createElement("span");
  badge.className = `an-badge ${className}`;
  badge.textContent = text;
  overlays.add(element, `an-${kind}`, { position: { top: -14, left }, html: badge });
}

function isOpenContainer(element) {
  return CONTAINERS.includes(element.type) && element.collapsed !== true;
}
