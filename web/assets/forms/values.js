/** Reading what a form holds at the moment, as the JSON data that its expressions see. */
import { clean, readNumber } from "./characters.js";
import { readMoment } from "./dates.js";

/**
 * Return the values of all visible fields of `root`, nested by their paths.
 * @param {HTMLElement} root
 * @returns {Record<string, unknown>}
 */
export function readValues(root) {
  const positions = rowPositions(root);
  const data = {};
  for (const list of root.querySelectorAll("[data-list]")) {
    if (!isHidden(list, root)) put(data, canonical(/** @type {HTMLElement} */ (list).dataset.list ?? "", positions), rowsOf(list).map(() => ({})));
  }
  for (const element of root.querySelectorAll("[data-path]")) {
    const component = /** @type {HTMLElement} */ (element);
    if (!isHidden(component, root)) put(data, canonical(component.dataset.path ?? "", positions), valueOf(component));
  }
  return data;
}

/**
 * Return the steps of the row around a component, such as ["witnesses", 0]; null outside of all lists.
 * @param {Element} component
 * @param {HTMLElement} root
 * @returns {(string | number)[] | null}
 */
export function rowAround(component, root) {
  const row = component.parentElement?.closest("[data-row]");
  const list = row?.closest("[data-list]");
  if (!row || !list) return null;
  const path = `${/** @type {HTMLElement} */ (list).dataset.list}[${/** @type {HTMLElement} */ (row).dataset.row}]`;
  return canonical(path, rowPositions(root));
}

/** @param {Element} list the fieldset of a dynamic list */
export function rowsOf(list) {
  return [...list.querySelectorAll(":scope > [data-rows] > [data-row]")];
}

/**
 * @param {unknown} data
 * @param {(string | number)[]} path
 * @returns {any}
 */
export function lookup(data, path) {
  return path.reduce((value, step) => (value === null || value === undefined ? null : /** @type {any} */ (value)[step]), data);
}

/**
 * Map each row's path, as its names have it, to its position on the page: removed rows leave gaps in the names.
 * @param {HTMLElement} root
 * @returns {Map<string, number>}
 */
function rowPositions(root) {
  const positions = new Map();
  for (const list of root.querySelectorAll("[data-list]")) {
    const path = /** @type {HTMLElement} */ (list).dataset.list;
    rowsOf(list).forEach((row, index) => positions.set(`${path}[${/** @type {HTMLElement} */ (row).dataset.row}]`, index));
  }
  return positions;
}

/**
 * @param {string} path
 * @param {Map<string, number>} positions
 * @returns {(string | number)[]}
 */
function canonical(path, positions) {
  return [...path.matchAll(/([^.[\]]+)|\[(\d+)\]/g)].map((match) => {
    const upToHere = path.slice(0, (match.index ?? 0) + match[0].length);
    return match[2] === undefined ? match[1] : (positions.get(upToHere) ?? Number(match[2]));
  });
}

/**
 * @param {any} data
 * @param {(string | number)[]} path
 * @param {unknown} value
 */
function put(data, path, value) {
  let inner = data;
  for (const [index, step] of path.slice(0, -1).entries()) inner = inner[step] ??= typeof path[index + 1] === "number" ? [] : {};
  inner[path[path.length - 1]] = value;
}

/**
 * @param {Element} element
 * @param {HTMLElement} root
 */
function isHidden(element, root) {
  const hidden = element.closest(".form-component[hidden]");
  return hidden !== null && root.contains(hidden);
}

/**
 * @param {HTMLElement} component
 * @returns {unknown}
 */
function valueOf(component) {
  if (component.dataset.value !== undefined) return JSON.parse(component.dataset.value);
  const controls = /** @type {HTMLInputElement[]} */ ([...component.querySelectorAll("input, select, textarea")]);
  const checked = controls.filter((control) => control.checked).map((control) => choice(component, control.value));
  switch (component.dataset.component) {
    case "checkbox":
      return checked.length > 0;
    case "checklist":
    case "taglist":
      return checked;
    case "radio":
      return checked[0] ?? null;
    case "select":
      return controls[0]?.value ? choice(component, controls[0].value) : null;
    case "number":
      return readNumber(controls[0]?.value ?? "");
    case "datetime":
      return moment(component, controls);
    case "filepicker":
      return controls.filter((control) => control.name.endsWith(":file")).map((control) => JSON.parse(control.value));
    default:
      return clean(controls[0]?.value ?? "") || null;
  }
}

/**
 * @param {HTMLElement} component
 * @param {HTMLInputElement[]} controls
 */
export function moment(component, controls) {
  const kind = /** @type {HTMLElement | null} */ (component.querySelector("[data-echo]"))?.dataset.echo;
  const parts = Object.fromEntries(controls.map((control) => [control.name.slice(control.name.lastIndexOf(":") + 1), control.value]));
  return readMoment(/** @type {"date" | "time" | "datetime"} */ (kind), parts);
}

/**
 * Return the value of an option; where the form has other values than texts, the names in HTML are their JSON.
 * @param {HTMLElement} component
 * @param {string} token
 */
function choice(component, token) {
  if (component.dataset.json === undefined) return token;
  try {
    return JSON.parse(token);
  } catch {
    return token;
  }
}
