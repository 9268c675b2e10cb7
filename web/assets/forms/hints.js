/** Saying, while people type, how many characters are left and how a date was understood. */
import { countCharacters } from "./characters.js";
import { inWords } from "./dates.js";
import { moment } from "./values.js";

/**
 * Keep the hints below texts and dates of `root` up to date.
 * @param {HTMLElement} root
 */
export function connectHints(root) {
  root.addEventListener("input", (event) => {
    const control = /** @type {HTMLElement} */ (event.target);
    if (control instanceof HTMLTextAreaElement) showCount(control);
    const echo = /** @type {HTMLElement | null} */ (control.closest(".form-component")?.querySelector("[data-echo]") ?? null);
    if (echo) showMoment(echo, root.lang === "en" ? "en" : "th");
  });
  for (const control of root.querySelectorAll("textarea")) showCount(control);
}

/** @param {HTMLTextAreaElement} control */
function showCount(control) {
  const hint = document.querySelector(`[data-count="${CSS.escape(control.id)}"]`);
  if (!hint) return;
  const { countMin = "0", countMax, countLeftText = "", countOverText = "", countShortText = "" } = control.dataset;
  const count = countCharacters(control.value);
  const left = countMax === undefined ? null : Number(countMax) - count;
  let text = "";
  if (count > 0 && count < Number(countMin)) text = fill(countShortText, Number(countMin) - count);
  else if (left !== null) text = left < 0 ? fill(countOverText, -left) : fill(countLeftText, left);
  hint.textContent = text;
  hint.classList.toggle("govuk-error-message", left !== null && left < 0);
}

/**
 * @param {HTMLElement} echo
 * @param {"th" | "en"} language
 */
function showMoment(echo, language) {
  const component = /** @type {HTMLElement} */ (echo.closest(".form-component"));
  const controls = /** @type {HTMLInputElement[]} */ ([...component.querySelectorAll("input")]);
  const kind = /** @type {"date" | "time" | "datetime"} */ (echo.dataset.echo);
  const words = inWords(kind, moment(component, controls), language);
  echo.textContent = words ? (echo.dataset.pattern ?? "{date}").replace("{date}", words) : "";
}

/**
 * @param {string} pattern
 * @param {number} count
 */
function fill(pattern, count) {
  return pattern.replace("{count}", count.toLocaleString("en"));
}
