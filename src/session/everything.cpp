// $everything: a patient's compartment, and what it refers to.
#include <phr/session/operations.hpp>

#include "session/patient.hpp"
#include "session/state.hpp"
#include "store/body/reference_list.hpp"
#include "store/intern/interner.hpp"
#include "store/records/packed_body.hpp"
#include "store/schema/schema.hpp"
#include "store/search/include.hpp"

#include <algorithm>
#include <charconv>
#include <set>

namespace phr {

namespace {

// Where a page ended: the patient comes first, then the compartment by time and key, then what is referred to by key.
struct place {
  char part = 'p';
  std::int64_t happened = INT64_MIN;
  std::int64_t key = 0;

  [[nodiscard]] std::string text() const { return part + std::to_string(happened) + "." + std::to_string(key); }
};

result<place> read_place(std::string_view text) {
  place made;
  if (text.empty()) return made;
  made.part = text.front();
  const char* const end = text.data() + text.size();
  const auto first = std::from_chars(text.data() + 1, end, made.happened);
  const bool is_first = first.ec == std::errc{} && first.ptr != end && *first.ptr == '.';
  const auto second = is_first ? std::from_chars(first.ptr + 1, end, made.key) : first;
  if (!is_first || second.ec != std::errc{} || second.ptr != end || (made.part != 'c' && made.part != 'r')) {
    return error{errc::malformed_query}.at("the page");
  }
  return made;
}

class everything_page {
 public:
  everything_page(const storage::snapshot& at, const storage::visibility& visible, std::int64_t patient, const everything_options& asked)
      : at_(at), visible_(visible), patient_(patient), asked_(asked) {}

  result<storage::search_answer> run() {
    PHR_TRY(place from, read_place(asked_.page));
    if (from.part == 'p') {
      PHR_TRY(auto self, storage::match_of(at_, patient_));
      if (self && wanted(*self)) add(std::move(*self), {'c', INT64_MIN, 0});
      from = {'c', INT64_MIN, 0};
    }
    if (from.part == 'c') {
      PHR_TRY(compartment(from));
      from = {'r', 0, 0};
    }
    answer_.matched = answer_.matches.size();
    if (!full_) PHR_TRY(referred(from.key));
    return std::move(answer_);
  }

 private:
  // Takes one, or finds that the page is full and there is more.
  bool add(storage::match found, const place& at) {
    if (asked_.count != 0 && answer_.matches.size() == asked_.count) {
      full_ = true;
      answer_.next = last_.text();
      return false;
    }
    answer_.matches.push_back(std::move(found));
    last_ = at;
    return true;
  }

  [[nodiscard]] bool wanted(const storage::match& found) const {
    const bool of_type = asked_.types.empty() || std::find(asked_.types.begin(), asked_.types.end(), found.type) != asked_.types.end();
    return of_type && (!asked_.since || found.updated >= *asked_.since);
  }

  [[nodiscard]] result<bool> shown(std::int64_t key, fhir::resource_type type) const {
    if (!visible_) return true;
    PHR_TRY(const auto patients, at_.patients_of(key));
    return visible_(patients, type);
  }

  // What has no date cannot be said to lie outside of a time, and is given.
  result<storage::sql::statement> in_time(const std::string& columns, const std::string& order) const {
    PHR_TRY(auto rows, at_.in().on().prepare("SELECT " + columns +
                                             " FROM compartment c CROSS JOIN resource r ON r.key = c.resource CROSS JOIN identity i ON i.key = c.resource "
                                             "WHERE c.patient = ?1 AND c.resource <> ?1 AND (c.happened, c.resource) > (?2, ?3) "
                                             "AND (c.happened = ?4 OR (c.happened >= ?5 AND c.happened < ?6))" +
                                             order));
    rows.bind(1, patient_).bind(2, INT64_MIN).bind(3, std::int64_t{0}).bind(4, storage::no_time);
    rows.bind(5, asked_.start.value_or(INT64_MIN)).bind(6, asked_.end.value_or(INT64_MAX));
    return rows;
  }

