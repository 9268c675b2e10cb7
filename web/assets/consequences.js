/** Beside a decision: once something is chosen, only what follows from that choice stays in sight. */

export function showConsequences() {
  for (const section of document.querySelectorAll("[data-consequences]")) {
    const form = section.closest("form");
    const update = () => show(/** @type {HTMLElement} */ (section), form);
    form?.addEventListener("change", update);
    update();
  }
}

/**
 * @param {HTMLElement} section
 * @param {HTMLFormElement | null} form
 */
function show(section, form) {
  const chosen = form && new FormData(form).get(section.dataset.consequences ?? "");
  /** @type {HTMLElement[]} */
  const items = [...section.querySelectorAll("[data-when]")];
  const isKnown = items.some((item) => item.dataset.when === chosen);
  for (const item of items) item.hidden = isKnown && item.dataset.when !== chosen;
}
