// Builds the scripts of the reader and the shapes of countries: `node build.mjs FOLDER`. The same sources give the same bytes.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";

const ISLANDS = ["article", "home", "time"];
const out = process.argv[2];
if (!out) throw new Error("build.mjs: say which folder the scripts go to");

await build({
  entryPoints: ISLANDS.map((name) => `src/${name}.ts`),
  outdir: out,
  bundle: true,
  minify: true,
  format: "esm",
  target: "es2022",
  charset: "utf8",
  legalComments: "none",
  banner: { js: "// Built from islands/ by `make islands`. d3-geo, d3-scale, topojson-client: ISC; see NOTICE." },
});

// Countries go by their two letters, as our gazetteer has them; the shapes have numbers.
const letters = new Map(JSON.parse(readFileSync("node_modules/i18n-iso-countries/codes.json", "utf8")).map(([two, , number]) => [number, two]));
const world = JSON.parse(readFileSync("node_modules/world-atlas/countries-110m.json", "utf8"));
for (const country of world.objects.countries.geometries) {
  country.id = letters.get(country.id) ?? "";
  delete country.properties;
}
delete world.objects.land;
writeFileSync(join(out, "countries.json"), JSON.stringify(world) + "\n");
