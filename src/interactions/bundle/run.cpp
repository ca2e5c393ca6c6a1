#include "interactions/bundle/run.hpp"

#include "interactions/bundle/patched.hpp"

#include <phr/fhir/reference.hpp>

#include <algorithm>

namespace phr::bundles {

namespace {

std::string reference_to(fhir::resource_type type, std::string_view id) { return std::string(fhir::name(type)) + "/" + std::string(id); }

}  // namespace

bool is_of_the_store(errc code) noexcept {
  const auto number = static_cast<int>(code);
  return number >= 1 && number < 80 && code != errc::unsupported && code != errc::invalid_argument && code != errc::already_exists;
}

result<std::vector<std::string>> find_two(const storage::guarded_snapshot& at, std::string_view text, std::int64_t now,
                                          std::optional<std::int64_t> of_source) {
  PHR_TRY(storage::query asked, storage::parse_query(text));
  // Nothing to go by would be everything of the type, which nobody means who writes a condition.
  if (asked.criteria.empty()) return error{errc::malformed_query}.at("a condition without a criterion");
  if (asked.types.size() != 1) return error{errc::malformed_query}.at("a condition of several types");
  // What is asked of the answer is not part of the condition.
  asked.of_source = of_source;
  asked.count = 2;
  asked.skip = 0;
  asked.sort.clear();
  asked.includes.clear();
  asked.total = storage::query_total::none;
  asked.summary = storage::query_summary::none;
  storage::search_setting setting;
  setting.now = now;
  PHR_TRY(const auto found, storage::run_search(at, asked, setting));
  std::vector<std::string> ids;
  for (const auto& each : found) ids.push_back(each.id);
  return ids;
}

// The id of the one resource that a search finds; "" for none.
result<std::string> runner::matching(std::string_view text) {
  PHR_TRY(const auto at, in_.look_into(work_));
  const std::int64_t source = work_.source();
  PHR_TRY(auto found, find_two(at, text, in_.now(), source == storage::source_of_owner ? std::optional<std::int64_t>() : source));
  if (found.size() > 1) return error{errc::ambiguous_match}.at("a condition");
  return found.empty() ? std::string() : std::move(found.front());
}

result<void> runner::turn_to(std::string_view source) {
  if (!source.empty()) return work_.from_source(source);
  work_.from_owner();
  return success();
}

// The error with the entry it is of, where there are several and it has no number of its own; a conflict's is the version.
error runner::of_entry(const error& why, std::uint64_t entry) const {
  if (is_single_ || (why.has_ordinal() && why.code() != errc::version_conflict)) return why;
  return why.nth(entry);
}

result<void> runner::run(plan& asked, const done& each) {
  is_single_ = asked.entries <= 1;
  if (asked.is_history) return run_history(asked, each);
  PHR_TRY(remove_all(asked, each));
  PHR_TRY(find_targets(asked, each));
  PHR_TRY(write_all(asked, each));
  return check_conditional(asked);
}

result<void> runner::look_ahead(plan& asked) {
  is_single_ = asked.entries <= 1;
  if (asked.is_history || asked.steps.empty() || asked.steps.front().what == verb::remove) return success();
  for (const planned& step : asked.steps) {
    if (step.conditional.empty()) continue;
    const auto ready = is_ready(asked, step);
    if (!ready) return of_entry(ready.error(), step.entry);
  }
  return success();
}

result<void> runner::remove_all(plan& asked, const done& each) {
  for (planned& step : asked.steps) {
    if (step.what != verb::remove) break;
    PHR_TRY(turn_to(step));
    if (!step.by_search.empty()) {
      auto found = matching(step.by_search);
      if (!found) return of_entry(found.error(), step.entry);
      step.id = found.value();
      if (!step.id.empty() && !taken_.emplace(reference_to(step.type, step.id), step.entry).second) {
        return of_entry(error{errc::duplicate_id}.at("Bundle.entry"), step.entry);
      }
    }
    write_report report{step.type, step.id, 0, write_kind::unchanged};
    if (!step.id.empty()) {
      auto removed = work_.remove(step.type, step.id, in_.now(), step.expected);
      // What is not there is as it should be, unless a version was to be.
      const bool absent = !removed && (removed.error().code() == errc::not_found || removed.error().code() == errc::gone);
      if (absent && step.expected) return of_entry(error{errc::version_conflict}.at("If-Match"), step.entry);
      if (!removed && !absent) return of_entry(removed.error(), step.entry);
      if (removed) report = removed.value();
      written_.insert(static_cast<std::uint16_t>(step.type));
    }
    PHR_TRY(each(step, report));
  }
  return success();
}

// Another resource than was planned: what other entries call it leads there.
void runner::redirect(plan& asked, const planned& step, const std::string& id) {
  std::string relative;
  if (const auto parts = fhir::split_reference(step.full_url); parts.type && !parts.base.empty()) relative = reference_to(*parts.type, parts.id);
  for (const std::string& name : {step.full_url, relative}) {
    const auto called = asked.called.find(name);
    if (called != asked.called.end() && called->second == step.entry) asked.references[name] = reference_to(step.type, id);
  }
}

result<void> runner::find_target(plan& asked, planned& step, const std::string& found) {
  const error nowhere = error{errc::not_found}.at("a condition");
  if (found.empty() && step.what == verb::patch) return nowhere;
  if (found.empty() && step.names_id) {
    PHR_TRY(const std::int64_t key, work_.key_of(step.type, step.id));
    if (key != 0 && work_.standing(key)) return error{errc::already_exists}.at("id");
  }
  if (!found.empty()) {
    if (step.names_id && step.id != found) return error{errc::invalid_value}.at("id");
    step.id = found;
  }
  redirect(asked, step, step.id);
  if (!taken_.emplace(reference_to(step.type, step.id), step.entry).second) return error{errc::duplicate_id}.at("Bundle.entry");
  return success();
}

result<void> runner::find_targets(plan& asked, const done& each) {
  std::unordered_set<std::string> creating;
  for (planned& step : asked.steps) {
    if (step.what == verb::remove || step.what == verb::read || (step.by_search.empty() && step.only_if_none.empty())) continue;
    PHR_TRY(turn_to(step));
    const bool is_create = !step.only_if_none.empty();
    const std::string text = is_create ? std::string(fhir::name(step.type)) + "?" + step.only_if_none : step.by_search;
    const auto found = matching(text);
    if (!found) return of_entry(found.error(), step.entry);
    if (!is_create) {
      const auto target = find_target(asked, step, found.value());
      if (!target) return of_entry(target.error(), step.entry);
    } else if (!found.value().empty()) {
      redirect(asked, step, found.value());
      PHR_TRY(each(step, {step.type, found.value(), 0, write_kind::unchanged}));
      step.id.clear();  // nothing is written
    } else if (!creating.insert(step.source + "\n" + text).second) {
      return of_entry(error{errc::duplicate_id}.at("Bundle.entry.request.ifNoneExist"), step.entry);
    }
  }
  // A condition may have found what another entry names.
  if (taken_.empty()) return success();
  for (const planned& step : asked.steps) {
    if (step.what == verb::read || step.id.empty()) continue;
    const auto [at, is_new] = taken_.emplace(reference_to(step.type, step.id), step.entry);
    if (!is_new && at->second != step.entry) return of_entry(error{errc::duplicate_id}.at("Bundle.entry"), step.entry);
  }
  return success();
}

// Looks for what its conditional references mean; false where one of them finds nothing yet.
result<bool> runner::is_ready(plan& asked, const planned& step) {
  if (!step.conditional.empty()) PHR_TRY(turn_to(step));
  for (const std::string& reference : step.conditional) {
    std::string& known = conditional_[step.source + "\n" + reference];
    if (known.empty()) {
      PHR_TRY(known, matching(reference));
      if (known.empty()) return false;
    }
    asked.references[reference] = reference.substr(0, reference.find('?')) + "/" + known;
  }
  return true;
}

result<write_report> runner::write(const planned& step, const storage::reference_map& references) {
  written_.insert(static_cast<std::uint16_t>(step.type));
  PHR_TRY(turn_to(step));
  if (step.what == verb::patch) return patch(step, references);
  return work_.put(step.type, step.id, step.resource, references, in_.now(), step.expected);
}

result<write_report> runner::patch(const planned& step, const storage::reference_map& references) {
  std::string description = step.description;
  if (description.empty()) {
    PHR_TRY(description, patch_of(step.resource));
  }
  return patch_record(work_, {step.type, step.id, step.expected}, description, references, in_.now());
}

result<void> runner::write_all(plan& asked, const done& each) {
  std::vector<planned*> waiting;
  const auto one = [&](planned& step) -> result<bool> {
    const auto ready = step.conditional.empty() ? result<bool>(true) : is_ready(asked, step);
    if (!ready) return of_entry(ready.error(), step.entry);
    if (!ready.value()) return false;
    const auto written = write(step, asked.references);
    if (!written) return of_entry(written.error(), step.entry);
    PHR_TRY(each(step, written.value()));
    return true;
  };
  // References to what is there already are found before anything is written, so that the index is brought up to date once.
  for (planned& step : asked.steps) {
    if (step.conditional.empty() || step.id.empty()) continue;
    const auto ready = is_ready(asked, step);
    if (!ready) return of_entry(ready.error(), step.entry);
  }
  for (planned& step : asked.steps) {
    if (step.what == verb::remove || step.what == verb::read || step.id.empty()) continue;
    PHR_TRY(const bool written, one(step));
    if (!written) waiting.push_back(&step);
  }
  for (int pass = 0; !waiting.empty(); ++pass) {
    if (pass == most_passes) return of_entry(too_many_passes(), waiting.front()->entry);
    std::reverse(waiting.begin(), waiting.end());
    std::vector<planned*> still;
    for (planned* const step : waiting) {
      PHR_TRY(const bool written, one(*step));
      if (!written) still.push_back(step);
    }
    if (still.size() == waiting.size()) {
      const auto first = std::min_element(still.begin(), still.end(), [](const planned* a, const planned* b) { return a->entry < b->entry; });
      return of_entry(error{errc::unresolved_reference}.at("Reference.reference"), (*first)->entry);
    }
    waiting = std::move(still);
  }
  return success();
}

// What was found before all was written must still be the only one.
result<void> runner::check_conditional(const plan& asked) {
  for (const planned& step : asked.steps) {
    for (const std::string& reference : step.conditional) {
      const auto known = conditional_.find(step.source + "\n" + reference);
      const auto type = fhir::resource_type_named(std::string_view(reference).substr(0, reference.find('?')));
      if (known == conditional_.end() || !type || !written_.contains(static_cast<std::uint16_t>(*type))) continue;
      PHR_TRY(turn_to(step));
      const auto found = matching(reference);
      if (!found) return of_entry(found.error(), step.entry);
      if (found.value() != known->second) return of_entry(error{errc::ambiguous_match}.at("Reference.reference"), step.entry);
      conditional_.erase(known);
    }
  }
  return success();
}

result<bool> runner::one(plan& so_far, planned& step, const done& each) {
  is_single_ = true;
  if (step.what == verb::remove) {
    plan alone;
    alone.steps.push_back(step);
    PHR_TRY(remove_all(alone, each));
    return true;
  }
  for (const std::string& reference : step.conditional) asked_by_.try_emplace(step.source + "\n" + reference, step.entry);
  PHR_TRY(const bool ready, is_ready(so_far, step));
  if (!ready) return false;
  PHR_TRY(const write_report written, write(step, so_far.references));
  PHR_TRY(each(step, written));
  return true;
}

result<void> runner::end() {
  for (const auto& [name, known] : conditional_) {
    const std::size_t end = name.find('\n');
    const std::string_view reference = std::string_view(name).substr(end + 1);
    const auto type = fhir::resource_type_named(reference.substr(0, reference.find('?')));
    if (known.empty() || !type || !written_.contains(static_cast<std::uint16_t>(*type))) continue;
    PHR_TRY(turn_to(std::string_view(name).substr(0, end)));
    PHR_TRY(const std::string found, matching(reference));
    if (found != known) return error{errc::ambiguous_match}.at("Reference.reference").nth(asked_by_[name]);
  }
  return success();
}

}  // namespace phr::bundles
