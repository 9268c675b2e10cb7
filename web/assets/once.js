/** A form is sent once: a second click while the first one is under way does nothing. */

const SENDING = "sending";

export function sendOnce() {
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!(form instanceof HTMLFormElement) || form.dataset.once === undefined || event.defaultPrevented) return;
    if (form.dataset[SENDING] !== undefined) {
      event.preventDefault();
      return;
    }
    form.dataset[SENDING] = "";
    // not `disabled`: a disabled button would not be sent along
    form.querySelectorAll("button[type=submit]").forEach((button) => button.setAttribute("aria-disabled", "true"));
  });
  // coming back by the browser's back button, or after the connection failed, the form can be sent again
  window.addEventListener("pageshow", () => {
    for (const form of document.querySelectorAll(`form[data-${SENDING}]`)) release(form);
  });
}

/** @param {Element} form */
function release(form) {
  form.removeAttribute(`data-${SENDING}`);
  form.querySelectorAll("button[aria-disabled]").forEach((button) => button.removeAttribute("aria-disabled"));
}
