// Parts of a unit that may fail alone, and when its index rows are written.
#include "store/records/unit.hpp"

namespace phr::storage {

result<void> unit::flush() {
  if (part_.is_open) return flush_in_part();
  unflushed_.clear();
  return insert_rows(*in_, pending_);
}

result<void> unit::flush_in_part() {
  if (in_->on().all_changes() == part_.all_changes) {
    // Nothing of the part has been written, so it begins anew behind the rows that waited before it: however often a part fails, they are written once.
    PHR_TRY(auto* release, in_->use("RELEASE part"));
    PHR_TRY(release->run());
    unflushed_.clear();
    PHR_TRY(insert_rows(*in_, pending_));
    return begin_part();
  }
  if (part_.rows != pending_rows::counts{}) {
    part_.aside = pending_.first(part_.rows);
    part_.rows = {};
    for (const std::int64_t key : part_.keys) unflushed_.erase(key);
    part_.aside_keys.assign(unflushed_.begin(), unflushed_.end());
  }
  part_.keys.clear();
  unflushed_.clear();
  return insert_rows(*in_, pending_);
}

result<void> unit::begin_part() {
  part_.all_changes = in_->on().all_changes();
  part_.rows = pending_.count();
  PHR_TRY(auto* savepoint, in_->use("SAVEPOINT part"));
  return savepoint->run();
}

result<void> unit::mark() {
  part_ = {};
  part_.is_open = true;
  part_.first_change = first_change_;
  part_.seen = seen_;
  part_.last_change = last_change_;
  names_->mark();
  return begin_part();
}

result<void> unit::keep() {
  part_.is_open = false;
  names_->keep();
  PHR_TRY(auto* release, in_->use("RELEASE part"));
  return release->run();
}

result<void> unit::back() {
  PHR_TRY(auto* undo, in_->use("ROLLBACK TO part"));
  PHR_TRY(undo->run());
  pending_.back_to(part_.rows);
  for (const std::int64_t key : part_.keys) unflushed_.erase(key);
  if (part_.aside.size() != 0) {
    pending_ = std::move(part_.aside);
    unflushed_ = {part_.aside_keys.begin(), part_.aside_keys.end()};
  }
  first_change_ = part_.first_change;
  seen_ = part_.seen;
  last_change_ = part_.last_change;
  names_->back();
  sources_.clear();
  bound_.clear();
  late_place_.reset();
  part_.is_open = false;
  PHR_TRY(auto* release, in_->use("RELEASE part"));
  return release->run();
}

void unit::try_names() noexcept {
  names_->mark();
  is_trying_ = true;
  wants_part_ = false;
}

void unit::keep_names() noexcept {
  names_->keep();
  is_trying_ = false;
}

result<void> unit::beyond_names() {
  if (!is_trying_) return success();
  wants_part_ = true;
  return error{errc::internal}.at("a part that only names what it is to put");
}

result<void> unit::take_back_names() {
  bound_.clear();
  is_trying_ = false;
  return names_->take_back();
}

}  // namespace phr::storage
