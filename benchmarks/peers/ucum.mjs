// ucum.mjs: ucum-lhc with units that are read already: its fastest way (convertUnitTo reads both codes each time).
import { createRequire } from "node:module";
import { join } from "node:path";
import { measure } from "./side.mjs";

const { UcumLhcUtils } = createRequire(join(process.env.PHR_PEERS, "package.json"))("@lhncbc/ucum-lhc");
const utils = UcumLhcUtils.getInstance();
const unit = (code) => utils.getSpecifiedUnit(code, "validate").unit;
const values = [5.4, 120, 0.9, 98.6, 1013.25, 7, 36.6, 0.0125];
const pairs = [["mg/dL", "g/L"], ["[lb_av]", "kg"], ["mm[Hg]", "kPa"], ["[in_i]", "cm"], ["10*3/uL", "10*9/L"], ["mmol/L", "umol/L"], ["min", "s"], ["ug", "mg"]]
  .map(([from, to]) => [unit(from), unit(to)]);
const rounds = 2000;
await measure("conversions", "conversions", rounds * pairs.length * values.length, () => {
  let sum = 0;
  for (let round = 0; round < rounds; ++round) for (const [from, to] of pairs) for (const value of values) sum += to.convertFrom(value, from);
  return Math.round(sum / rounds);
});
