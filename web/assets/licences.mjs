/** Collects the licence texts of every package that went into the bundles: they travel with the bundles. */
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";

const RULE = "\n\n" + "-".repeat(100) + "\n\n";

/**
 * @param {string} project the project folder
 * @param {string[]} inputs paths of the bundled files, from esbuild's metafile
 * @returns {string} one text, a section per package
 */
export function licencesOf(project, inputs) {
  const names = new Set(inputs.map(packageOf).filter(Boolean));
  // fonts and style sheets arrive through Sass, which names no inputs
  for (const name of ["@fontsource/sarabun", "govuk-frontend"]) names.add(name);
  return [...names].sort().map((name) => section(project, name)).join(RULE);
}

/** @param {string} path */
function packageOf(path) {
  const match = /.*node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(path);
  return match?.[1];
}

function section(project, name) {
  const folder = join(project, "node_modules", name);
  const { version, license } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry));
  const text = file ? readFileSync(join(folder, file), "utf8").trim() : textFromNotice(project, name);
  return `${name} ${version} (${license})\n\n${text}`;
}

/** A package without a licence file of its own has its text in our NOTICE, under its name. */
function textFromNotice(project, name) {
  const notice = join(project, "NOTICE");
  const sections = existsSync(notice) ? readFileSync(notice, "utf8").split(/^={10,}\n/m) : [];
  const found = sections.find((part) => part.startsWith(`${name}\n`));
  if (!found) throw new Error(`${name} has no licence file and no section in NOTICE`);
  return found.trim();
}
