/** Adding and removing rows of dynamic lists without loading the page again. */
import { rowsOf } from "./values.js";

// The position in the row that is copied; `web/form_view.py` has the same number.
const PATTERN_ROW = "987654";

/**
 * Let the buttons of all lists of `root` work at once; `changed` is called after each change.
 * @param {HTMLElement} root
 * @param {() => void} changed
 */
export function connectRows(root, changed) {
  root.addEventListener("click", (event) => {
    const target = /** @type {Element} */ (event.target);
    const button = target.closest("[data-add-row], [data-remove-row]");
    const list = /** @type {HTMLElement | null} */ (button?.closest("[data-list]") ?? null);
    if (!button || !list) return;
    event.preventDefault();
    if (button.hasAttribute("data-add-row")) addRow(list);
    else removeRow(list, button.closest("[data-row]"));
    update(list);
    changed();
  });
}

/** @param {HTMLElement} list */
function addRow(list) {
  const pattern = /** @type {HTMLTemplateElement | null} */ (list.querySelector(":scope > template[data-pattern-row]"));
  const rows = list.querySelector(":scope > [data-rows]");
  if (!pattern || !rows) return;
  const numbers = rowsOf(list).map((row) => Number(/** @type {HTMLElement} */ (row).dataset.row));
  rows.append(numbered(pattern, list, Math.max(-1, ...numbers) + 1));
  const added = rowsOf(list).at(-1);
  /** @type {HTMLElement | null | undefined} */ (added?.querySelector("input:not([type=hidden]), select, textarea"))?.focus();
}

/**
 * Return a copy of the pattern with its own number in all names and ids.
 * @param {HTMLTemplateElement} pattern
 * @param {HTMLElement} list
 * @param {number} number
 */
function numbered(pattern, list, number) {
  const { list: path, listId: id } = list.dataset;
  const copy = document.createElement("template");
  copy.innerHTML = pattern.innerHTML
    .replaceAll(`${path}[${PATTERN_ROW}]`, `${path}[${number}]`)
    .replaceAll(`${id}-${PATTERN_ROW}`, `${id}-${number}`);
  const mark = copy.content.querySelector(`input[name="${CSS.escape(`${path}:row`)}"]`);
  mark?.setAttribute("value", String(number));
  copy.content.querySelector("[data-row]")?.setAttribute("data-row", String(number));
  return copy.content;
}

/**
 * @param {HTMLElement} list
 * @param {Element | null} row
 */
function removeRow(list, row) {
  if (!row) return;
  const rows = rowsOf(list);
  const next = rows[rows.indexOf(row) + 1] ?? rows[rows.indexOf(row) - 1] ?? list;
  row.remove();
  /** @type {HTMLElement} */ (next).focus();
}

/**
 * Show the numbers of the rows and the buttons that still make sense.
 * @param {HTMLElement} list
 */
function update(list) {
  const rows = rowsOf(list);
  const { least = "0", most = "500" } = list.dataset;
  rows.forEach((row, index) => {
    for (const shown of row.querySelectorAll("[data-row-number]")) {
      if (shown.closest("[data-row]") === row) shown.textContent = String(index + 1);
    }
    for (const button of row.querySelectorAll("[data-remove-row]")) {
      if (button.closest("[data-row]") === row) /** @type {HTMLElement} */ (button).hidden = rows.length <= Number(least);
    }
  });
  const add = /** @type {HTMLElement | null} */ (list.querySelector(":scope > [data-add-row]"));
  if (add) add.hidden = rows.length >= Number(most);
}
