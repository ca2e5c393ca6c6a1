// The unit of work: one write transaction over records, index, change feed and audit trail.
#pragma once

#include <phr/core/progress.hpp>
#include <phr/fhir/json.hpp>

#include "store/audit/chain.hpp"
#include "store/index/pending.hpp"
#include "store/intern/catalogue.hpp"
#include "store/records/body_text.hpp"
#include "store/records/packed_body.hpp"
#include "store/reads/consents.hpp"
#include "store/records/snapshot.hpp"

#include <optional>
#include <unordered_set>

namespace phr::storage {

// Writes inside one transaction; `commit` makes all of it durable at once, the destructor rolls all of it back.
// Every write adds its change row; the audit row of the operation is added by `commit`.
// Lifetime: borrows the database and key; ends before them. Threads: per-thread.
// Errors: version_conflict, not_found, gone; wrong_type and the like from the resource; those of sql, after which the
// unit can only be destroyed.
class unit {
 public:
  [[nodiscard]] static result<unit> begin(database& in, const crypto::secret_key& audit_key);

  // Whose facts are written from here on; the owner's to begin with.
  // Errors: invalid_argument for the owner's own URI.
  [[nodiscard]] result<void> from_source(std::string_view uri);
  void from_owner() noexcept { names_->of(source_of_owner); }
  [[nodiscard]] std::int64_t source() const noexcept { return names_->source(); }
  // The id here of what the source that is written for calls so, which `put` is to be told next; made where it is not there.
  // `is_alone`: nothing else is named before it is put.
  [[nodiscard]] result<std::string> id_here(fhir::resource_type type, std::string_view id, bool is_alone = false);
  // The same of what is there; "" where the source has never named it.
  [[nodiscard]] result<std::string> known_id_here(fhir::resource_type type, std::string_view id);

  // Creates the resource or adds a version. `id` is its id here; names in it are those of the source that is written for. An import's version that
  // the source has said before, and others have changed since, is no news: it makes none. `expected` is the version it must have now (If-Match).
  [[nodiscard]] result<write_report> put(fhir::resource_type type, std::string_view id, const fhir::json::value& resource,
                                         const reference_map& rewritten, std::int64_t now,
                                         std::optional<std::uint32_t> expected = {});
  [[nodiscard]] result<write_report> remove(fhir::resource_type type, std::string_view id, std::int64_t now,
                                            std::optional<std::uint32_t> expected = {});

  // Empties the index and makes it anew from the records; brings tables of an earlier schema up to date first. Like all else here it is
  // seen when it is committed: searches find by the whole old index until then, and by the whole new one afterwards.
  // Errors: cancelled, and the record that cannot be read.
  [[nodiscard]] result<void> reindex(const progress& watch, std::int64_t from_schema);
  // A search parameter beside those of R4, or without it again. The caller makes the index anew.
  // Errors: already_exists; not_found, also for the parameter that a component is; unsupported for components that no composite can
  // have; those of the expressions.
  [[nodiscard]] result<void> add_parameter(fhir::resource_type type, const custom_definition& of);
  [[nodiscard]] result<void> remove_parameter(fhir::resource_type type, std::string_view code);
  // Makes the index of all words (_text, _content), which from then on is kept, or drops it. Errors: as reindex().
  [[nodiscard]] result<void> index_words(bool wanted, const progress& watch);

  // Takes the resource with all its versions out of this file, or all versions but the newest: a change of this file alone, not a deletion
  // that others should learn of. Numbers of versions go on behind those taken out. Errors: not_found.
  [[nodiscard]] result<write_report> purge(fhir::resource_type type, std::string_view id, std::int64_t now);
  [[nodiscard]] result<write_report> purge_history(fhir::resource_type type, std::string_view id);
  // As purge, and nothing remembers the resource but a number: see sweep.hpp for what it leaves in tables, engine::scrub for the pages.
  // Gives the number of versions. Errors: not_found.
  [[nodiscard]] result<std::uint64_t> erase(fhir::resource_type type, std::string_view id);

  // What a source is called from then on; "" for as it was. Errors: not_found; already_exists for the URI of another; invalid_argument for the
  // owner's, from it or to it.
  [[nodiscard]] result<void> rename_source(std::string_view uri, std::string_view new_uri, std::string_view new_name);
  // Nothing is there of it any more but what others name, once its resources are purged or erased; see sweep.
  [[nodiscard]] result<void> forget_source(std::int64_t source);

