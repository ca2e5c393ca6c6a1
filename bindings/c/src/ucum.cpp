// Units: codes, comparing, conversion.
#include "handles.hpp"
#include "structs.hpp"

using namespace phr::c;
namespace ucum = phr::ucum;
using phr::decimal;
using phr::result;

namespace {

// The error of the second of two inputs, or of the first.
template <class T>
result<T> nth(std::uint64_t which, result<T>&& read) {
  if (!read) return read.error().nth(which);
  return std::move(read);
}

result<ucum::unit> unit_of(phr_text code, std::uint64_t which = 0) {
  PHR_TRY(const auto given, text(code, "a code"));
  return nth(which, ucum::unit::parse(given));
}

result<decimal> number_of(phr_text value, std::uint64_t which = 0) {
  PHR_TRY(const auto given, text(value, "a value"));
  return nth(which, decimal::parse(given));
}

// A value and two units, as the conversions take them.
struct asked {
  decimal value;
  ucum::unit from;
  ucum::unit to;
};

result<asked> asked_of(phr_text value, phr_text from, phr_text to) {
  asked made;
  PHR_TRY(made.value, number_of(value));
  PHR_TRY(made.from, unit_of(from, 0));
  PHR_TRY(made.to, unit_of(to, 1));
  return made;
}

ucum_answer answer_of(const ucum::substance_answer& of, const ucum::unit& in) {
  return {of.value.to_string(), in.code(), of.rule, of.used.molar_mass.to_string(), of.used.source, of.used.charge};
}

// Gives convert(asked) out, which is a substance_answer.
template <class Convert>
phr_status converted_by(phr_text value, phr_text from, phr_text to, phr_converted** converted,
                        phr_error* err, Convert convert) noexcept {
  if (converted != nullptr) *converted = nullptr;
  return guarded(err, [&]() -> outcome {
    PHR_TRY(wanted(converted, "converted"));
    PHR_TRY(const asked given, asked_of(value, from, to));
    PHR_TRY(const ucum::substance_answer made, convert(given));
    return give(converted, answer_of(made, given.to));
  });
}

}  // namespace

phr_status phr_ucum_validate(phr_text code, phr_error* err) noexcept {
  return guarded(err, [&]() -> outcome { return unit_of(code); });
}

phr_status phr_ucum_display(phr_text code, phr_bytes_fn take_bytes, void* user, phr_error* err) noexcept {
  return guarded(err, [&]() -> outcome {
    PHR_TRY(const auto given, text(code, "a code"));
    PHR_TRY(const std::string words, ucum::display_name(given));
    return hand_out(words, take_bytes, user);
  });
}

phr_status phr_ucum_base(phr_text code, phr_bytes_fn take_bytes, void* user, phr_error* err) noexcept {
  return guarded(err, [&]() -> outcome {
    PHR_TRY(const auto unit, unit_of(code));
    return hand_out(unit.canonical_code(), take_bytes, user);
  });
}

phr_status phr_ucum_comparable(phr_text a, phr_text b, int* answer, phr_error* err) noexcept {
  if (answer != nullptr) *answer = 0;
  return guarded(err, [&]() -> outcome {
    PHR_TRY(wanted(answer, "answer"));
    PHR_TRY(const auto one, unit_of(a, 0));
    PHR_TRY(const auto other, unit_of(b, 1));
    *answer = ucum::is_comparable(one, other) ? 1 : 0;
    return {};
  });
}

phr_status phr_ucum_compare(phr_text a, phr_text a_code, phr_text b, phr_text b_code, int* order, phr_error* err) noexcept {
  if (order != nullptr) *order = 0;
  return guarded(err, [&]() -> outcome {
    PHR_TRY(wanted(order, "order"));
    PHR_TRY(const decimal one, number_of(a, 0));
    PHR_TRY(const decimal other, number_of(b, 1));
    PHR_TRY(const auto of_one, unit_of(a_code, 0));
    PHR_TRY(const auto of_other, unit_of(b_code, 1));
    PHR_TRY(const std::weak_ordering found, ucum::compare(one, of_one, other, of_other));
    *order = found < 0 ? -1 : found > 0 ? 1 : 0;
    return {};
  });
}

