// Validation of texts and resources.
#include "handles.hpp"
#include "structs.hpp"

#include <phr/fhir/json_codec.hpp>
#include <phr/fhir/r4/operation_outcome.hpp>
#include <phr/validate/validate.hpp>

#include <string>
#include <vector>

using namespace phr::c;
namespace validate = phr::validate;

namespace {

// Calls `check` with the options as the library has them.
template <class Check>
outcome checked(const phr_validate_options* options, phr_outcome** into, Check check) {
  PHR_TRY(wanted(into, "outcome"));
  PHR_TRY(const phr_validate_options given, take_optional(options));
  validate::options known;
  known.known_extensions_only = given.known_extensions_only != 0;
  known.self_contained = given.self_contained != 0;
  known.json_comments = given.json_comments != 0;
  if (given.known != nullptr) {
    if (!is_valid(given.known)) return phr::error{phr::errc::invalid_argument}.at("known");
    known.known = &given.known->core;
  }
  if (given.profiles == nullptr && given.profile_count != 0) return phr::error{phr::errc::invalid_argument}.at("profiles");
  std::vector<std::string> urls;
  for (std::size_t at = 0; at < given.profile_count; ++at) {
    PHR_TRY(const auto url, text(given.profiles[at], "profiles"));
    urls.emplace_back(url);
  }
  known.profiles = urls;
  return give(into, check(known));
}

}  // namespace

phr_status phr_profiles_create(phr_profiles** profiles, phr_error* err) noexcept {
  if (profiles != nullptr) *profiles = nullptr;
  return guarded(err, [&]() -> outcome {
    PHR_TRY(wanted(profiles, "profiles"));
    return give(profiles, validate::profiles());
  });
}

phr_status phr_profiles_add(phr_profiles* profiles, const phr_resource* definition, int* added, phr_error* err) noexcept {
  if (added != nullptr) *added = 0;
  return with(profiles, err, [&](phr_profiles& to) -> outcome {
    if (!is_valid(definition)) return phr::error{phr::errc::invalid_argument}.at("definition");
    PHR_TRY(const bool one, to.core.add(definition->core));
    if (added != nullptr) *added = one ? 1 : 0;
    return {};
  });
}

phr_status phr_profiles_load(phr_profiles* profiles, phr_text folder, size_t* added, phr_error* err) noexcept {
  if (added != nullptr) *added = 0;
  return with(profiles, err, [&](phr_profiles& to) -> outcome {
    PHR_TRY(const auto path, text(folder, "folder"));
    PHR_TRY(const std::size_t count, to.core.load_folder(std::string(path)));
    if (added != nullptr) *added = count;
    return {};
  });
}

void phr_profiles_end(phr_profiles* profiles) noexcept { end(profiles); }

phr_status phr_validate(phr_text text_in, const phr_validate_options* options, phr_outcome** outcome_out,
                        phr_error* err) noexcept {
  if (outcome_out != nullptr) *outcome_out = nullptr;
  return guarded(err, [&]() -> outcome {
    PHR_TRY(const auto given, text(text_in, "text"));
    return checked(options, outcome_out, [&](const validate::options& known) { return validate::check_text(given, known); });
  });
}

phr_status phr_validate_resource(const phr_resource* resource, const phr_validate_options* options, phr_outcome** outcome_out,
                                 phr_error* err) noexcept {
  if (outcome_out != nullptr) *outcome_out = nullptr;
  return with(resource, err, [&](const phr_resource& in) -> outcome {
    return checked(options, outcome_out, [&](const validate::options& known) { return validate::check(in.core, known); });
  });
}

int phr_outcome_is_valid(const phr_outcome* outcome_in) noexcept { return is_valid(outcome_in) && outcome_in->core.is_valid() ? 1 : 0; }

size_t phr_outcome_findings_count(const phr_outcome* outcome_in) noexcept { return is_valid(outcome_in) ? outcome_in->core.issues.size() : 0; }

phr_status phr_outcome_findings_at(const phr_outcome* outcome_in, size_t index, phr_finding* finding, phr_error* err) noexcept {
  return with(outcome_in, err, [&](const phr_outcome& in) -> outcome {
    PHR_TRY(within(index, in.core.issues.size()));
    const validate::issue& found = in.core.issues[index];
    phr_finding known = PHR_FINDING_INIT;
    known.severity = static_cast<phr_severity>(found.severity);
    known.line = found.line;
    known.column = found.column;
    known.code = borrow(phr::fhir::r4::code_set_of(found.type).names[static_cast<std::size_t>(found.type)]);
    known.message = borrow(found.message);
    known.path = borrow(found.path);
    known.rule = borrow(found.rule);
    known.profile = borrow(found.profile);
    return fill(finding, known);
  });
}

phr_status phr_outcome_json(const phr_outcome* outcome_in, phr_bytes_fn take_bytes, void* user, phr_error* err) noexcept {
  return with(outcome_in, err, [&](const phr_outcome& in) -> outcome {
    PHR_TRY(wanted(take_bytes, "take"));
    const std::string out = phr::fhir::json_encode(validate::to_operation_outcome(in.core));
    take_bytes(user, phr::as_bytes(out).data(), out.size());
    return {};
  });
}

void phr_outcome_end(phr_outcome* outcome_in) noexcept { end(outcome_in); }

static_assert(static_cast<int>(validate::severity::fatal) == PHR_FATAL && static_cast<int>(validate::severity::information) == PHR_INFORMATION);
