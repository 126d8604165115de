// Makes dist/doorstep-chat.js from src/: one file, no run-time dependencies.
// Its banner records the hash of everything it was made from, so that a test without Node can tell whether it is fresh.
import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { build, transform } from "esbuild";

const OUT = process.argv[2] ?? "dist/doorstep-chat.js";

/** The files that decide what is built, as paths from this folder, in order. */
function sources() {
  const found = readdirSync("src", { recursive: true }).map((name) => join("src", name));
  const files = found.filter((name) => /\.(js|css)$/.test(name));
  return [...files, "build.mjs", "package-lock.json", "static/tokens.css"].map((name) => name.replaceAll("\\", "/")).sort();
}

function sourceHash() {
  const hash = createHash("sha256");
  for (const name of sources()) hash.update(name).update("\0").update(readFileSync(name)).update("\0");
  return hash.digest("hex").slice(0, 32);
}

/** Style sheets are imported as minified text, to become adopted style sheets of the element. */
const styleText = {
  name: "style-text",
  setup(plugin) {
    plugin.onLoad({ filter: /\.css$/ }, async ({ path }) => {
      const { code } = await transform(await readFile(path, "utf8"), { loader: "css", minify: true });
      return { contents: code.trim(), loader: "text" };
    });
  },
};

/** Line breaks and indents in templates carry no meaning here: what stands apart in the text stands on one line. */
const tightTemplates = {
  name: "tight-templates",
  setup(plugin) {
    plugin.onLoad({ filter: /src[\\/].*\.js$/ }, async ({ path }) => {
      const source = await readFile(path, "utf8");
      return { contents: source.replace(/>\n\s*</g, "><").replace(/\n\s+/g, "\n"), loader: "js" };
    });
  },
};

const banner =
  "/*! Doorstep chat window (Apache-2.0). Contains Lit, Copyright 2017 Google LLC (BSD-3-Clause, see LICENSES.txt).\n" +
  ` * sources: sha256 ${sourceHash()} */`;

const result = await build({
  entryPoints: ["src/main.js"],
  outfile: OUT,
  bundle: true,
  minify: true,
  format: "iife",
  target: ["es2022"],
  charset: "utf8",
  legalComments: "none",
  banner: { js: banner },
  plugins: [styleText, tightTemplates],
  metafile: true,
});
const written = readFileSync(Object.keys(result.metafile.outputs)[0]);
console.log(`${OUT}: ${written.length} bytes, ${gzipSync(written, { level: 9 }).length} gzipped`);
