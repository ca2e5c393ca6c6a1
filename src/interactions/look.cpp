#include "interactions/look.hpp"

#include "store/records/past.hpp"

namespace phr::interactions {

namespace {

// Failures of the file itself are told to everyone, and are not refusals.
bool is_absence(errc code) noexcept { return code == errc::not_found || code == errc::gone; }

// The refusal to anyone but the owner: the same whether the resource is hidden or not there at all, and so is its row, which tells the owner
// what was asked for.
template <class T>
looked_up<T> refused(gate::door& in, fhir::resource_type type, std::string_view id, audit_action action) {
  return {error{errc::access_denied}.at("the record"), in.refusal(action, type, id)};
}

// This version and the current one.
result<bool> permits(const storage::guarded_snapshot& at, std::int64_t key, const record& version) {
  if (at.sees_all()) return true;
  PHR_TRY(const bool now, at.sees(key));
  if (!now) return false;
  return at.sees(version);
}

class pager {
 public:
  pager(gate::door& in, const storage::guarded_snapshot& at, const history_query& asked) : in_(in), at_(at), asked_(asked) {}

  result<history_page> page(std::int64_t key) {
    storage::past_query query;
    query.key = key;
    query.type = asked_.type.value_or(fhir::resource_type{});
    query.since = asked_.since;
    query.at = asked_.at;
    PHR_TRY(query.before, position());
    PHR_TRY(auto versions, storage::past::of(at_.at(), query));
    history_page made;
    std::int64_t last = 0;
    for (;;) {
      PHR_TRY(auto next, versions.next());
      if (!next) return made;
      PHR_TRY(const bool permitted, permits(at_, next->key, next->version));
      if (!permitted) continue;
      // One more than the page holds tells that there is a next page, without telling of what consent hides.
      if (asked_.count != 0 && made.versions.size() == asked_.count) {
        PHR_TRY(made.next, in_.places().seal(question(), std::array{last}));
        return made;
      }
      last = next->position;
      made.versions.push_back(std::move(next->version));
    }
  }

 private:
  // What the page is of: a place in one history is none in another.
  [[nodiscard]] std::string question() const {
    std::string made = "history " + std::string(asked_.type ? fhir::name(*asked_.type) : "") + "/" + asked_.id;
    if (asked_.since) made += " since " + std::to_string(*asked_.since);
    if (asked_.at) made += " at " + std::to_string(asked_.at->low) + " " + std::to_string(asked_.at->high);
    return made;
  }

  result<std::int64_t> position() const {
    if (asked_.page.empty()) return INT64_MAX;
    const auto place = in_.places().open_numbers<1>(question(), asked_.page);
    if (!place) return error{errc::invalid_argument}.at("the page of the history");
    return place->front();
  }

  gate::door& in_;
  const storage::guarded_snapshot& at_;
  const history_query& asked_;
};

}  // namespace

looked_up<record> look_up(gate::door& in, const storage::guarded_snapshot& guarded, fhir::resource_type type, std::string_view id,
                          std::optional<std::uint32_t> version) {
  const storage::snapshot& at = guarded.at();
  const bool is_owner = in.is_owner();
  const auto key = at.key_of(type, id);
  if (!key && (is_owner || !is_absence(key.error().code()))) return {key.error(), {}};
  if (!key) return refused<record>(in, type, id, audit_action::read);
  if (!is_owner) {
    const auto seen = guarded.sees(key.value());
    if (!seen) return {seen.error(), {}};
    if (!seen.value()) return refused<record>(in, type, id, audit_action::read);
  }
  auto found = version ? at.version(key.value(), *version) : at.current(key.value(), type, id);
  if (!found && (is_owner || !is_absence(found.error().code()))) return {std::move(found), {}};
  const auto permitted = found ? permits(guarded, key.value(), found.value()) : result<bool>(false);
  if (!permitted) return {permitted.error(), {}};
  if (!permitted.value()) return refused<record>(in, type, id, audit_action::read);
  return {std::move(found), in.row(audit_action::read, type, key.value(), 1)};
}

looked_up<history_page> look_back(gate::door& in, const storage::guarded_snapshot& at, const history_query& asked) {
  const auto type = asked.type.value_or(fhir::resource_type{});
  if (!asked.type && !asked.id.empty()) return {error{errc::invalid_argument}.at("the type of the history"), {}};
  std::int64_t key = 0;
  if (!asked.id.empty()) {
    const auto known = at.at().key_of(type, asked.id);
    if (!known && !in.is_owner() && is_absence(known.error().code())) return refused<history_page>(in, type, asked.id, audit_action::history);
    if (!known) return {known.error(), {}};
    key = known.value();
  }
  if (key != 0 && !in.is_owner()) {
    const auto seen = at.sees(key);
    if (!seen) return {seen.error(), {}};
    if (!seen.value()) return refused<history_page>(in, type, asked.id, audit_action::history);
  }
  auto page = pager(in, at, asked).page(key);
  if (!page) return {std::move(page), {}};
  const bool is_whole = asked.page.empty() && !asked.since && !asked.at;
  if (key != 0 && page.value().versions.empty() && is_whole) {
    if (!in.is_owner()) return refused<history_page>(in, type, asked.id, audit_action::history);
    return {error{errc::not_found}.at("the record"), {}};
  }
  auto row = in.row(audit_action::history, type, key, static_cast<std::int64_t>(page.value().versions.size()));
  return {std::move(page), std::move(row)};
}

}  // namespace phr::interactions