phr_status phr_converted_info(const phr_converted* converted, phr_converted_facts* facts, phr_error* err) noexcept {
  return with(converted, err, [&](const phr_converted& in) -> outcome {
    phr_converted_facts known = PHR_CONVERTED_FACTS_INIT;
    known.charge = in.core.charge;
    known.value = borrow(in.core.value);
    known.unit = borrow(in.core.unit);
    known.rule = borrow(in.core.rule);
    known.molar_mass = borrow(in.core.molar_mass);
    if (!in.core.source.empty()) known.source = borrow(in.core.source);
    return fill(facts, known);
  });
}

void phr_converted_end(phr_converted* converted) noexcept { end(converted); }

phr_status phr_ucum_canonical(phr_text value, phr_text code, phr_converted** converted, phr_error* err) noexcept {
  if (converted != nullptr) *converted = nullptr;
  return guarded(err, [&]() -> outcome {
    PHR_TRY(wanted(converted, "converted"));
    PHR_TRY(const decimal number, number_of(value));
    PHR_TRY(const auto unit, unit_of(code));
    PHR_TRY(ucum::quantity made, ucum::canonical_form(number, unit));
    return give(converted, ucum_answer{std::move(made.value).to_string(), std::move(made.code), "units alone", "0", {}, 0});
  });
}

phr_status phr_ucum_convert(phr_text value, phr_text from, phr_text to, phr_converted** converted, phr_error* err) noexcept {
  return converted_by(value, from, to, converted, err, [](const asked& given) -> result<ucum::substance_answer> {
    PHR_TRY(decimal made, ucum::convert(given.value, given.from, given.to));
    return ucum::substance_answer{std::move(made), "units alone", {}};
  });
}

phr_status phr_ucum_convert_substance(phr_text value, phr_text from, phr_text to, phr_text molar_mass, phr_text source,
                                      int charge, phr_converted** converted, phr_error* err) noexcept {
  return converted_by(value, from, to, converted, err, [&](const asked& given) -> result<ucum::substance_answer> {
    PHR_TRY(decimal mass, number_of(molar_mass, 1));
    PHR_TRY(const auto named, text(source, "source"));
    return ucum::convert(given.value, given.from, given.to, ucum::substance{std::move(mass), std::string(named), charge});
  });
}

phr_status phr_ucum_convert_analyte(phr_text value, phr_text from, phr_text to, phr_text loinc, phr_converted** converted,
                                    phr_error* err) noexcept {
  return converted_by(value, from, to, converted, err, [&](const asked& given) -> result<ucum::substance_answer> {
    PHR_TRY(const auto code, text(loinc, "loinc"));
    return ucum::convert_analyte(given.value, given.from, given.to, code);
  });
}

phr_status phr_conversion_create(phr_text from, phr_text to, phr_conversion** conversion, phr_error* err) noexcept {
  if (conversion != nullptr) *conversion = nullptr;
  return guarded(err, [&]() -> outcome {
    PHR_TRY(wanted(conversion, "conversion"));
    PHR_TRY(const auto one, unit_of(from, 0));
    PHR_TRY(const auto other, unit_of(to, 1));
    PHR_TRY(auto made, ucum::conversion::between(one, other));
    return give(conversion, std::move(made));
  });
}

void phr_conversion_end(phr_conversion* conversion) noexcept { end(conversion); }

phr_status phr_conversion_decimal(const phr_conversion* conversion, phr_text value, phr_bytes_fn take_bytes, void* user,
                                  phr_error* err) noexcept {
  return with(conversion, err, [&](const phr_conversion& in) -> outcome {
    PHR_TRY(const decimal number, number_of(value));
    PHR_TRY(const decimal made, in.core(number));
    return hand_out(made.to_string(), take_bytes, user);
  });
}

phr_status phr_conversion_column(const phr_conversion* conversion, const double* in, double* out, size_t count,
                                 phr_error* err) noexcept {
  return with(conversion, err, [&](const phr_conversion& by) -> outcome {
    if (count == 0) return {};
    PHR_TRY(wanted(in, "in"));
    PHR_TRY(wanted(out, "out"));
    std::transform(in, in + count, out, [&](double each) { return by.core(each); });
    return {};
  });
}
