// The public face of a session: a method a line over the modules below.
#include "session/state.hpp"

#include "clinical/lastn.hpp"
#include "clinical/timeline.hpp"
#include "clinical/timeline_cursor.hpp"
#include "clinical/trend.hpp"
#include "gate/adoption.hpp"
#include "gate/explain.hpp"
#include "interactions/bundle/execute.hpp"
#include "interactions/cursor.hpp"
#include "interactions/everything/everything.hpp"
#include "interactions/hits_state.hpp"
#include "interactions/import/import.hpp"
#include "interactions/parameters.hpp"
#include "interactions/records.hpp"
#include "interactions/row_cursors.hpp"
#include "interactions/search.hpp"
#include "interactions/sources.hpp"
#include "interactions/view.hpp"
#include "interactions/writes.hpp"

namespace phr {

using fhir::resource_type;
using if_match_version = std::optional<std::uint32_t>;

session::session(owned<state> made) noexcept : state_(std::move(made)) {}
session::session(session&&) noexcept = default;
session& session::operator=(session&&) noexcept = default;
session::~session() = default;

void session::set_now(std::int64_t microseconds_since_1970) noexcept { state_->in.set_now(microseconds_since_1970); }

result<write_report> session::create(std::string_view json) { return interactions::create(state_->in, json); }
result<write_report> session::update(std::string_view json, if_match_version if_match) { return interactions::update(state_->in, json, if_match); }
result<write_report> session::remove(resource_type type, std::string_view id, if_match_version if_match) {
  return interactions::remove(state_->in, type, id, if_match);
}
result<write_report> session::patch(resource_type type, std::string_view id, std::string_view description, if_match_version if_match) {
  return interactions::patch(state_->in, type, id, description, if_match);
}
result<write_report> session::create_if_none(std::string_view json, std::string_view criteria) {
  return interactions::create_if_none(state_->in, json, criteria);
}
result<write_report> session::update_where(std::string_view json, std::string_view criteria, if_match_version if_match) {
  return interactions::update_where(state_->in, json, criteria, if_match);
}
result<write_report> session::patch_where(std::string_view query, std::string_view description, if_match_version if_match) {
  return interactions::patch_where(state_->in, query, description, if_match);
}
result<write_report> session::remove_where(std::string_view query, if_match_version if_match) {
  return interactions::remove_where(state_->in, query, if_match);
}
result<write_report> session::purge(resource_type type, std::string_view id) { return interactions::purge(state_->in, type, id); }
result<write_report> session::purge_history(resource_type type, std::string_view id) { return interactions::purge_history(state_->in, type, id); }
result<erase_report> session::erase(std::span<const resource_name> which) { return interactions::erase(state_->in, which); }
result<erase_report> session::erase(resource_type type, std::string_view id) {
  const resource_name one{type, std::string(id)};
  return erase(std::span(&one, 1));
}
result<std::string> session::execute(std::string_view bundle, const progress& watch) { return interactions::execute(state_->in, bundle, watch); }
result<import_report> session::import_text(std::string_view json, const import_options& options) { return interactions::import_text(state_->in, json, options); }
result<import_report> session::import_lines(std::string_view ndjson, const import_options& options) { return interactions::import_lines(state_->in, ndjson, options); }
result<import_report> session::import_file(std::string_view path, const import_options& options) { return interactions::import_file(state_->in, path, options); }
result<import_report> session::import_stream(const byte_source& from, const import_options& options) { return interactions::import_stream(state_->in, from, options); }

result<std::vector<source_info>> session::sources(const phr::moment& as_of) { return interactions::sources(state_->in, as_of); }
result<void> session::rename_source(std::string_view uri, std::string_view new_uri, std::string_view new_name) {
  return interactions::rename_source(state_->in, uri, new_uri, new_name);
}
result<forget_preview> session::preview_forget(std::string_view uri) { return interactions::preview_forget(state_->in, uri); }
result<erase_report> session::forget_source(std::string_view uri, forget_as how, const progress& watch) {
  return interactions::forget_source(state_->in, uri, how, watch);
}
result<std::uint64_t> session::export_source(std::string_view uri, const resource_sink& sink, const phr::moment& as_of) {
  return interactions::export_source(state_->in, uri, sink, as_of);
}

result<moment> session::moment() { return state_->in.fixed(); }

result<record> session::read(resource_type type, std::string_view id, const phr::moment& as_of) { return interactions::read(state_->in, type, id, {}, as_of); }
result<record> session::vread(resource_type type, std::string_view id, std::uint32_t version, const phr::moment& as_of) {
  return interactions::read(state_->in, type, id, version, as_of);
}
result<std::vector<record>> session::history(resource_type type, std::string_view id, const phr::moment& as_of) {
  history_query asked;
  asked.type = type;
  asked.id = id;
  asked.as_of = as_of;
  PHR_TRY(auto page, history(asked));
  return std::move(page.versions);
}
result<history_page> session::history(const history_query& asked) { return interactions::history(state_->in, asked); }
result<row_cursor<record>> session::history_cursor(const history_query& asked) { return interactions::history_cursor(state_->shared, asked); }
result<std::vector<change_entry>> session::changes(std::int64_t after, std::size_t most, const phr::moment& as_of) {
  return interactions::changes(state_->in, after, most, as_of);
}
result<row_cursor<change_entry>> session::changes_cursor(std::int64_t after, const phr::moment& as_of) {
  return interactions::changes_cursor(state_->shared, after, as_of);
}

result<hits> session::search(std::string_view query, const search_options& options) { return interactions::search(state_->in, query, options); }
result<cursor> session::search_cursor(std::string_view query, const search_options& options) {
  return interactions::search_cursor(state_->shared, query, options);
}
result<std::string> session::explain_search(std::string_view query, const search_options& options) {
  return interactions::explain_search(state_->in, query, options);
}
result<hits> session::everything(const everything_options& options) { return interactions::everything(state_->in, options); }
result<cursor> session::everything_cursor(const everything_options& options) { return interactions::everything_cursor(state_->shared, options); }
result<std::uint64_t> session::everything(const everything_options& options, const resource_sink& sink) {
  return interactions::everything(state_->in, options, sink);
}
result<hits> session::lastn(std::string_view criteria, const lastn_options& options) {
  PHR_TRY(auto made, clinical::lastn(state_->in, criteria, options));
  return hits(owned<hits::state>(new hits::state{state_->in.shared_engine(), std::move(made.seen), std::move(made.found), std::move(made.asked), {}, false, true}));
}
result<views::stream> session::view(const views::view& of, std::string_view where, const views::stream_options& options, const phr::moment& as_of) {
  return interactions::view(state_->in, of, where, options, as_of);
}
result<std::string> session::capabilities() const { return interactions::capabilities(state_->in); }
result<void> session::reindex(const progress& watch) { return interactions::reindex(state_->in, watch); }
result<void> session::add_search_parameter(std::string_view json, const progress& watch) {
  return interactions::add_search_parameter(state_->in, json, watch);
}
result<void> session::remove_search_parameter(resource_type type, std::string_view code, const progress& watch) {
  return interactions::remove_search_parameter(state_->in, type, code, watch);
}
result<std::vector<store_parameter>> session::search_parameters() const { return interactions::search_parameters(state_->in); }
result<void> session::index_full_text(bool wanted, const progress& watch) { return interactions::index_full_text(state_->in, wanted, watch); }

result<std::vector<timeline_event>> session::timeline(const timeline_options& options) { return clinical::timeline(state_->in, options); }
result<row_cursor<timeline_event>> session::timeline_cursor(const timeline_options& options) { return clinical::timeline_cursor(state_->shared, options); }
result<std::vector<timeline_group>> session::timeline_groups(timeline_period by, const timeline_options& options) {
  return clinical::timeline_groups(state_->in, by, options);
}
result<std::vector<latest_value>> session::latest(const latest_options& options) { return clinical::latest(state_->in, options); }
result<analytics::lab_trend> session::lab_trend(std::string_view code, const trend_options& options) {
  return clinical::lab_trend(state_->in, code, options);
}

result<std::vector<shared_type>> session::explain(const access::principal& who, access::purpose purpose, std::string_view patient) {
  return gate::explain(state_->in, who, purpose, patient);
}
result<explanation> session::explain(const access::principal& who, access::purpose purpose, resource_type type, std::string_view id) {
  return gate::explain(state_->in, who, purpose, type, id);
}
result<std::vector<pending_consent>> session::pending_consents() { return gate::pending_consents(state_->in); }
result<std::vector<consent_effect>> session::preview_consent(std::string_view id) { return gate::preview_consent(state_->in, id); }
result<void> session::adopt_consent(std::string_view id, std::uint32_t version) { return gate::adopt_consent(state_->in, id, version); }
result<void> session::reject_consent(std::string_view id, std::uint32_t version) { return gate::reject_consent(state_->in, id, version); }

result<std::vector<audit_entry>> session::audit_trail(std::int64_t most) { return interactions::audit_trail(state_->in, most); }
result<audit_verdict> session::verify_audit(std::string_view expected_head, const progress& watch) {
  return interactions::verify_audit(state_->in, expected_head, watch);
}

}  // namespace phr
