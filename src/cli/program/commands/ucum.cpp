#include "cli/program/commands/commands.hpp"

#include "cli/program/json_text.hpp"

#include <phr/core/describe.hpp>
#include <phr/ucum/ucum.hpp>

#include <memory>

namespace phr::cli {

namespace {

struct ucum_given {
  std::string first;  // CODE; or VALUE CODE; or VALUE FROM TO
  std::string second;
  std::string third;
  std::string loinc;
  std::string molar_mass;
  std::string source;
  int charge = 0;
  bool json = false;
};

void say(const std::string& line) { std::printf("%s\n", line.c_str()); }

result<exit_code> explain(const ucum_given& given) {
  PHR_TRY(const auto unit, ucum::unit::parse(given.first));
  PHR_TRY(const std::string words, ucum::display_name(unit.code()));
  PHR_TRY(const auto one, ucum::canonical_form(decimal::from_int64(1), unit));
  if (given.json) {
    json_object out;
    out.add("code", unit.code()).add("display", words).add("base", unit.canonical_code()).raw("one", one.value.to_string());
    say(out.add("special", unit.is_special()).add("arbitrary", unit.is_arbitrary()).add("dimensionless", unit.is_dimensionless()).text());
    return done;
  }
  say(unit.code() + ": " + words);
  say("1 " + unit.code() + " = " + one.value.to_string() + (one.code == "1" ? "" : " " + one.code));
  if (unit.is_special()) say("a special unit: it takes no part in products");
  if (unit.is_arbitrary()) say("an arbitrary unit: comparable with itself alone");
  return done;
}

result<exit_code> in_base_units(const ucum_given& given) {
  PHR_TRY(const decimal value, decimal::parse(given.first));
  PHR_TRY(const auto made, ucum::canonical_form(value, given.second));
  say(given.json ? json_object().raw("value", made.value.to_string()).add("unit", made.code).text() : made.value.to_string() + " " + made.code);
  return done;
}

result<ucum::substance_answer> answer(const ucum_given& given, const decimal& value, const ucum::unit& from, const ucum::unit& to) {
  if (!given.loinc.empty()) return ucum::convert_analyte(value, from, to, given.loinc);
  if (!given.molar_mass.empty()) {
    PHR_TRY(decimal mass, decimal::parse(given.molar_mass));
    return ucum::convert(value, from, to, ucum::substance{std::move(mass), given.source, given.charge});
  }
  PHR_TRY(decimal made, ucum::convert(value, from, to));
  return ucum::substance_answer{std::move(made), "units alone", {}};
}

result<exit_code> convert(const ucum_given& given) {
  PHR_TRY(const decimal value, decimal::parse(given.first));
  PHR_TRY(const auto from, ucum::unit::parse(given.second));
  PHR_TRY(const auto to, ucum::unit::parse(given.third));
  PHR_TRY(const auto made, answer(given, value, from, to));
  const bool by_mass = !made.used.molar_mass.is_zero();
  if (given.json) {
    json_object out;
    out.raw("value", made.value.to_string()).add("unit", to.code()).add("rule", made.rule);
    if (by_mass) out.raw("molarMass", made.used.molar_mass.to_string()).add("source", made.used.source);
    if (made.used.charge != 0) out.add("charge", static_cast<std::int64_t>(made.used.charge));
    say(out.text());
    return done;
  }
  say(made.value.to_string() + " " + to.code());
  if (!by_mass) return done;
  say(std::string(made.rule) + ": " + made.used.molar_mass.to_string() + " g/mol" + (made.used.charge != 0 ? ", " + std::to_string(made.used.charge) + " equivalents in a mole" : "") +
        (made.used.source.empty() ? "" : " (" + made.used.source + ")"));
  return done;
}

result<exit_code> answer_to(const ucum_given& given) {
  const bool of_what = !given.loinc.empty() || !given.molar_mass.empty();
  if (given.third.empty() && of_what) return error{errc::invalid_argument}.at("a value and two codes, where it is said what is measured");
  if (given.second.empty()) return explain(given);
  return given.third.empty() ? in_base_units(given) : convert(given);
}

}  // namespace

void add_ucum(CLI::App& program, action& run) {
  auto* command = program.add_subcommand("ucum", "Units: phr ucum CODE, phr ucum VALUE CODE, phr ucum VALUE FROM TO");
  const auto given = std::make_shared<ucum_given>();
  command->add_option("first", given->first, "a code to explain, or a value")->required();
  command->add_option("code", given->second, "of the value; alone: it is told in base units");
  command->add_option("to", given->third, "the code of another unit for it");
  auto* loinc = command->add_option("--loinc", given->loinc, "the LOINC code of what is measured: mg/dL and mmol/L by its molar mass");
  auto* mass = command->add_option("--molar-mass", given->molar_mass, "of what is measured, in g/mol")->excludes(loinc);
  command->add_option("--source", given->source, "where the molar mass is from")->needs(mass);
  command->add_option("--charge", given->charge, "equivalents in a mole")->needs(mass);
  command->add_flag("--json", given->json, "one object");
  command->callback([given, &run] { run = [given] { return answer_to(*given); }; });
}

}  // namespace phr::cli
