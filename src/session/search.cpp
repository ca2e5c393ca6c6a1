// Searching, and reading what was found.
#include "session/hit_reader.hpp"
#include "session/search_page.hpp"
#include "session/state.hpp"
#include "session/subset.hpp"
#include "store/schema/schema.hpp"

#include <algorithm>

namespace phr {

hits::hits(owned<state> made) noexcept : state_(std::move(made)) {}
hits::hits(hits&&) noexcept = default;
hits& hits::operator=(hits&&) noexcept = default;
hits::~hits() = default;

std::size_t hits::size() const noexcept { return state_->found.matches.size(); }
std::size_t hits::matched() const noexcept { return state_->found.matched; }
std::optional<std::uint64_t> hits::total() const noexcept { return state_->found.total; }
const std::string& hits::next_page() const noexcept { return state_->next; }
bool hits::is_portion() const noexcept { return state_->is_portion; }
const std::vector<std::uint64_t>& hits::ignored() const noexcept { return state_->asked.ignored; }

fhir::resource_type hit::type() const noexcept { return of_->state_->found.matches[index_].type; }
const std::string& hit::id() const noexcept { return of_->state_->found.matches[index_].id; }
std::uint32_t hit::version() const noexcept { return of_->state_->found.matches[index_].version; }
std::int64_t hit::updated() const noexcept { return of_->state_->found.matches[index_].updated; }
bool hit::is_included() const noexcept { return of_->state_->found.matches[index_].included; }
const std::string& hit::container() const noexcept { return of_->state_->found.matches[index_].container; }

result<std::string> hit::json() const {
  const storage::match& match = of_->state_->found.matches[index_];
  PHR_TRY(auto found, storage::text_of_match(of_->state_->reading->look(), match));
  if (is_subset(of_->state_->asked)) return subset_of(found.json, found.type, of_->state_->asked);
  return std::move(found.json);
}

result<resource_summary> hit::summary() const {
  PHR_TRY(const auto text, json());
  return summarize(text);
}

result<void> hits::each(const resource_sink& sink, std::size_t first, std::size_t last) const {
  hit_reader reader(*state_, std::min(first, size()), std::min(last, size()));
  while (!reader.at_end()) {
    PHR_TRY(const std::string_view json, reader.next());
    if (!sink(json)) return error{errc::cancelled}.at("reading what was found").nth(reader.taken());
  }
  return success();
}

result<std::shared_ptr<storage::reading>> session::state::reading_at(const hits* moment_of) const {
  if (moment_of != nullptr && moment_of->state_->engine != engine) return error{errc::invalid_argument}.at("hits of another store");
  if (moment_of != nullptr) return moment_of->state_->reading;
  PHR_TRY(auto begun, engine->read());
  return std::make_shared<storage::reading>(std::move(begun));
}

result<hits> session::search(std::string_view query, const search_options& options) {
  PHR_TRY(storage::query asked, storage::parse_query(query));
  const bool is_portion = options.portion != 0 && !asked.count;
  if (is_portion) asked.count = options.portion;
  PHR_TRY(auto reading, state_->reading_at(options.moment_of));
  const storage::snapshot at = reading->look();
  storage::search_setting setting;
  setting.now = state_->options.now;
  setting.contained = true;
  PHR_TRY(setting.visible, state_->gate.open(at, state_->options.now));
  if (options.lenient) storage::forgive(at, asked, setting.now);
  PHR_TRY(auto page, search_page(*state_, at, asked, std::move(setting), query, options.page));
  storage::search_answer& found = page.found;
  auto row = state_->row(audit_action::search);
  row.type = asked.types.size() == 1 ? static_cast<std::int64_t>(asked.types.front()) : 0;
  row.count = static_cast<std::int64_t>(found.matches.size());
  PHR_TRY(state_->note(std::move(row)));
  return hits(owned<hits::state>(new hits::state{state_->engine, std::move(reading), std::move(found), std::move(asked), std::move(page.next), is_portion}));
}

result<void> session::reindex(const progress& watch) {
  PHR_TRY(state_->owner_only(audit_action::reindex));
  return state_->engine->reindex("owner", watch, storage::schema_version);
}

result<void> session::index_full_text(bool wanted, const progress& watch) {
  PHR_TRY(state_->owner_only(audit_action::reindex));
  return state_->engine->index_words("owner", wanted, watch);
}

result<std::string> session::explain_search(std::string_view query, const search_options& options) {
  PHR_TRY(state_->owner_only(audit_action::search));
  PHR_TRY(storage::query asked, storage::parse_query(query));
  if (options.portion != 0 && !asked.count) asked.count = options.portion;
  PHR_TRY(const auto reading, state_->reading_at(options.moment_of));
  const storage::snapshot at = reading->look();
  storage::search_setting setting;
  setting.now = state_->options.now;
  setting.explain = true;
  setting.contained = true;
  if (options.lenient) storage::forgive(at, asked, setting.now);
  PHR_TRY(auto page, search_page(*state_, at, asked, std::move(setting), query, options.page));
  return std::move(page.found.explained);
}

}  // namespace phr