  result<void> compartment(const place& from) {
    PHR_TRY(auto rows, in_time("c.happened, c.resource, i.type, i.id, r.version, r.updated", " ORDER BY c.happened, c.resource"));
    rows.bind(2, from.happened).bind(3, from.key);
    for (;;) {
      PHR_TRY(const bool more, rows.step());
      if (!more) return success();
      storage::match found{rows.integer(1),   static_cast<fhir::resource_type>(rows.integer(2)), storage::id_text(rows, 3), static_cast<std::uint32_t>(rows.integer(4)),
                           rows.integer(5), false};
      if (!wanted(found)) continue;
      PHR_TRY(const bool is_shown, shown(found.key, found.type));
      if (!is_shown) continue;
      const place here{'c', rows.integer(0), found.key};
      if (!add(std::move(found), here)) return success();
    }
  }

  // Keys of all that the compartment's visible resources refer to.
  result<std::set<std::int64_t>> targets() const {
    PHR_TRY(auto rows, in_time("c.resource, i.type, r.dictionary, r.body", ""));
    std::set<std::int64_t> all;
    std::vector<std::int64_t> some;
    PHR_TRY(collect(patient_, all));
    for (;;) {
      PHR_TRY(const bool more, rows.step());
      if (!more) return all;
      if (rows.integer(2) != storage::packed_dictionary) continue;
      PHR_TRY(const bool is_shown, shown(rows.integer(0), static_cast<fhir::resource_type>(rows.integer(1))));
      if (!is_shown) continue;
      bytes_view body = rows.bytes(3);
      if (!storage::take_reference_list(body, some)) return error{errc::damaged_page}.at("the body of a record");
      all.insert(some.begin(), some.end());
    }
  }

  result<void> collect(std::int64_t key, std::set<std::int64_t>& into) const {
    PHR_TRY(auto* select, at_.in().use("SELECT dictionary, body FROM resource WHERE key = ?1"));
    const storage::sql::resetting after(*select);
    PHR_TRY(const bool found, select->bind(1, key).step());
    if (!found || select->integer(0) != storage::packed_dictionary) return success();
    bytes_view body = select->bytes(1);
    std::vector<std::int64_t> some;
    if (!storage::take_reference_list(body, some)) return error{errc::damaged_page}.at("the body of a record");
    into.insert(some.begin(), some.end());
    return success();
  }

  // Practitioners, organizations, medications: what the record needs to be read. What is of any patient is not among them: it is
  // this one's and was given above, or is somebody else's record.
  result<void> referred(std::int64_t from) {
    PHR_TRY(const auto all, targets());
    for (auto each = all.upper_bound(from); each != all.end(); ++each) {
      PHR_TRY(auto found, storage::match_of(at_, *each));
      if (!found || !wanted(*found)) continue;
      PHR_TRY(const auto patients, at_.patients_of(*each));
      if (!patients.empty() || (visible_ && !visible_(patients, found->type))) continue;
      found->included = true;
      if (!add(std::move(*found), {'r', 0, *each})) return success();
    }
    return success();
  }

  const storage::snapshot& at_;
  const storage::visibility& visible_;
  std::int64_t patient_;
  const everything_options& asked_;
  place last_;
  bool full_ = false;
  storage::search_answer answer_;
};

// The patient that may be seen; 0 where there is none, or it may not.
result<std::int64_t> seen_patient(const storage::snapshot& at, const storage::visibility& visible, const std::string& id) {
  const auto key = patient_key(at, id);
  if (!visible) return key;
  if (!key && key.error().code() != errc::not_found && key.error().code() != errc::ambiguous_match) return key;
  if (!key) return 0;
  return visible({key.value()}, fhir::resource_type::Patient) ? key.value() : 0;
}

}  // namespace

result<hits> session::everything(const everything_options& options) {
  PHR_TRY(auto reading, state_->engine->read());
  const storage::snapshot at = reading.look();
  PHR_TRY(const auto visible, state_->gate.open(at, state_->options.now));
  PHR_TRY(const std::int64_t patient, seen_patient(at, visible, options.patient));
  auto row = about(state_->row(audit_action::search), fhir::resource_type::Patient, patient, 0);
  if (patient == 0) {
    row.outcome = audit_outcome::denied;
    PHR_TRY(state_->note(std::move(row)));
    return error{errc::access_denied}.at("the record");
  }
  PHR_TRY(const auto self, storage::match_of(at, patient));
  if (!self) return error{errc::not_found}.at("the record");
  PHR_TRY(auto found, everything_page(at, visible, patient, options).run());
  row.count = static_cast<std::int64_t>(found.matches.size());
  PHR_TRY(state_->note(std::move(row)));
  return hits(owned<hits::state>(new hits::state{state_->engine, std::move(reading), std::move(found), {}}));
}

}  // namespace phr
