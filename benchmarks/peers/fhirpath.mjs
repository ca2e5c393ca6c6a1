// fhirpath.mjs INPUTS: fhirpath.js on parsed resources, with its R4 model; expressions compiled beforehand.
import { createRequire } from "node:module";
import { join } from "node:path";
import { lines, measure, resources, types } from "./side.mjs";

const inputs = process.argv[2];
const peers = createRequire(join(process.env.PHR_PEERS, "package.json"));
const fhirpath = peers("fhirpath");
const model = peers("fhirpath/fhir-context/r4");

const simple = [
  ["first given name of the official name", "Patient", "Patient.name.where(use='official').given.first()"],
  ["LOINC filter on Observation", "Observation", "Observation.code.coding.where(system='http://loinc.org' and code='8867-4').exists()"],
  ["value.ofType(Quantity).value", "Observation", "Observation.value.ofType(Quantity).value"],
];
for (const [name, type, text] of simple) {
  const run = fhirpath.compile(text, model);
  const all = resources(inputs, type);
  await measure(name, "evaluations", all.length, () => all.reduce((found, each) => found + run(each).length, 0));
}
for (const type of types(inputs)) {
  const compiled = lines(join(inputs, `${type}.txt`)).map((text) => fhirpath.compile(text, model));
  const all = resources(inputs, type);
  await measure(`search parameters of ${type}`, "evaluations", all.length * compiled.length, () => {
    let found = 0;
    for (const each of all) for (const run of compiled) found += run(each).length;
    return found;
  });
}
