// expressions.mjs DEFINITIONS INPUTS: beside each Type.ndjson a Type.txt with the expressions of its search parameters, one on a line.
// Left out on both sides, and told: those that resolve references (fhirpath.js would ask a server for them), and those that are an error
// for fhirpath.js on these resources (`as` of several items).
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { resources } from "./side.mjs";

const [definitions, inputs] = process.argv.slice(2);
const peers = createRequire(join(process.env.PHR_PEERS, "package.json"));
const fhirpath = peers("fhirpath");
const model = peers("fhirpath/fhir-context/r4");
const parameters = JSON.parse(readFileSync(join(definitions, "search-parameters.json"), "utf8")).entry.map((entry) => entry.resource);

function fails(text, all) {
  try {
    const run = fhirpath.compile(text, model);
    for (const each of all) run(each);
    return false;
  } catch {
    return true;
  }
}

let [kept, resolving, failing] = [0, 0, 0];
for (const file of readdirSync(inputs)) {
  if (!file.endsWith(".ndjson")) continue;
  const type = file.replace(".ndjson", "");
  const texts = new Set();
  for (const { base, expression } of parameters) {
    if (expression && base.some((name) => [type, "Resource", "DomainResource"].includes(name))) texts.add(expression);
  }
  const all = resources(inputs, type);
  const usable = [...texts].filter((text) => {
    const [resolves, failed] = [text.includes("resolve()"), !text.includes("resolve()") && fails(text, all)];
    resolving += resolves;
    failing += failed;
    return !resolves && !failed;
  });
  kept += usable.length;
  writeFileSync(join(inputs, `${type}.txt`), usable.join("\n") + "\n");
}
if (kept === 0) throw new Error("no NDJSON in " + inputs);
console.log(`${kept} expressions of search parameters; left out: ${resolving} that resolve references, ${failing} that fhirpath.js ends with an error`);
