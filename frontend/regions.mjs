// Simplifies first-level regions: every GeoJSON file of one folder becomes a TopoJSON file of the other.
// Neighbours share their border's arcs, so that simplifying opens no gap between them.
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { quantize } from "topojson-client";
import { topology } from "topojson-server";
import { filter, filterAttachedWeight, presimplify, simplify } from "topojson-simplify";

const [from, to] = process.argv.slice(2);
const COARSEST = 2e-5; // square degrees of a triangle that may go: half a pixel at zoom 8
const SHARE = 2e-7; // of the country's box: small countries are looked at more closely

for (const name of readdirSync(from).sort()) {
  const regions = JSON.parse(readFileSync(join(from, name), "utf8"));
  const exact = topology({ regions });
  const [west, south, east, north] = exact.bbox;
  const weight = Math.min(COARSEST, (east - west) * (north - south) * SHARE);
  const simple = simplify(presimplify(exact), weight);
  const kept = filter(simple, filterAttachedWeight(simple, weight));
  writeFileSync(join(to, name.replace(".geojson", ".json")), JSON.stringify(quantize(kept, 1e4)));
}
