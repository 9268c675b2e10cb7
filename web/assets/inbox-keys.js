/** The inbox by keyboard: j and k walk through the rows, Enter opens the one that has the focus (a link's own behaviour). */

const LINKS = ".an-row__link";

/** @param {number} step 1 for the next row, -1 for the one before */
function move(step) {
  /** @type {HTMLElement[]} */
  const links = [...document.querySelectorAll(LINKS)];
  if (links.length === 0) return;
  const current = links.findIndex((link) => link.closest(".an-row")?.contains(document.activeElement));
  const next = current === -1 ? (step > 0 ? 0 : links.length - 1) : current + step;
  const target = links[Math.min(Math.max(next, 0), links.length - 1)];
  target.focus();
  target.scrollIntoView({ block: "nearest" });
}

/** @param {EventTarget | null} target */
function isTyping(target) {
  return target instanceof Element && target.closest("input, textarea, select, [contenteditable]") !== null;
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
  if (event.key !== "j" && event.key !== "k") return;
  event.preventDefault();
  move(event.key === "j" ? 1 : -1);
});
