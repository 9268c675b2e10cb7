/** Uploading files as soon as they are chosen, so that nothing has to be chosen again after an error. */
import { csrfToken } from "../requests.js";

/**
 * Let the file inputs of `root` upload at once; `changed` is called after each change.
 * @param {HTMLElement} root
 * @param {() => void} changed
 */
export function connectFiles(root, changed) {
  root.addEventListener("click", (event) => {
    const button = /** @type {Element} */ (event.target).closest("[data-remove-file]");
    const item = button?.closest("[data-file]");
    if (!item) return;
    event.preventDefault();
    const input = /** @type {HTMLElement | null} */ (item.closest(".form-component")?.querySelector(".govuk-file-upload-button, [data-upload]") ?? null);
    const list = item.parentElement;
    item.remove();
    if (list) list.hidden = list.children.length === 0;
    input?.focus();
    changed();
  });
  const url = root.dataset.uploadUrl;
  if (!url) return;
  root.addEventListener("change", async (event) => {
    const input = /** @type {HTMLInputElement} */ (event.target);
    if (input.type !== "file" || !input.dataset.upload || !input.files) return;
    const files = [...input.files];
    if (files.length === 0) return;
    input.value = "";
    input.dispatchEvent(new Event("change", { bubbles: true })); // the component shows again that nothing is chosen
    for (const file of files) await upload(file, input, url);
    changed();
  });
}

/**
 * Send one file and show it in the list; a failure is said and leaves everything else as it was.
 * @param {File} file
 * @param {HTMLInputElement} input
 * @param {string} url
 */
async function upload(file, input, url) {
  const box = /** @type {HTMLElement} */ (input.closest(".form-component")?.querySelector("[data-files]"));
  const status = /** @type {HTMLElement} */ (box.querySelector("[data-file-status]"));
  const say = (/** @type {string | undefined} */ pattern) => (status.textContent = (pattern ?? "").replace("{name}", file.name));
  if (file.size > Number(input.dataset.maxBytes ?? Infinity)) return void say(status.dataset.failed);
  say(status.dataset.uploading);
  try {
    const body = new FormData();
    body.append("file", file);
    const headers = { Accept: "application/json", "X-CSRF-Token": csrfToken() };
    const response = await fetch(url, { method: "POST", body, headers, credentials: "same-origin" });
    if (!response.ok) throw new Error(String(response.status));
    if (!input.multiple) box.querySelector("[data-file-list]")?.replaceChildren();
    show(box, await response.json(), file, status.dataset.remove ?? "");
    say(status.dataset.uploaded);
  } catch {
    say(status.dataset.failed);
  }
}

/**
 * @param {HTMLElement} box
 * @param {unknown} reference
 * @param {File} file
 * @param {string} removeText
 */
function show(box, reference, file, removeText) {
  const item = document.createElement("li");
  item.className = "form-file";
  item.dataset.file = "";
  const kept = Object.assign(document.createElement("input"), { type: "hidden", name: `${box.dataset.files}:file`, value: JSON.stringify(reference) });
  const name = Object.assign(document.createElement("span"), { textContent: file.name });
  const remove = Object.assign(document.createElement("button"), {
    type: "button",
    className: "govuk-button govuk-button--secondary form-remove",
    textContent: removeText.replace("{what}", file.name),
  });
  remove.dataset.removeFile = "";
  item.append(kept, name, remove);
  const list = /** @type {HTMLElement} */ (box.querySelector("[data-file-list]"));
  list.append(item);
  list.hidden = false;
}
