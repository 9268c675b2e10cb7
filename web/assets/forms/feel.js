/** FEEL in the browser: what `feelin` says, as the JSON that the server would give. */
import { evaluate } from "feelin";

const SAFE_DIGITS = 15;
const TEXTS = /"(?:[^"\\]|\\.)*"/g;

/** Built-in functions whose name is one word, such as a field may have too. */
export const ONE_WORD_FUNCTIONS = new Set(
  (
    "abs after all any append before ceiling concatenate contains context count date decimal duration even exp flatten floor " +
    "includes is log matches max mean median meets min mode modulo not now number odd overlaps product remove replace reverse " +
    "sort split sqrt stddev string sublist substring sum time today union"
  ).split(" "),
);

/**
 * Evaluate FEEL; what fails is null. tests/vectors/feel_vectors.json holds what must be the same here and on the server.
 * @param {string} expression
 * @param {Record<string, unknown>} scope
 * @returns {unknown}
 */
export function valueOf(expression, scope) {
  try {
    return toJson(evaluate(expression, withoutHiders(expression, scope)).value);
  } catch {
    return null;
  }
}

/**
 * Return the scope without the functions that the expression calls: feelin would not find `sum` behind a field of that name.
 * @param {string} expression
 * @param {Record<string, unknown>} scope
 */
function withoutHiders(expression, scope) {
  const code = expression.replace(TEXTS, '""');
  const isCalled = (/** @type {string} */ name) => new RegExp(`(?<![\\p{L}\\p{M}\\p{N}_.])${name}\\s*\\(`, "u").test(code);
  const isHider = (/** @type {string} */ name) => ONE_WORD_FUNCTIONS.has(name) && isCalled(name);
  return Object.fromEntries(Object.entries(scope).filter(([name]) => !isHider(name)));
}

/**
 * Return a value as JSON has it: dates, times and durations become their FEEL texts; numbers lose the digits that binary
 * fractions add to decimal ones (0.1 + 0.2).
 * @param {unknown} value
 * @returns {unknown}
 */
export function toJson(value) {
  if (Array.isArray(value)) return value.map(toJson);
  if (typeof value === "number") return Number.isFinite(value) ? Number(value.toPrecision(SAFE_DIGITS)) : null;
  if (value === undefined || typeof value === "function") return null;
  if (value === null || typeof value !== "object") return value;
  if (Object.getPrototypeOf(value) !== Object.prototype) return String(value);
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, toJson(inner)]));
}
