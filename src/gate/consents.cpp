#include "gate/consents.hpp"

#include "store/guard/guarded_snapshot.hpp"

#include <phr/fhir/json.hpp>

namespace phr::gate {

result<void> consents::add(const storage::snapshot& at, std::int64_t key, std::uint32_t version, consent::force with) {
  auto stored = at.version(key, version);
  if (!stored && stored.error().code() == errc::not_found) {  // nobody can say what it denied
    any_unreadable_ = true;
    return success();
  }
  PHR_TRY(const record text, std::move(stored));
  fhir::json::document parsed;
  PHR_TRY(parsed.parse(text.json));
  auto compiled = consent::compile(parsed.root(), with);
  if (compiled) {
    if (compiled.assume_value().speaks()) policies_.push_back(std::move(compiled.assume_value()));
    return success();
  }
  PHR_TRY(const storage::subject_keys of, storage::subjects_of_version(at, text));
  if (of.patients.empty()) any_unreadable_ = true;
  unreadable_.insert(of.patients.begin(), of.patients.end());
  return success();
}

// What was adopted counts. Where an import has put another version in its place, or deleted it, an import may not widen what others see:
// what it denied is denied, what it permitted is not permitted, until the owner has said what to do.
result<void> consents::add(const storage::snapshot& at, const storage::stored_consent& of) {
  if (of.adopted == 0) return success();
  return add(at, of.key, of.adopted, of.is_pending() ? consent::force::denies_alone : consent::force::whole);
}

result<bool> consents::refresh(const storage::snapshot& at) {
  PHR_TRY(const storage::consents_state state, storage::state_of_consents(at));
  if (state == as_of_) return false;
  *this = consents();
  PHR_TRY(const auto all, storage::stored_consents(at));
  for (const auto& each : all) PHR_TRY(add(at, each));
  as_of_ = state;
  return true;
}

result<consents> consents::adopting(const storage::snapshot& at, std::int64_t key) {
  consents made;
  PHR_TRY(const auto all, storage::stored_consents(at));
  for (const auto& each : all) {
    if (each.key != key) {
      PHR_TRY(made.add(at, each));
    } else if (!each.deleted) {
      PHR_TRY(made.add(at, key, each.version, consent::force::whole));
    }
  }
  return made;
}

}  // namespace phr::gate
