// Searching, and reading what was found.
#include "session/state.hpp"

namespace phr {

hits::hits(owned<state> made) noexcept : state_(std::move(made)) {}
hits::hits(hits&&) noexcept = default;
hits& hits::operator=(hits&&) noexcept = default;
hits::~hits() = default;

std::size_t hits::size() const noexcept { return state_->matches.size(); }

fhir::resource_type hit::type() const noexcept { return of_->state_->matches[index_].type; }
const std::string& hit::id() const noexcept { return of_->state_->matches[index_].id; }
std::uint32_t hit::version() const noexcept { return of_->state_->matches[index_].version; }
std::int64_t hit::updated() const noexcept { return of_->state_->matches[index_].updated; }

result<std::string> hit::json() const {
  PHR_TRY(auto found, of_->state_->reading.look().current(of_->state_->matches[index_].key));
  return std::move(found.json);
}

result<resource_summary> hit::summary() const {
  PHR_TRY(const auto text, json());
  return summarize(text);
}

result<hits> session::search(std::string_view query) {
  PHR_TRY(const storage::query asked, storage::parse_query(query));
  PHR_TRY(auto reading, state_->engine->read());
  storage::search_setting setting;
  setting.now = state_->options.now;
  PHR_TRY(setting.visible, state_->gate.open(reading.look(), state_->options.now));
  PHR_TRY(auto matches, storage::run_search(reading.look(), asked, setting));
  auto row = state_->row(audit_action::search);
  row.type = static_cast<std::int64_t>(asked.type);
  row.count = static_cast<std::int64_t>(matches.size());
  PHR_TRY(state_->note(std::move(row)));
  return hits(owned<hits::state>(new hits::state{state_->engine, std::move(reading), std::move(matches)}));
}

}  // namespace phr
