// ucum.mjs: ucum-lhc, which computes in double, by units that were read beforehand (Unit.convertFrom), and by the texts of codes, whose units it keeps
// (convertUnitTo, the way its pages show).
import { createRequire } from "node:module";
import { join } from "node:path";
import { measure } from "./side.mjs";

const { UcumLhcUtils } = createRequire(join(process.env.PHR_PEERS, "package.json"))("@lhncbc/ucum-lhc");
const utils = UcumLhcUtils.getInstance();
const unit = (code) => utils.getSpecifiedUnit(code, "validate").unit;
const values = [5.4, 120, 0.9, 98.6, 1013.25, 7, 36.6, 0.0125];
const codes = [["mg/dL", "g/L"], ["[lb_av]", "kg"], ["mm[Hg]", "kPa"], ["[in_i]", "cm"], ["10*3/uL", "10*9/L"], ["mmol/L", "umol/L"], ["min", "s"], ["ug", "mg"]];
const pairs = codes.map(([from, to]) => [unit(from), unit(to)]);
const rounds = 2000;
const count = rounds * pairs.length * values.length;
await measure("in double, units read beforehand", "conversions", count, () => {
  let sum = 0;
  for (let round = 0; round < rounds; ++round) for (const [from, to] of pairs) for (const value of values) sum += to.convertFrom(value, from);
  return Math.round(sum / rounds);
});
await measure("exact decimals, theirs by the texts of codes", "conversions", count, () => {
  let sum = 0;
  for (let round = 0; round < rounds; ++round) for (const [from, to] of codes) for (const value of values) sum += utils.convertUnitTo(from, value, to).toVal;
  return Math.round(sum / rounds);
});
