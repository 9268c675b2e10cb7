/**
 * Keeps what is typed into a form in this tab until it is sent, so that a lost session or connection loses nothing.
 * The copy belongs to one person and one address, and goes when they sign out or the tab is closed.
 */

const PREFIX = "anumat:kept:";
const MOST_CHARACTERS = 500_000;
const NEVER_KEPT = new Set(["csrf_token", "__password", "__action"]);

/** @typedef {{ user: string, version: string, pairs: [string, string][] }} Kept */

export function keepInput() {
  for (const mark of document.querySelectorAll("[data-keep-sent]")) {
    forget(/** @type {HTMLElement} */ (mark).dataset.keepSent ?? "");
  }
  document.querySelector('form[action="/sign-out"]')?.addEventListener("submit", forgetAll);
  /** @type {HTMLFormElement | null} */
  const form = document.querySelector("form[data-keep]");
  if (form) watch(form);
}

/** @param {HTMLFormElement} form */
function watch(form) {
  const kept = read(form);
  if (kept && form.dataset.keepPosted === undefined && !isEmpty(kept)) offer(form, kept);
  if (form.dataset.keepPosted !== undefined) {
    write(form);
    // the way back to a refused form leads to the form, not to the browser's question whether to send it again
    history.replaceState(history.state, "", location.href);
  }
  const typed = () => {
    write(form);
    hideOffer();
  };
  form.addEventListener("input", typed);
  form.addEventListener("change", typed);
  form.addEventListener("submit", () => write(form));
  document.addEventListener("htmx:afterSwap", () => noteDraft(form));
}

/**
 * Once the server has a draft, the copy is only for what is typed from now on.
 * @param {HTMLFormElement} form
 */
function noteDraft(form) {
  const version = /** @type {HTMLElement | null} */ (form.querySelector("#draft-state"))?.dataset.version;
  if (!version || version === form.dataset.keepVersion) return;
  form.dataset.keepVersion = version;
  forget(form.dataset.keep ?? "");
}

/**
 * Show that something is kept; after a lost session it is brought back without asking.
 * @param {HTMLFormElement} form
 * @param {Kept} kept
 */
function offer(form, kept) {
  if (new URLSearchParams(location.search).has("resume")) {
    bringBack(form, kept);
    return;
  }
  const banner = /** @type {HTMLElement | null} */ (document.querySelector("[data-kept]"));
  if (!banner) return;
  banner.hidden = false;
  banner.querySelector("[data-kept-restore]")?.addEventListener("click", () => bringBack(form, kept));
  banner.querySelector("[data-kept-discard]")?.addEventListener("click", () => {
    forget(form.dataset.keep ?? "");
    hideOffer();
  });
}

function hideOffer() {
  const banner = document.querySelector("[data-kept]");
  if (banner instanceof HTMLElement) banner.hidden = true;
}

/**
 * Let the server show the form with what was kept: it knows rows, files and conditions.
 * @param {HTMLFormElement} form
 * @param {Kept} kept
 */
function bringBack(form, kept) {
  const copy = document.createElement("form");
  copy.method = "post";
  copy.enctype = "multipart/form-data";
  copy.action = form.action;
  copy.hidden = true;
  const token = /** @type {HTMLInputElement | null} */ (form.querySelector("[name=csrf_token]"))?.value ?? "";
  for (const [name, value] of [["csrf_token", token], ["__refresh", "1"], ...kept.pairs]) {
    copy.append(Object.assign(document.createElement("textarea"), { name, value }));
  }
  document.body.append(copy);
  copy.submit();
}

/** @param {HTMLFormElement} form */
function write(form) {
  const pairs = [...new FormData(form)].filter(([name, value]) => typeof value === "string" && !NEVER_KEPT.has(name));
  const text = JSON.stringify({ user: form.dataset.keepUser, version: form.dataset.keepVersion, pairs });
  if (text.length > MOST_CHARACTERS) return;
  try {
    sessionStorage.setItem(PREFIX + form.dataset.keep, text);
  } catch {
    // no room or not allowed: the form works without a copy
  }
}

/**
 * Return what is kept for the form; another person's copy, and one older than the saved draft, is dropped.
 * @param {HTMLFormElement} form
 * @returns {Kept | null}
 */
function read(form) {
  try {
    const kept = JSON.parse(sessionStorage.getItem(PREFIX + form.dataset.keep) ?? "null");
    if (kept?.user === form.dataset.keepUser && kept?.version === form.dataset.keepVersion) return kept;
    forget(form.dataset.keep ?? "");
  } catch {
    // not readable: there is nothing to bring back
  }
  return null;
}

/** @param {Kept} kept */
function isEmpty(kept) {
  return kept.pairs.every(([, value]) => value === "");
}

/** @param {string} path */
function forget(path) {
  sessionStorage.removeItem(PREFIX + path);
}

function forgetAll() {
  for (const key of Object.keys(sessionStorage)) if (key.startsWith(PREFIX)) sessionStorage.removeItem(key);
}
