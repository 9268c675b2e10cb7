/** What every page runs: GOV.UK components, htmx without anything that a strict CSP forbids, menus that close themselves. */
import {
  CharacterCount,
  Checkboxes,
  ErrorSummary,
  FileUpload,
  NotificationBanner,
  PasswordInput,
  Radios,
  Tabs,
  createAll,
} from "govuk-frontend";
import htmx from "htmx.org";
import { componentTexts } from "./texts.js";
import { showConsequences } from "./consequences.js";
import { keepInput } from "./keep-input.js";
import { closeMenusOnOutsideClick } from "./menus.js";
import { sendOnce } from "./once.js";
import { tellWhenConnectionIsLost, setUpHtmx } from "./requests.js";

/** @param {ParentNode} scope the part of the page that is new */
function start(scope) {
  const texts = componentTexts(document.documentElement.lang);
  createAll(CharacterCount, { i18n: texts.characterCount }, scope);
  createAll(Checkboxes, undefined, scope);
  createAll(ErrorSummary, undefined, scope);
  createAll(FileUpload, { i18n: texts.fileUpload }, scope);
  createAll(NotificationBanner, undefined, scope);
  createAll(PasswordInput, { i18n: texts.passwordInput }, scope);
  createAll(Radios, undefined, scope);
  createAll(Tabs, undefined, scope);
}

// every browser that runs this module is one that GOV.UK Frontend supports
document.body.classList.add("js-enabled", "govuk-frontend-supported");

setUpHtmx(htmx);
tellWhenConnectionIsLost();
closeMenusOnOutsideClick();
sendOnce();
keepInput();
showConsequences();
start(document);
document.addEventListener("htmx:load", (event) => {
  const scope = event.detail?.elt;
  if (scope instanceof Element && scope !== document.body) start(scope);
});
