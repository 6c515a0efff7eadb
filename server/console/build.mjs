// Bundles the console: node build.mjs FOLDER [--watch]. Writes console.js, console.css, index.html and
// icon.svg there, the same bytes for the same sources. Types are checked apart (npm run check).

import { copyFile, mkdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import * as esbuild from "esbuild";

const here = dirname(fileURLToPath(import.meta.url));
const [folder = join(here, "dist"), watch] = process.argv.slice(2);

const options = {
  absWorkingDir: here,
  entryPoints: { console: "src/main.tsx" },
  outdir: folder,
  bundle: true,
  format: "esm",
  // The browsers of the last three years; nothing is transpiled that they have.
  target: ["chrome112", "firefox115", "safari16.4"],
  jsx: "automatic",
  jsxImportSource: "preact",
  minify: true,
  charset: "utf8",
  legalComments: "none",
  logLevel: "warning",
};

await mkdir(folder, { recursive: true });
for (const name of ["index.html", "icon.svg"]) await copyFile(join(here, "page", name), join(folder, name));
if (watch === "--watch") {
  const context = await esbuild.context({ ...options, minify: false, logLevel: "info" });
  await context.watch();
} else {
  await esbuild.build(options);
}
