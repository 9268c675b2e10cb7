/** The page that checks a file: its hash is computed here, so that the file need not leave the device. */

const form = document.querySelector("form[data-hash-file]");

/** @param {ArrayBuffer} data */
async function sha256(data) {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", data));
  return [...digest].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

// without a secure context there is no digest: then the form is sent as it is
if (form instanceof HTMLFormElement && globalThis.crypto?.subtle) {
  form.addEventListener("submit", async (event) => {
    const file = form.querySelector("input[type=file]")?.files?.[0];
    if (!file) return;
    event.preventDefault();
    const address = new URL(form.dataset.hashFile ?? "", location.href);
    try {
      address.searchParams.set("sha256", await sha256(await file.arrayBuffer()));
      location.assign(address);
    } catch {
      form.submit(); // more than this device can hold at once
    }
  });
}
