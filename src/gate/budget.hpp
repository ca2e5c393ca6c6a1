// What a search may take of one who asks.
#pragma once

#include <phr/core/progress.hpp>

#include "gate/door.hpp"
#include "store/search/answer/search.hpp"
#include "store/sql/meter.hpp"

namespace phr::gate {

// Counts the steps of what the snapshot is asked while it is there. Steps are also those over what is hidden: to anyone but the owner they are not
// counted out, nor limited by themselves.
// Lifetime: of a scope, within those of the snapshot and of the watch. Threads: per-thread. Errors: none of its own; see storage::meter.
class budget {
 public:
  budget(const door& in, const storage::guarded_snapshot& at, const progress& watch, std::uint64_t max_steps = 0)
      : uncounted_{watch}, spent_(in.is_owner() ? watch : progress(uncounted_), max_steps == 0 || !in.is_owner() ? storage::search_steps : max_steps), counting_(at.at(), spent_) {}
  budget(const budget&) = delete;
  budget& operator=(const budget&) = delete;

  [[nodiscard]] const storage::meter& spent() const noexcept { return spent_; }

 private:
  struct uncounted {
    progress watch;
    bool operator()(const progress_step&) const { return watch({0, 0, "steps"}); }
  };
  uncounted uncounted_;
  storage::meter spent_;
  storage::metered counting_;
};

}  // namespace phr::gate
