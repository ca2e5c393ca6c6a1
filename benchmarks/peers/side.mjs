// What the scripts of the peers share: one line of JSON for each figure, in the form that phr_peers prints.
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";

export const resources_a_type = 500;

export function lines(path) {
  return readFileSync(path, "utf8").trimEnd().split("\n");
}

export function types(inputs) {
  return readdirSync(inputs).filter((name) => name.endsWith(".txt")).map((name) => name.replace(".txt", "")).sort();
}

export function resources(inputs, type, most = resources_a_type) {
  return lines(join(inputs, `${type}.ndjson`)).slice(0, most).map((line) => JSON.parse(line));
}

// Runs `work`, which answers what it found as a number, for some seconds and at least three times; tells of the best round: `count` of `unit`.
export async function measure(name, unit, count, work, seconds = 1) {
  const until = performance.now() + seconds * 1000;
  let best = Infinity;
  let answer;
  for (let round = 0; round < 3 || performance.now() < until; ++round) {
    const begin = performance.now();
    answer = await work();
    best = Math.min(best, performance.now() - begin);
  }
  console.log(JSON.stringify({ name, unit, per_second: (count / best) * 1000, answer }));
}
