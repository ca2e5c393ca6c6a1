// The one door: every read and write of a record.
#pragma once

#include <phr/analytics/lab_trend.hpp>
#include <phr/clinical/lastn.hpp>
#include <phr/clinical/timeline.hpp>
#include <phr/core/byte_source.hpp>
#include <phr/core/progress.hpp>
#include <phr/core/row_cursor.hpp>
#include <phr/fhir/model_json.hpp>
#include <phr/gate/adoption.hpp>
#include <phr/gate/moment.hpp>
#include <phr/gate/sharing.hpp>
#include <phr/interactions/cursor.hpp>
#include <phr/interactions/history.hpp>
#include <phr/interactions/hits.hpp>
#include <phr/interactions/import_options.hpp>
#include <phr/interactions/import_report.hpp>
#include <phr/interactions/operations.hpp>
#include <phr/interactions/parameters.hpp>
#include <phr/interactions/resource_sink.hpp>
#include <phr/interactions/searchset.hpp>
#include <phr/session/store.hpp>
#include <phr/store/audit.hpp>
#include <phr/store/source.hpp>
#include <phr/views/stream.hpp>

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace phr {

// A principal with a purpose on a store. Every call is decided by consent (the owner is not subject to it), does its
// work, and leaves a row in the audit trail: for the owner's reads at the next write or when the store closes, for
// everything else before the call returns.
// Lifetime: keeps the store's file open; outlives nothing it gave out (hits hold their own connection).
// Threads: per-thread; several sessions of one store run at once.
// Errors: access_denied where no consent permits, and alike where there is nothing: only the owner is told not_found and
// gone; each call's own below.
class session {
 public:
  struct state;  // of the implementation
  session(session&&) noexcept;
  session& operator=(session&&) noexcept;
  ~session();

  // Moves the session's time on. All decisions and lastUpdated after this use it.
  void set_now(std::int64_t microseconds_since_1970) noexcept;

  // Writes, by the owner only. `json` is one resource; an identical body makes no new version.
  // Errors: those of JSON; unknown_resource_type, missing_element, invalid_id; version_conflict, not_found, gone.
  [[nodiscard]] result<write_report> create(std::string_view json);  // under a new id; an id in the text is replaced
  [[nodiscard]] result<write_report> update(std::string_view json, std::optional<std::uint32_t> if_match = {});  // under its own id
  // Models, as their JSON text.
  template <fhir::model T>
  [[nodiscard]] result<write_report> create(const T& resource) {
    return create(fhir::json_encode(T::structure_, &resource));
  }
  template <fhir::model T>
  [[nodiscard]] result<write_report> update(const T& resource, std::optional<std::uint32_t> if_match = {}) {
    return update(fhir::json_encode(T::structure_, &resource), if_match);
  }
  [[nodiscard]] result<write_report> remove(fhir::resource_type type, std::string_view id, std::optional<std::uint32_t> if_match = {});
  // `description`: a JSON Patch, or Parameters of a FHIRPath Patch. Errors: also those of phr/patch.
  [[nodiscard]] result<write_report> patch(fhir::resource_type type, std::string_view id, std::string_view description,
                                           std::optional<std::uint32_t> if_match = {});

  // The same by a search in place of an id. `criteria` is what stands behind the '?', `query` is Type?criteria; at least one criterion.
  // What they do by what is found, docs/records.md says as a table. Errors: ambiguous_match where there are several; those of a search.
  [[nodiscard]] result<write_report> create_if_none(std::string_view json, std::string_view criteria);
  [[nodiscard]] result<write_report> update_where(std::string_view json, std::string_view criteria, std::optional<std::uint32_t> if_match = {});
  [[nodiscard]] result<write_report> patch_where(std::string_view query, std::string_view description, std::optional<std::uint32_t> if_match = {});
  [[nodiscard]] result<write_report> remove_where(std::string_view query, std::optional<std::uint32_t> if_match = {});

  // Taking away, by the owner only; docs/records.md says how they and remove() differ. A purge takes a resource, or its earlier versions,
  // out of this file alone; the feed of changes tells it apart from a deletion. An erasure also leaves no byte of it: in no page, index,
  // free page or WAL of the file. It rewrites the file, so that many are best erased at once; all or none.
  // Errors: not_found; of erase also locked, where hits, a view or a history of the time before are still open: the resources are
  // erased then, and their bytes go when the store closes.
  [[nodiscard]] result<write_report> purge(fhir::resource_type type, std::string_view id);
  [[nodiscard]] result<write_report> purge_history(fhir::resource_type type, std::string_view id);
  [[nodiscard]] result<erase_report> erase(std::span<const resource_name> which);
  [[nodiscard]] result<erase_report> erase(fhir::resource_type type, std::string_view id);

  // Does what the entries of a Bundle of type transaction or batch ask for, in the specification's order, and answers with the Bundle of
  // the responses, in the order of the entries. A transaction lands whole or not at all: its error is that of the first entry that
  // fails, in `nth`. Of a batch, each entry has its own outcome; those that succeed land together. Others than the owner read only.
  // Errors: those of the calls above; invalid_value for a Bundle of another type; unsupported for what no call above does.
  [[nodiscard]] result<std::string> execute(std::string_view bundle, const progress& watch = {});

  // A Bundle (whole or not at all) or a single resource, as JSON or XML. See docs/import.md for the rules.
  [[nodiscard]] result<import_report> import_text(std::string_view json, const import_options& options = {});
  [[nodiscard]] result<import_report> import_text(std::string_view json, const progress& watch) { return import_text(json, import_options{.watch = watch}); }
  // NDJSON: a resource or a Bundle on each line, each whole or not at all, with the refused lines in the report. It lands in batches of whole lines,
  // between which nothing is held: there the progress is told, and the callback may itself write. Cancelled or failed, the batches that have landed
  // stay; `nth` of cancelled counts their lines.
  [[nodiscard]] result<import_report> import_lines(std::string_view ndjson, const import_options& options = {});
  // A file or a pipe that holds either of them, told apart by its content, also where gzip has compressed it: read as it comes, never as a whole where it is
  // of lines.
  [[nodiscard]] result<import_report> import_file(std::string_view path, const import_options& options = {});
  [[nodiscard]] result<import_report> import_file(std::string_view path, const progress& watch) { return import_file(path, import_options{.watch = watch}); }
  // The same from anywhere, once. A Bundle of more than 16 MiB, which is read as it comes, has its errors where a pipe has them.
  [[nodiscard]] result<import_report> import_stream(const byte_source& from, const import_options& options = {});

  // Where facts come from, by the owner only: identity is (source, type, id there), so that two hospitals' Patient/1 are two resources. docs/sources.md
  // says what a source is, and what its resources are called here. In the order in which they came.
  [[nodiscard]] result<std::vector<source_info>> sources(const phr::moment& as_of = {});
  // Another URI or name for it; "" leaves it. Ids here stay as they are. Errors: not_found; already_exists for the URI of another source;
  // invalid_argument for the owner's.
  [[nodiscard]] result<void> rename_source(std::string_view uri, std::string_view new_uri, std::string_view new_name = {});
  // What forget_source() would take away. Errors: not_found.
  [[nodiscard]] result<forget_preview> preview_forget(std::string_view uri);
  // All that a source has brought, with what others have made of it since, in one transaction. What other resources refer to stays named, as after erase().
  // Errors: not_found; cancelled, which leaves everything; of an erasure also locked, as erase().
  [[nodiscard]] result<erase_report> forget_source(std::string_view uri, forget_as how, const progress& watch = {});
  // Its live resources with the ids that it gives them and what they refer to, in the order in which they were first named. Gives how many there were. Errors: not_found;
  // cancelled, with how many the sink had taken in `nth`.
  [[nodiscard]] result<std::uint64_t> export_source(std::string_view uri, const resource_sink& sink, const phr::moment& as_of = {});

  // The store as it is now, for reads of later that see it so: what was written in between is on none of them, and what may be seen is
  // decided by the consents of their own time. Every read below takes one as `as_of`; without it, it reads the store as it is then.
  [[nodiscard]] result<phr::moment> moment();

  // Errors: not_found, gone, access_denied.
  [[nodiscard]] result<record> read(fhir::resource_type type, std::string_view id, const phr::moment& as_of = {});
  // As a model: me.read<phr::fhir::r4::Patient>("p1"). Errors also as hit::as().
  template <fhir::model T>
  [[nodiscard]] result<T> read(std::string_view id, const phr::moment& as_of = {}) {
    PHR_TRY(const auto found, read(T::resource_, id, as_of));
    T made;
    PHR_TRY(fhir::json_decode_into(T::structure_, &made, found.json));
    return made;
  }
  [[nodiscard]] result<record> vread(fhir::resource_type type, std::string_view id, std::uint32_t version, const phr::moment& as_of = {});
  // Newest first, deletions among them.
  [[nodiscard]] result<std::vector<record>> history(fhir::resource_type type, std::string_view id, const phr::moment& as_of = {});
  // The same of one resource, of a type or of all, by time and in pages. Errors: not_found, access_denied; invalid_argument for a page
  // that is none.
  [[nodiscard]] result<history_page> history(const history_query& asked);
  // All pages, one version after the other; `count` is how many are read at once.
  [[nodiscard]] result<row_cursor<record>> history_cursor(const history_query& asked = {});
  // The feed of changes after that sequence, oldest first; by the owner only.
  [[nodiscard]] result<std::vector<change_entry>> changes(std::int64_t after = 0, std::size_t most = 1000, const phr::moment& as_of = {});
  [[nodiscard]] result<row_cursor<change_entry>> changes_cursor(std::int64_t after = 0, const phr::moment& as_of = {});

  // `Type?parameter=value&...`. Strict: errc::unknown_parameter, unknown_modifier, unknown_prefix, malformed_query or
  // unsupported name the criterion by `nth`, counted from 0; invalid_argument for a moment of another store. What consent hides is neither
  // given nor counted.
  [[nodiscard]] result<hits> search(std::string_view query, const search_options& options = {});
  // The same, gone through in portions, which `options.portion` does not say: of any size in little memory.
  [[nodiscard]] result<cursor> search_cursor(std::string_view query, const search_options& options = {});
  // How it goes about it: what gives the rows, what is asked of each, and the statements with the rows they looked at. By the owner only.
  [[nodiscard]] result<std::string> explain_search(std::string_view query, const search_options& options = {});
  // $everything: the patient; then what is in the patient's compartment, what has no date before the rest by time; then, as included,
  // what these refer to and is no patient's, such as practitioners and medications. Errors: not_found, ambiguous_match; access_denied where
  // the Patient may not be seen; malformed_query for a page that is none; invalid_argument as search().
  [[nodiscard]] result<hits> everything(const everything_options& options = {});
  [[nodiscard]] result<cursor> everything_cursor(const everything_options& options = {});
  // The same resources, whole, as they are read: the patient, the compartment in order of first writing, what they refer to. Memory does not
  // grow with their bodies. Gives how many there were. Errors: also cancelled, with how many the sink had taken in `nth`; invalid_argument
  // for options that ask for a page.
  [[nodiscard]] result<std::uint64_t> everything(const everything_options& options, const resource_sink& sink);
  // $lastn: of the Observations that the criteria find ("patient=p1&category=laboratory", as in search()), the newest `max` of each code;
  // those without a date come last. Observations that share a coding are of one code; without a coding, those of the same text. Those
  // entered in error are among them unless a criterion says otherwise. Errors: as search(); unsupported for _sort, _count and includes.
  [[nodiscard]] result<hits> lastn(std::string_view criteria, const lastn_options& options = {});

  // The rows of a view over the record: of its type's resources that this session may see, or of those that the criteria `where` find
  // ("status=final&date=ge2020", as in search()). It sees the store of one moment, holds a connection until it ends, and ends
  // before the store is closed; its time is the session's. Errors: as search(); the stream's own.
  [[nodiscard]] result<views::stream> view(const views::view& of, std::string_view where = {}, const views::stream_options& options = {},
                                           const phr::moment& as_of = {});

  // A CapabilityStatement, as JSON: types, interactions, search parameters, includes and operations, from the tables that go with
  // them, and the parameters of the store's own. References to any type are not listed as reverse includes of each type. To others than the owner it is that of any store.
  [[nodiscard]] result<std::string> capabilities() const;

  // Makes the search index anew from the records, in one transaction: until it is done, searches go by the old one, so there is no partial
  // answer at any time. By the owner only. Errors: cancelled, which leaves the old index.
  [[nodiscard]] result<void> reindex(const progress& watch = {});
  // Searches by a parameter of one's own from then on: a SearchParameter resource with code, base, type and a FHIRPath expression, of any
  // type but special; of a composite, a code and what stands beside it (a code, quantity, date, number or two numbers) in the same element. The index is made anew, in one transaction, so it is whole or not there. By the owner only.
  // Errors: those of JSON and of the expression; missing_element; already_exists for a name that R4 or the store has; unsupported; cancelled.
  [[nodiscard]] result<void> add_search_parameter(std::string_view json, const progress& watch = {});
  // Errors: not_found.
  [[nodiscard]] result<void> remove_search_parameter(fhir::resource_type type, std::string_view code, const progress& watch = {});
  // The parameters of the store's own, by type, the earlier added first; to others than the owner there are none.
  [[nodiscard]] result<std::vector<store_parameter>> search_parameters() const;
  // Makes an index of all words, which writes then keep, or drops it. Without it `_text` and `_content` are answered all the same, by looking
  // at each resource that the other criteria leave; store_info::full_text tells. By the owner only. Errors: cancelled.
  [[nodiscard]] result<void> index_full_text(bool wanted = true, const progress& watch = {});

  // What happened to a patient, newest first. Without a patient: of the only one there is; errc::ambiguous_match for several.
  // A page goes on behind the last event of the one before, whatever was written in between. Errors: also invalid_argument for a place that is none.
  [[nodiscard]] result<std::vector<timeline_event>> timeline(const timeline_options& options = {});
  // All of them, one event after the other; `most` says nothing.
  [[nodiscard]] result<row_cursor<timeline_event>> timeline_cursor(const timeline_options& options = {});
  // How many of each type there are in each day, month or year, the newest first, then in FHIR's order of names. No period is begun once there are
  // `most` groups; the next ones are those `to` the begin of the last. Errors: invalid_argument for a place to be behind.
  [[nodiscard]] result<std::vector<timeline_group>> timeline_groups(timeline_period by, const timeline_options& options = {});
  // The newest Observation for each code.
  [[nodiscard]] result<std::vector<latest_value>> latest(const latest_options& options = {});

  // The numbers of one code over time: "http://loinc.org|4548-4", or a code alone for any system; also those that stand in
  // components, such as a systolic pressure. Measurements entered in error or cancelled are not among them.
  // Errors: no_values; unit_mismatch where two units occur, of which none is converted by guess (nth counts the
  // measurements by time); invalid_argument for an empty code.
  [[nodiscard]] result<analytics::lab_trend> lab_trend(std::string_view code, const trend_options& options = {});

  // What `who` may see for that purpose at this session's time, and why; by the owner only. Of one patient, or of all of
  // the record; in order of patient and type. Decided as a session of theirs would be.
  [[nodiscard]] result<std::vector<shared_type>> explain(const access::principal& who, access::purpose purpose, std::string_view patient = {});
  // The same of one resource. Errors: not_found.
  [[nodiscard]] result<explanation> explain(const access::principal& who, access::purpose purpose, fhir::resource_type type, std::string_view id);

  // Consents that came by import say nothing until the owner adopts that version; what the owner writes by create, update, patch or
  // execute is adopted at once. A later version by import, and a deletion, wait again. By the owner only.
  // What adopting one would change is told for each principal and purpose that it names. Errors: not_found for one that is not pending;
  // version_conflict for another version than the newest, which is in `nth`.
  [[nodiscard]] result<std::vector<pending_consent>> pending_consents();
  [[nodiscard]] result<std::vector<consent_effect>> preview_consent(std::string_view id);
  [[nodiscard]] result<void> adopt_consent(std::string_view id, std::uint32_t version);
  // It stays in the record and never counts; what was adopted before it counts as it did.
  [[nodiscard]] result<void> reject_consent(std::string_view id, std::uint32_t version);

  // The trail, oldest first, its newest `most` rows; by the owner only.
  [[nodiscard]] result<std::vector<audit_entry>> audit_trail(std::int64_t most = 1000);
  // Recomputes the chain. `expected_head` is the head of an earlier verdict, noted elsewhere; empty for none.
  [[nodiscard]] result<audit_verdict> verify_audit(std::string_view expected_head = {}, const progress& watch = {});

 private:
  friend class store;
  explicit session(owned<state> made) noexcept;
  owned<state> state_;
};

}  // namespace phr
