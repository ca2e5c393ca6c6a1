// views.mjs duckdb|medplum INPUTS: the views of benchmarks/views from NDJSON to columns (DuckDB's own, in memory) or rows (Medplum).
// DuckDB: one thread, members named beforehand as STRUCT types, order not kept: the fastest of the ways tried (also ->> on whole
// objects, json_extract_string of several paths, lateral joins).
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { lines, measure } from "./side.mjs";

const [peer, inputs] = process.argv.slice(2);
const peers = createRequire(join(process.env.PHR_PEERS, "package.json"));
const views = join(dirname(fileURLToPath(import.meta.url)), "..", "views");

const codings = "STRUCT(system VARCHAR, code VARCHAR)[]";
const patient = "case when starts_with(subject.reference, 'Patient/') then substr(subject.reference, 9) end as patient";
const component = (code) => `list_filter(component, p -> list_contains(p.code.coding, {system: 'http://loinc.org', code: '${code}'}))[1].valueQuantity.value`;
const sql = {
  patient_demographics: (from) => `
    select id, gender, birthDate as birth_date, n.family as family, n.given[1] as given, a.line[1] as line, a.city as city, a.state as state, a.postalCode as postal_code
    from (select id, gender, birthDate, list_filter(name, n -> n.use = 'official')[1] as n, address[1] as a
          from read_ndjson('${from}', columns = {id: 'VARCHAR', gender: 'VARCHAR', birthDate: 'VARCHAR', name: 'STRUCT(use VARCHAR, family VARCHAR, given VARCHAR[])[]',
                           address: 'STRUCT(line VARCHAR[], city VARCHAR, state VARCHAR, postalCode VARCHAR)[]'}))`,
  observation_values: (from) => `
    select id, patient, effective, value, unit, c.system as system, c.code as code, c.display as display
    from (select id, ${patient}, effectiveDateTime as effective, valueQuantity.value as value, valueQuantity.unit as unit, unnest(code.coding) as c
          from read_ndjson('${from}', columns = {id: 'VARCHAR', subject: 'STRUCT(reference VARCHAR)', effectiveDateTime: 'VARCHAR', valueQuantity: 'STRUCT(value DOUBLE, unit VARCHAR)',
                           code: 'STRUCT(coding STRUCT(system VARCHAR, code VARCHAR, display VARCHAR)[])'}))`,
  blood_pressure: (from) => `
    select id, ${patient}, effectiveDateTime as effective, ${component("8480-6")} as systolic, ${component("8462-4")} as diastolic
    from read_ndjson('${from}', columns = {id: 'VARCHAR', subject: 'STRUCT(reference VARCHAR)', effectiveDateTime: 'VARCHAR', code: 'STRUCT(coding ${codings})',
                     component: 'STRUCT(code STRUCT(coding ${codings}), valueQuantity STRUCT(value DOUBLE))[]'})
    where list_contains(code.coding, {system: 'http://loinc.org', code: '55284-4'})`,
};

const named = ["patient_demographics", "observation_values", "blood_pressure"].map((name) => {
  const view = JSON.parse(readFileSync(join(views, `${name}.json`), "utf8"));
  return { name, view, file: join(inputs, `${view.resource}.ndjson`) };
});

async function duckdb() {
  const { DuckDBInstance } = peers("@duckdb/node-api");
  const instance = await DuckDBInstance.create(":memory:", { threads: "1" });
  const connection = await instance.connect();
  await connection.run("set preserve_insertion_order = false");
  for (const { name, file } of named) {
    const resources = lines(file).length;
    await measure(`view ${name}`, "resources", resources, async () => (await connection.run(sql[name](file))).rowCount, 3);
  }
}

async function medplum() {
  const { evalSqlOnFhir } = await import(pathToFileURL(peers.resolve("@medplum/core")));
  for (const { name, view, file } of named) {
    const resources = lines(file).length;
    await measure(`view ${name}`, "resources", resources, () => evalSqlOnFhir(view, lines(file).map((line) => JSON.parse(line))).length, 0);
  }
}

await (peer === "duckdb" ? duckdb() : medplum());
