#include "store/records/unit.hpp"

#include "store/index/extract.hpp"
#include "store/index/presence.hpp"

#include <algorithm>

namespace phr::storage {

namespace {

// Index rows held back before they are sorted and written: large enough for locality, small enough for a phone.
constexpr std::size_t most_pending = 400'000;

constexpr const char* insert_resource = "INSERT INTO resource VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)";
constexpr const char* select_resource = "SELECT version, dictionary, body FROM resource WHERE key = ?1";
constexpr const char* copy_to_history =
    "INSERT INTO history SELECT key, version, updated, CASE version WHEN 1 THEN 1 ELSE 2 END, dictionary, body, origin FROM resource WHERE key = ?1";

}  // namespace

unit::unit(database& in, const crypto::secret_key& audit_key, sql::transaction begun)
    : in_(&in), transaction_(std::move(begun)), names_(new interner(in)), chain_(in, *names_, audit_key) {}

result<unit> unit::begin(database& in, const crypto::secret_key& audit_key) {
  PHR_TRY(auto begun, sql::transaction::begin(in.on()));
  in.forget_names();
  return unit(in, audit_key, std::move(begun));
}

result<std::uint32_t> unit::last_version(std::int64_t key) {
  PHR_TRY(auto* select, in_->use("SELECT coalesce(max(version), 0) FROM history WHERE key = ?1"));
  const sql::resetting after(*select);
  PHR_TRY(const bool found, select->bind(1, key).step());
  return found ? static_cast<std::uint32_t>(select->integer(0)) : 0U;
}

result<void> unit::add_change(std::int64_t key, std::uint32_t version, write_kind kind) {
  PHR_TRY(auto* insert, in_->use("INSERT INTO change(resource, version, operation) VALUES(?1, ?2, ?3)"));
  PHR_TRY(insert->bind(1, key).bind(2, std::int64_t{version}).bind(3, static_cast<std::int64_t>(kind)).run());
  last_change_ = in_->on().last_key();
  if (first_change_ == 0) first_change_ = last_change_;
  return success();
}

result<void> unit::find_rows(fhir::resource_type type, const fhir::json::value& resource, index_rows& into) {
  into.clear();
  extract(resource, type, into);
  const auto known = customs_.find(static_cast<int>(type));
  if (known == customs_.end()) {
    PHR_TRY(customs_[static_cast<int>(type)], custom_parameters(*in_, type));
  }
  for (const custom_parameter* const each : customs_[static_cast<int>(type)]) extract_custom(*each, resource, into);
  if (into.too_many) return error{errc::too_large}.at("the search index: more than 65,536 combinations in a resource's composites");
  return success();
}

result<unit::indexed> unit::index(std::int64_t key, fhir::resource_type type, const fhir::json::value& resource) {
  targets_.clear();
  PHR_TRY(pending_.add(found_, key, *names_, &targets_));
  if (unflushed_.insert(key).second && part_.is_open) part_.keys.push_back(key);
  PHR_TRY(add_words(key, resource));
  if (pending_.size() >= most_pending) PHR_TRY(flush());
  indexed made;
  PHR_TRY(made.shape, names_->shape(type, presence_of(type, found_)));
  const subjects of = subjects_of(resource, text_, type);
  PHR_TRY(made.subjects, names_->subject_set(of, found_.is_patient ? key : 0));
  return made;
}

// Its list has all that its index rows refer to.
result<void> unit::pack(std::string_view text, const std::vector<reference_spot>& spots) {
  return pack_body(*in_, text, spots, targets_, body_);
}

// Takes the index rows of the stored version out: extraction is a pure function, so its text tells which rows they are.
result<void> unit::forget_index(std::int64_t key, fhir::resource_type type, const std::string& stored) {
  if (unflushed_.contains(key)) PHR_TRY(flush());
  PHR_TRY(forget_words(key));
  std::string whole;
  assemble(whole, type, "old", 1, 0, stored);
  PHR_TRY(old_.parse(whole));
  PHR_TRY(find_rows(type, old_.root(), old_found_));
  pending_rows gone;
  PHR_TRY(gone.add(old_found_, key, *names_));
  return remove_rows(*in_, gone);
}

database& sql_of(unit& work) noexcept { return *work.in_; }

namespace {

// The last place of each type, from type to type: the index has the types first, so that no more is read than two entries of each.
constexpr const char* greatest_late_place =
    "WITH RECURSIVE each(type) AS (SELECT min(type) FROM late UNION ALL SELECT (SELECT min(type) FROM late WHERE type > each.type) FROM each WHERE each.type IS NOT NULL) "
    "SELECT coalesce(max((SELECT max(place) FROM late WHERE late.type = each.type)), 0) FROM each";

result<std::int64_t> number_of(database& in, const char* query) {
  PHR_TRY(auto* select, in.use(query));
  const sql::resetting after(*select);
  PHR_TRY(const bool found, select->step());
  return found ? select->integer(0) : 0;
}

}  // namespace

result<void> unit::note_late(std::int64_t key, fhir::resource_type type) {
  if (!late_place_) {
    PHR_TRY(late_place_, number_of(*in_, greatest_late_place));
  }
  PHR_TRY(const std::int64_t newest, number_of(*in_, "SELECT max(key) FROM identity"));
  const std::int64_t place = std::max(newest * places_of_a_key, *late_place_) + 1;
  PHR_TRY(auto* insert, in_->use("INSERT OR IGNORE INTO late(key, type, place) VALUES(?1, ?2, ?3)"));
  PHR_TRY(insert->bind(1, key).bind(2, static_cast<std::int64_t>(type)).bind(3, place).run());
  if (in_->on().changes() != 0) late_place_ = place;
  return success();
}

result<void> unit::adopt(fhir::resource_type type, std::int64_t key, std::uint32_t version) {
  if (!adopts_ || type != fhir::resource_type::Consent) return success();
  return adopt_consent(key, version);
}

result<void> unit::retire(std::int64_t key, fhir::resource_type type) {
  PHR_TRY(forget_index(key, type, old_text_));
  PHR_TRY(auto* copy, in_->use(copy_to_history));
  PHR_TRY(copy->bind(1, key).run());
  PHR_TRY(auto* gone, in_->use("DELETE FROM resource WHERE key = ?1"));
  return gone->bind(1, key).run();
}

result<unit::predecessor> unit::predecessor_of(std::int64_t key, std::optional<std::uint32_t> expected) {
  predecessor found;
  PHR_TRY(auto* select, in_->use(select_resource));
  const sql::resetting after(*select);
  PHR_TRY(found.stands, select->bind(1, key).step());
  if (!found.stands) {  // deleted, or so far only referred to
    if (expected) return error{errc::version_conflict}.at("If-Match");
    PHR_TRY(found.version, last_version(key));
    return found;
  }
  found.version = static_cast<std::uint32_t>(select->integer(0));
  if (expected && *expected != found.version) return error{errc::version_conflict}.at("If-Match").nth(found.version);
  PHR_TRY(unpack_body(*in_, select->bytes(2), select->integer(1), old_text_));
  return found;
}

// Whatever may refuse the resource does so before anything of it is written but names, so that the caller needs no mark to go back to: see try_names.
result<write_report> unit::put(fhir::resource_type type, std::string_view id, const fhir::json::value& resource,
                               const reference_map& rewritten, std::int64_t now, std::optional<std::uint32_t> expected) {
  if (source() == source_of_owner) PHR_TRY(take_name(type, id));
  text_.clear();
  spots_.clear();
  reference_names names(*names_, rewritten);
  PHR_TRY(const bool says_other, append_stored_text(text_, resource, names, spots_));
  PHR_TRY(const auto identity, names_->identity(type, id));
  const std::int64_t key = identity.key;
  const auto bound = bound_.find(key);
  const bool is_new = identity.is_new || (bound != bound_.end() && bound->second);
  if (bound != bound_.end()) bound_.erase(bound);
  if (is_new && expected) return error{errc::version_conflict}.at("If-Match");
  predecessor before;
  if (!is_new) {
    PHR_TRY(before, predecessor_of(key, expected));
    PHR_TRY(const bool is_known, before.stands && old_text_ != text_ ? says_the_same(type, id, key) : result<bool>(before.stands));
    if (is_known) {  // the body is the one that is there already, or what its source has said before
      seen_[source()] = now;
      PHR_TRY(adopt(type, key, before.version));
      return write_report{type, std::string(id), before.version, write_kind::unchanged};
    }
  }
  const std::uint32_t version = before.version + 1;
  fhir::json::value stored = resource;
  if (says_other) {
    // The index must hold the references as they are stored, so the stored text is what is read.
    std::string whole;
    assemble(whole, type, id, version, now, text_);
    PHR_TRY(stored_.parse(whole));
    stored = stored_.root();
  }
  PHR_TRY(find_rows(type, stored, found_));
  seen_[source()] = now;
  if (before.stands) PHR_TRY(retire(key, type));
  if (!is_new && before.version == 0) PHR_TRY(note_late(key, type));
  PHR_TRY(const indexed made, index(key, type, stored));
  PHR_TRY(pack(text_, spots_));
  PHR_TRY(auto* insert, in_->use(insert_resource));
  insert->bind(1, key).bind(2, std::int64_t{version}).bind(3, now).bind(4, packed_dictionary);
  insert->bind(5, made.shape).bind(6, made.subjects).bind(7, source()).bind(8, bytes_view(body_));
  PHR_TRY(insert->run());
  const write_kind kind = version == 1 ? write_kind::created : write_kind::updated;
  PHR_TRY(add_change(key, version, kind));
  PHR_TRY(adopt(type, key, version));
  return write_report{type, std::string(id), version, kind};
}

result<write_report> unit::remove(fhir::resource_type type, std::string_view id, std::int64_t now, std::optional<std::uint32_t> expected) {
  PHR_TRY(const std::int64_t key, snapshot(*in_).key_of(type, id));
  PHR_TRY(snapshot(*in_).current(key));
  PHR_TRY(const predecessor before, predecessor_of(key, expected));
  PHR_TRY(retire(key, type));
  const std::uint32_t version = before.version + 1;
  PHR_TRY(auto* insert, in_->use("INSERT INTO history VALUES(?1, ?2, ?3, 3, 0, NULL, ?4)"));
  PHR_TRY(insert->bind(1, key).bind(2, std::int64_t{version}).bind(3, now).bind(4, source()).run());
  seen_[source()] = now;
  PHR_TRY(add_change(key, version, write_kind::deleted));
  if (adopts_ && type == fhir::resource_type::Consent) PHR_TRY(forget_consent(key));
  return write_report{type, std::string(id), version, write_kind::deleted};
}

result<snapshot> unit::look() {
  PHR_TRY(flush());
  return snapshot(*in_);
}

result<void> unit::commit(audit_row row) {
  PHR_TRY(flush());
  PHR_TRY(see_sources());
  from_owner();
  row.first_change = first_change_;
  row.last_change = last_change_;
  PHR_TRY(chain_.append(row));
  return transaction_.commit();
}

}  // namespace phr::storage