  // The owner writes: a Consent that is put from here on is adopted at once, and one that is deleted is withdrawn.
  void adopt_consents() noexcept { adopts_ = true; }
  // The same, or its end, until the scope ends; where it was not said before, it is not said now.
  class adoption {
   public:
    adoption(unit& work, bool adopts) noexcept : work_(work), before_(work.adopts_) { work_.adopts_ = before_ && adopts; }
    adoption(const adoption&) = delete;
    adoption& operator=(const adoption&) = delete;
    ~adoption() { work_.adopts_ = before_; }

   private:
    unit& work_;
    bool before_;
  };
  // Whether that version, which stands, is of a Consent and not the one that was adopted.
  [[nodiscard]] result<bool> consent_waits(std::int64_t key, const record& standing) {
    if (standing.type != fhir::resource_type::Consent) return false;
    return storage::consent_waits(*in_, key, standing.version);
  }
  // What the owner says of a version of a Consent.
  [[nodiscard]] result<void> adopt_consent(std::int64_t key, std::uint32_t version) { return storage::adopt_consent(*in_, key, version); }
  [[nodiscard]] result<void> reject_consent(std::int64_t key, std::uint32_t version) { return storage::reject_consent(*in_, key, version); }
  [[nodiscard]] result<void> forget_consent(std::int64_t key) { return storage::forget_consent(*in_, key); }

  // A point to go back to within the unit, for parts of it that may fail alone; one at a time. `back` undoes what was written since: the names
  // that it alone has made, too. Index rows that waited before go on waiting.
  [[nodiscard]] result<void> mark();
  [[nodiscard]] result<void> keep();
  [[nodiscard]] result<void> back();

  // The same for a part that only names what it is to put, and that put() refuses before it writes: it needs no point in the transaction.
  // What would do more than that is refused, and `wants_part` is true then: it is to be done again behind a mark.
  void try_names() noexcept;
  void keep_names() noexcept;
  [[nodiscard]] result<void> take_back_names();
  [[nodiscard]] bool wants_part() const noexcept { return wants_part_; }

  // The key of a resource, 0 where nothing has named it; and its version that stands so far.
  [[nodiscard]] result<std::int64_t> key_of(fhir::resource_type type, std::string_view id) { return find_identity(*in_, type, id); }
  [[nodiscard]] result<record> standing(std::int64_t key) { return snapshot(*in_).current(key); }
  // After erasures: nothing that is left in a table names what they were of.
  [[nodiscard]] result<void> sweep();

  // What the source that is written for has said of it, the oldest first, as the records' texts are; nullopt is a deletion. And what `resource` would be.
  using said = std::vector<std::optional<std::string>>;
  [[nodiscard]] result<said> said_before(fhir::resource_type type, std::string_view id);
  [[nodiscard]] result<std::string> text_of(const fhir::json::value& resource, const reference_map& rewritten);

  // What is written so far, for conditional references and creates. Flushes the index first.
  [[nodiscard]] result<snapshot> look();

  // Adds an audit row for an operation that changed nothing.
  [[nodiscard]] result<void> note(const audit_row& row) { return chain_.append(row); }
  // Adds the audit row of this operation, with the changes it covers, and commits.
  [[nodiscard]] result<void> commit(audit_row row);

 private:
  friend database& sql_of(unit& work) noexcept;
  unit(database& in, const crypto::secret_key& audit_key, sql::transaction begun);

