#include "interactions/everything/compartment.hpp"

#include <algorithm>
#include <bit>

namespace phr::interactions {

std::vector<std::int64_t> key_set::keys() const {
  std::vector<std::int64_t> all;
  for (std::size_t word = 0; word < words_.size(); ++word) {
    for (std::uint64_t bits = words_[word]; bits != 0; bits &= bits - 1) {
      all.push_back(static_cast<std::int64_t>(word * 64 + static_cast<std::size_t>(std::countr_zero(bits))));
    }
  }
  return all;
}

bool compartment::wanted(fhir::resource_type type, std::int64_t updated) const {
  const bool of_type = asked_.types.empty() || std::find(asked_.types.begin(), asked_.types.end(), type) != asked_.types.end();
  return of_type && (!asked_.since || updated >= *asked_.since);
}

result<storage::members> compartment::by_time(std::optional<storage::member_place> behind) const {
  storage::member_query query;
  query.patient = patient_;
  query.from = asked_.start;
  query.to = asked_.end;
  query.behind = behind;
  return storage::members::of(at_, query);
}

result<std::vector<std::int64_t>> compartment::keys() const {
  PHR_TRY(auto rows, by_time({}));
  std::vector<std::int64_t> all;
  for (;;) {
    PHR_TRY(const auto row, rows.next());
    if (!row) break;
    if (row->key != patient_) all.push_back(row->key);
  }
  std::sort(all.begin(), all.end());
  return all;
}

result<std::vector<std::int64_t>> compartment::referred() const {
  PHR_TRY(auto all, keys());
  all.insert(std::lower_bound(all.begin(), all.end(), patient_), patient_);
  PHR_TRY(auto pass, storage::resource_pass::over(at_.at(), all));
  key_set members;
  key_set references;
  std::vector<std::int64_t> some;
  for (;;) {
    PHR_TRY(const bool more, pass.next());
    if (!more) break;
    members.insert(pass.key());
    PHR_TRY(pass.references(some));
    for (const std::int64_t key : some) references.insert(key);
  }
  return nobodys(references, members);
}

result<std::vector<std::int64_t>> compartment::nobodys(const key_set& references, const key_set& members) const {
  std::vector<std::int64_t> left;
  for (const std::int64_t key : references.keys()) {
    if (members.contains(key)) continue;
    PHR_TRY(const bool shown, at_.sees(key));
    if (!shown) continue;
    PHR_TRY(const auto patients, at_.at().patients_of(key));
    if (patients.empty()) left.push_back(key);
  }
  PHR_TRY(storage::put_in_order(at_, left));
  return left;
}

}  // namespace phr::interactions
