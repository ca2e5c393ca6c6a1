// split.mjs BUNDLES OUT: the resources of a folder of Bundles as NDJSON, one file of each type, with the references of a bulk export (Patient/1, not urn:uuid:1).
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const [bundles, out] = process.argv.slice(2);
const lines = new Map();
for (const name of readdirSync(bundles).sort()) {
  if (!name.endsWith(".json")) continue;
  const entries = JSON.parse(readFileSync(join(bundles, name), "utf8")).entry ?? [];
  const places = new Map(entries.map(({ fullUrl, resource }) => [fullUrl, `${resource.resourceType}/${resource.id}`]));
  for (const { resource } of entries) {
    if (!lines.has(resource.resourceType)) lines.set(resource.resourceType, []);
    const text = JSON.stringify(resource, (key, value) => (key === "reference" ? places.get(value) ?? value : value));
    lines.get(resource.resourceType).push(text);
  }
}
for (const [type, texts] of lines) writeFileSync(join(out, `${type}.ndjson`), texts.join("\n") + "\n");
