/** Hiding components and calculating values while people fill in the form, by the FEEL that the server also evaluates. */
import { inWords } from "./dates.js";
import { valueOf } from "./feel.js";
import { lookup, readValues, rowAround } from "./values.js";

const MAX_ROUNDS = 10;
const DATE = /^\d{4}-\d\d-\d\d$/;

/**
 * Evaluate all conditions and calculations of `root` until nothing changes any more.
 * @param {HTMLElement} root
 */
export function applyConditions(root) {
  const variables = JSON.parse(root.dataset.variables ?? "{}");
  for (let round = 0; round < MAX_ROUNDS; round += 1) {
    const data = readValues(root);
    let changed = false;
    for (const element of root.querySelectorAll("[data-hide], [data-formula]")) {
      const component = /** @type {HTMLElement} */ (element);
      const scope = scopeOf(component, root, data, variables);
      if (component.dataset.hide !== undefined) changed = hide(component, scope) || changed;
      if (component.dataset.formula !== undefined) changed = calculate(component, scope) || changed;
    }
    if (!changed) return;
  }
}

/**
 * Return the names that the expressions of a component see, with the precedence of `forms/scope.py`.
 * @param {Element} component
 * @param {HTMLElement} root
 * @param {Record<string, unknown>} data
 * @param {Record<string, unknown>} variables
 */
function scopeOf(component, root, data, variables) {
  const path = rowAround(component, root);
  const row = path ? lookup(data, path) : null;
  const outer = path ? lastRow(path.slice(0, -1)) : [];
  const own = {
    this: row ?? data,
    parent: path ? lookup(data, outer) : null,
    i: path ? path.filter((step) => typeof step === "number").map((position) => Number(position) + 1) : [],
  };
  const underscored = Object.fromEntries(Object.entries(own).map(([name, value]) => [`_${name}_`, value]));
  return { ...row, ...own, ...underscored, ...variables, ...data };
}

/**
 * Return the part of a path up to its last position: the row around.
 * @param {(string | number)[]} path
 */
function lastRow(path) {
  return path.slice(0, path.findLastIndex((step) => typeof step === "number") + 1);
}

/**
 * @param {HTMLElement} component
 * @param {Record<string, unknown>} scope
 */
function hide(component, scope) {
  const isHidden = valueOf(component.dataset.hide ?? "", scope) === true;
  const changed = component.hidden !== isHidden;
  component.hidden = isHidden;
  return changed;
}

/**
 * @param {HTMLElement} component
 * @param {Record<string, unknown>} scope
 */
function calculate(component, scope) {
  const value = valueOf(component.dataset.formula ?? "", scope);
  const text = JSON.stringify(value);
  if (component.dataset.value === text) return false;
  component.dataset.value = text;
  const answer = component.querySelector("[data-answer]");
  if (answer) answer.textContent = inText(value);
  return true;
}

/**
 * Say a calculated value as `web/form_values.py` does.
 * @param {unknown} value
 */
function inText(value) {
  if (value === null) return "";
  if (typeof value === "string" && DATE.test(value)) return inWords("date", value, document.documentElement.lang === "en" ? "en" : "th");
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}
