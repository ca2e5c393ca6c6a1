// Doing what a plan asks for, inside one write transaction.
#pragma once

#include "gate/door.hpp"
#include "interactions/bundle/plan.hpp"
#include "store/search/answer/search.hpp"

#include <phr/core/progress.hpp>

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

namespace phr::bundles {

// Entries that wait for one another are gone through so often, from either end in turn: enough for chains of any length in the order of the entries.
inline constexpr int most_passes = 32;
[[nodiscard]] inline error too_many_passes() noexcept { return error{errc::too_large}.at("Reference.reference: entries that wait for one another, by conditions"); }


// The writes of a plan, one path for imports, Bundles and single conditional writes. Removals come first, then creations, then
// updates and patches. What a condition finds is what is there after the removals and before the other writes. A conditional reference
// goes to the one resource that matches when all is written: entries wait for those that they refer to.
// Lifetime: borrows the unit, the plan and the callable of `watch`. Threads: per-thread. Errors, with the entry in `nth`: those
// of unit and of searches; ambiguous_match where a condition or a conditional reference finds several; unresolved_reference;
// already_exists for a conditional update without a match whose id is there; invalid_value where it names another id than the match;
// duplicate_id where two conditions find one resource; not_found for a conditional patch without a match.
class runner {
 public:
  // Told of each write as it is done, and of the creations that a match took the place of.
  using done = std::function<result<void>(const planned&, const write_report&)>;

  runner(gate::door& in, storage::unit& work) : in_(in), work_(work) {}

  // Reads are left out.
  [[nodiscard]] result<void> run(plan& asked, const done& each);

  // Looks for what conditional references mean before anything is written, where nothing is removed: what waits to be indexed is written for it, and
  // an import that is refused then takes nothing of that back.
  [[nodiscard]] result<void> look_ahead(plan& asked);

  // The same for steps that come one by one and have no conditions: does one, false where a conditional reference of it finds nothing so far; and
  // `end`, when all are done. `so_far` has the references. Errors have no entry but those of `end`.
  [[nodiscard]] result<bool> one(plan& so_far, planned& step, const done& each);
  [[nodiscard]] result<void> end();

 private:
  [[nodiscard]] result<void> remove_all(plan& asked, const done& each);
  [[nodiscard]] result<void> find_targets(plan& asked, const done& each);
  [[nodiscard]] result<void> find_target(plan& asked, planned& step, const std::string& found);
  [[nodiscard]] result<void> write_all(plan& asked, const done& each);
  [[nodiscard]] result<bool> is_ready(plan& asked, const planned& step);
  [[nodiscard]] result<write_report> write(const planned& step, const storage::reference_map& references);
  [[nodiscard]] result<write_report> patch(const planned& step, const storage::reference_map& references);
  [[nodiscard]] result<void> check_conditional(const plan& asked);
  [[nodiscard]] result<void> run_history(plan& asked, const done& each);
  // What is written next is of the step's source, and conditions find what that has brought.
  [[nodiscard]] result<void> turn_to(const planned& step) { return turn_to(std::string_view(step.source)); }
  [[nodiscard]] result<void> turn_to(std::string_view source);
  [[nodiscard]] result<std::string> matching(std::string_view text);
  [[nodiscard]] error of_entry(const error& why, std::uint64_t entry) const;
  static void redirect(plan& asked, const planned& step, const std::string& id);

  gate::door& in_;
  storage::unit& work_;
  bool is_single_ = false;
  std::map<std::string, std::string> conditional_;        // source and reference to what it found; "" for nothing so far
  std::map<std::string, std::uint64_t> asked_by_;         // the first entry that has it, of steps that come one by one
  std::unordered_set<std::uint16_t> written_;             // types
  std::unordered_map<std::string, std::uint64_t> taken_;  // Type/id that a condition found
};

// True for failures of the store, after which nothing further can land; false for an entry or a line that is itself at fault.
[[nodiscard]] bool is_of_the_store(errc code) noexcept;

// The ids of at most two resources that the criteria of `Type?criteria` find, for "none, one or several".
// With a source, of what it brought alone.
[[nodiscard]] result<std::vector<std::string>> find_two(const storage::guarded_snapshot& at, std::string_view text, std::int64_t now,
                                                        std::optional<std::int64_t> of_source = {});

}  // namespace phr::bundles
