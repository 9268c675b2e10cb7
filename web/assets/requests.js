/** How htmx talks to the server: with the CSRF token, without eval, and with a word to the person when it fails. */

/**
 * Configure htmx before it looks at the page.
 * @param {typeof import("htmx.org").default} htmx
 */
export function setUpHtmx(htmx) {
  Object.assign(htmx.config, {
    allowEval: false,
    allowScriptTags: false,
    includeIndicatorStyles: false,
    selfRequestsOnly: true,
    historyCacheSize: 0, // case data does not belong into the browser's storage
    scrollIntoViewOnBoost: false,
  });
  document.addEventListener("htmx:configRequest", (event) => {
    event.detail.headers["X-CSRF-Token"] = csrfToken();
  });
  document.addEventListener("htmx:beforeSwap", (event) => {
    // a refused form comes back as a page part with its errors
    if ([400, 409, 422].includes(event.detail.xhr.status)) {
      event.detail.shouldSwap = true;
      event.detail.isError = false;
    }
  });
}

/** Show the banner "no connection" that the layout holds ready, and hide it when a request arrives again. */
export function tellWhenConnectionIsLost() {
  const banner = document.querySelector("[data-offline]");
  if (!(banner instanceof HTMLElement)) return;
  const show = (/** @type {boolean} */ isLost) => () => {
    banner.hidden = !isLost;
  };
  document.addEventListener("htmx:sendError", show(true));
  document.addEventListener("htmx:afterOnLoad", show(false));
  document.addEventListener("submit", stayWithoutConnection(show(true)), { capture: true });
  window.addEventListener("offline", show(true));
  window.addEventListener("online", show(false));
}

/**
 * A form that is sent without a connection would leave the page for the browser's own error page.
 * @param {() => void} tell
 */
function stayWithoutConnection(tell) {
  return (/** @type {Event} */ event) => {
    if (navigator.onLine) return;
    event.preventDefault();
    event.stopPropagation();
    tell();
  };
}

/** @returns {string} the token that the server put into the page */
export function csrfToken() {
  return document.querySelector('meta[name="csrf-token"]')?.getAttribute("content") ?? "";
}
