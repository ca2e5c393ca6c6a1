#include "session/everything/compartment.hpp"

#include "store/schema/schema.hpp"

#include <algorithm>
#include <bit>

namespace phr {

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

result<bool> compartment::shown(std::int64_t key, fhir::resource_type type) const {
  if (!visible_ || key == patient_) return true;
  PHR_TRY(const auto patients, at_.patients_of(key));
  return visible_(patients, type);
}

result<storage::sql::statement> compartment::by_time(std::int64_t happened, std::int64_t key) const {
  PHR_TRY(auto rows, at_.in().on().prepare("SELECT happened, resource FROM compartment WHERE patient = ?1 AND resource <> ?1 "
                                           "AND (happened, resource) > (?2, ?3) AND (happened = ?4 OR (happened >= ?5 AND happened < ?6)) "
                                           "ORDER BY happened, resource"));
  rows.bind(1, patient_).bind(2, happened).bind(3, key).bind(4, storage::no_time);
  rows.bind(5, asked_.start.value_or(INT64_MIN)).bind(6, asked_.end.value_or(INT64_MAX));
  return rows;
}

result<std::vector<std::int64_t>> compartment::keys() const {
  PHR_TRY(auto rows, by_time(INT64_MIN, 0));
  std::vector<std::int64_t> all;
  for (;;) {
    PHR_TRY(const bool more, rows.step());
    if (!more) break;
    all.push_back(rows.integer(1));
  }
  std::sort(all.begin(), all.end());
  return all;
}

result<std::vector<std::int64_t>> compartment::referred() const {
  PHR_TRY(auto all, keys());
  all.insert(std::lower_bound(all.begin(), all.end(), patient_), patient_);
  PHR_TRY(auto pass, storage::resource_pass::over(at_, all));
  key_set members;
  key_set references;
  std::vector<std::int64_t> some;
  for (;;) {
    PHR_TRY(const bool more, pass.next());
    if (!more) break;
    members.insert(pass.key());
    PHR_TRY(const bool is_shown, shown(pass.key(), pass.type()));
    if (!is_shown) continue;
    PHR_TRY(pass.references(some));
    for (const std::int64_t key : some) references.insert(key);
  }
  return nobodys(references, members);
}

result<std::vector<std::int64_t>> compartment::nobodys(const key_set& references, const key_set& members) const {
  std::vector<std::int64_t> left;
  for (const std::int64_t key : references.keys()) {
    if (members.contains(key)) continue;
    PHR_TRY(const auto patients, at_.patients_of(key));
    if (patients.empty()) left.push_back(key);
  }
  return left;
}

}  // namespace phr
