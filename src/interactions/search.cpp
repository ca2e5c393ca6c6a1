// Searching.
#include "interactions/search.hpp"

#include "gate/budget.hpp"
#include "interactions/hits_state.hpp"
#include "interactions/search_page.hpp"
#include "store/schema/schema.hpp"

namespace phr::interactions {

result<hits> search(gate::door& in, std::string_view query, const search_options& options) {
  PHR_TRY(storage::query asked, storage::parse_query(query));
  const bool is_portion = options.portion != 0 && !asked.count;
  if (is_portion) asked.count = options.portion;
  PHR_TRY(auto seen, in.look(moment_asked(options)));
  storage::search_setting setting;
  setting.now = in.now();
  setting.contained = true;
  const gate::budget counting(in, seen.at, options.watch, options.max_steps);
  if (options.lenient) PHR_TRY(storage::forgive(seen.at, asked, setting.now));
  PHR_TRY(auto page, search_page(in, seen.at, asked, std::move(setting), query, options.page));
  const bool is_all = options.page.empty() && !page.found.next;
  const auto type = asked.types.size() == 1 ? asked.types.front() : fhir::resource_type{};
  PHR_TRY(in.note(in.row(audit_action::search, type, 0, static_cast<std::int64_t>(page.found.matches.size()))));
  return hits(owned<hits::state>(
      new hits::state{in.shared_engine(), std::move(seen), std::move(page.found), std::move(asked), {}, is_portion, is_all, in.shared_places(),
                                              std::move(page.question)}));
}

result<std::string> explain_search(gate::door& in, std::string_view query, const search_options& options) {
  PHR_TRY(in.may(audit_action::search));
  PHR_TRY(storage::query asked, storage::parse_query(query));
  if (options.portion != 0 && !asked.count) asked.count = options.portion;
  PHR_TRY(const auto seen, in.look(moment_asked(options)));
  storage::search_setting setting;
  setting.now = in.now();
  setting.explain = true;
  setting.contained = true;
  const gate::budget counting(in, seen.at, options.watch, options.max_steps);
  if (options.lenient) PHR_TRY(storage::forgive(seen.at, asked, setting.now));
  PHR_TRY(auto page, search_page(in, seen.at, asked, std::move(setting), query, options.page));
  return std::move(page.found.explained);
}

result<void> reindex(gate::door& in, const progress& watch) {
  PHR_TRY(in.may(audit_action::reindex));
  return in.engine().reindex("owner", watch, storage::schema_version);
}

result<void> index_full_text(gate::door& in, bool wanted, const progress& watch) {
  PHR_TRY(in.may(audit_action::reindex));
  return in.engine().index_words("owner", wanted, watch);
}

}  // namespace phr::interactions
