/**
 * Bundles the styles and scripts of the pages into web/static/dist, with hashed names and a manifest that maps
 * `app.js` to `app-3F2A….js`. Run from the project folder: `node web/assets/build.mjs`.
 */
import { existsSync } from "node:fs";
import { mkdir, rm, writeFile } from "node:fs/promises";
import { basename, dirname, join, relative, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build } from "esbuild";
import { compileAsync } from "sass";
import { licencesOf } from "./licences.mjs";

const assets = dirname(fileURLToPath(import.meta.url));
const project = resolve(assets, "../..");
const dist = resolve(assets, "../static/dist");

/** Bundle name → entry file. A page loads `app` always and the others where it needs them. */
const entries = {
  app: "app.js",
  diagram: "diagram/main.js",
  forms: "forms/main.js",
  "inbox-keys": "inbox-keys.js",
  verification: "verification.js",
  styles: "styles/main.scss",
  "diagram-styles": "styles/diagram.scss",
};

/** Compiles SCSS on load, so that esbuild sees plain CSS and takes the fonts along. */
const sassPlugin = {
  name: "sass",
  setup({ onLoad }) {
    onLoad({ filter: /\.scss$/ }, async ({ path }) => {
      const { css, loadedUrls } = await compileAsync(path, {
        loadPaths: [join(project, "node_modules")],
        quietDeps: true,
      });
      return {
        contents: css,
        loader: "css",
        resolveDir: dirname(path),
        watchFiles: loadedUrls.map((url) => fileURLToPath(url)),
      };
    });
  },
};

/**
 * Map each entry to its output, as `name.ext` → `hashed name.ext`.
 * @param {Record<string, import("esbuild").Metafile["outputs"][string]>} outputs
 */
function manifestOf(outputs) {
  const manifest = {};
  for (const [path, { entryPoint }] of Object.entries(outputs)) {
    if (!entryPoint) continue;
    const source = relative(assets, resolve(project, entryPoint.replace(/^sass:/, "")));
    const name = Object.keys(entries).find((key) => entries[key] === source);
    if (name) manifest[`${name}${path.endsWith(".css") ? ".css" : ".js"}`] = basename(path);
  }
  return manifest;
}

async function main() {
  const present = Object.entries(entries).filter(([, path]) => existsSync(join(assets, path)));
  await rm(dist, { recursive: true, force: true });
  await mkdir(dist, { recursive: true });
  const { metafile } = await build({
    absWorkingDir: project,
    entryPoints: present.map(([name, path]) => ({ in: join(assets, path), out: name })),
    outdir: dist,
    entryNames: "[name]-[hash]",
    assetNames: "[name]-[hash]",
    chunkNames: "chunk-[hash]",
    bundle: true,
    splitting: true,
    format: "esm",
    target: ["es2022"],
    minify: true,
    sourcemap: "linked",
    metafile: true,
    legalComments: "linked",
    logLevel: "warning",
    loader: { ".woff2": "file", ".svg": "file" },
    plugins: [sassPlugin],
  });
  await writeFile(join(dist, "third-party-licences.txt"), licencesOf(project, Object.keys(metafile.inputs)));
  await writeFile(join(dist, "manifest.json"), `${JSON.stringify(manifestOf(metafile.outputs), null, 2)}\n`);
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) await main();