  [[nodiscard]] result<void> flush();
  [[nodiscard]] result<void> flush_in_part();
  [[nodiscard]] result<void> begin_part();
  [[nodiscard]] result<void> add_change(std::int64_t key, std::uint32_t version, write_kind kind);
  [[nodiscard]] result<std::uint32_t> last_version(std::int64_t key);
  [[nodiscard]] result<void> forget_index(std::int64_t key, fhir::resource_type type, const std::string& stored);
  // What stands beside a resource's body.
  struct indexed {
    std::int64_t shape = 0;
    std::int64_t subjects = 0;
  };
  // Of a resource whose rows are in found_; `text_` is its stored text.
  [[nodiscard]] result<indexed> index(std::int64_t key, fhir::resource_type type, const fhir::json::value& resource);
  // All rows of a resource, those of the store's own parameters among them. Writes nothing.
  [[nodiscard]] result<void> find_rows(fhir::resource_type type, const fhir::json::value& resource, index_rows& into);
  [[nodiscard]] result<bool> keeps_words();
  [[nodiscard]] result<void> add_words(std::int64_t key, const fhir::json::value& resource);
  [[nodiscard]] result<void> forget_words(std::int64_t key);
  // A resource is there that was only referred to so far.
  [[nodiscard]] result<void> note_late(std::int64_t key, fhir::resource_type type);
  [[nodiscard]] result<void> adopt(fhir::resource_type type, std::int64_t key, std::uint32_t version);
  // The body of what was indexed last, of its stored text and where its references stand in that.
  [[nodiscard]] result<void> pack(std::string_view text, const std::vector<reference_spot>& spots);
  // Names: see brought.cpp. Records are taken from the index as they read, and are written as they read then, whatever the names in them have come to mean.
  using standing_records = std::vector<std::pair<std::int64_t, record>>;
  [[nodiscard]] result<void> beyond_names();
  [[nodiscard]] result<interner::foreign_key> brought(fhir::resource_type type, std::string_view id);
  [[nodiscard]] result<void> take_name(fhir::resource_type type, std::string_view id);
  [[nodiscard]] result<bool> is_settled(std::int64_t key);
  [[nodiscard]] result<standing_records> own_referrers(std::int64_t key);
  [[nodiscard]] result<standing_records> take_from_index(const std::vector<std::int64_t>& keys);
  [[nodiscard]] result<void> write_again(const standing_records& records);
  [[nodiscard]] result<void> write_each(const standing_records& records);
  // The stored text of a whole resource of this store by the names of today, and where its references stand in that.
  [[nodiscard]] result<void> say_anew(std::string_view whole, std::string& text, std::vector<reference_spot>& spots);
  // A stored text as it reads now: sources have become known since, whose URLs it holds.
  [[nodiscard]] result<std::string> read_now(fhir::resource_type type, std::string_view id, std::string_view stored);
  // Whether `text_` is no news: what stands says the same by the names of today, or the source that is written for has said it last, whatever
  // others have said since.
  [[nodiscard]] result<bool> says_the_same(fhir::resource_type type, std::string_view id, std::int64_t key);
  [[nodiscard]] result<bool> is_echo(fhir::resource_type type, std::string_view id, std::int64_t key);
  [[nodiscard]] result<void> see_sources();
  [[nodiscard]] result<std::int64_t> add_source(const std::string& uri);
  [[nodiscard]] result<void> move_file_source(const std::string& to);
  // Resources with references to URLs below that one.
  [[nodiscard]] result<std::vector<std::int64_t>> refer_below(const std::string& uri);
  // Says references again that lead to a source which was not known when the resource was written. It makes no version: it says the same.
  [[nodiscard]] result<void> refer_again(const std::vector<std::int64_t>& keys);
  // What a key's next version follows: a version that stands, whose text is in old_text_ then, or the last one of what was deleted, or none.
  struct predecessor {
    bool stands = false;
    std::uint32_t version = 0;
  };
  [[nodiscard]] result<predecessor> predecessor_of(std::int64_t key, std::optional<std::uint32_t> expected);
  // Makes room for the next version of what stands.
  [[nodiscard]] result<void> retire(std::int64_t key, fhir::resource_type type);
  struct taken_out {
    std::uint64_t versions;
    std::uint32_t last;  // the newest version's number
  };
  [[nodiscard]] result<taken_out> take_out(std::int64_t key, fhir::resource_type type);

  database* in_;
  sql::transaction transaction_;
  owned<interner> names_;
  audit_chain chain_;
  index_rows found_;
  index_rows old_found_;
  std::vector<std::int64_t> targets_;       // what the rows of `index` refer to
  bool is_trying_ = false;                  // between try_names and its end
  bool wants_part_ = false;
  std::optional<std::int64_t> late_place_;  // the greatest of the table, once it was asked for
  pending_rows pending_;
  std::unordered_set<std::int64_t> unflushed_;
  std::string text_;
  std::vector<reference_spot> spots_;  // in text_
  std::unordered_map<std::string, std::int64_t> sources_;
  std::unordered_map<std::int64_t, bool> bound_;      // keys of what is brought, that id_here has given and put has not had yet, and whether id_here has made them
  std::unordered_map<std::int64_t, std::int64_t> seen_;  // sources that something came of, and when
  std::vector<std::uint8_t> body_;
  std::optional<bool> keeps_words_;
  bool adopts_ = false;
  std::unordered_map<int, std::vector<const custom_parameter*>> customs_;  // by type
  std::string old_text_;
  fhir::json::document old_;
  fhir::json::document stored_;  // the resource as it will stand, where that is not what was given
  std::int64_t first_change_ = 0;
  std::int64_t last_change_ = 0;

  // What `back` goes back to.
  struct part {
    bool is_open = false;
    std::int64_t first_change = 0;
    std::int64_t last_change = 0;
    std::int64_t all_changes = 0;     // of the connection, when it began
    pending_rows::counts rows{};      // that waited before it, and wait still
    pending_rows aside;               // those that it has written, for a search had to see them
    std::vector<std::int64_t> keys;   // unflushed, of the part itself
    std::vector<std::int64_t> aside_keys;
    std::unordered_map<std::int64_t, std::int64_t> seen;
  };
  part part_;
};

}  // namespace phr::storage
