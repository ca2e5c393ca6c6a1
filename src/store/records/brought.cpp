// Whose a name here is: of the first who brings a resource of that name. Who has only referred to it gives it up; what he meant keeps its key under
// another name, so that nothing that refers to it has to be written again.
#include "store/records/unit.hpp"

namespace phr::storage {

namespace {

// What the owner's own resources are that refer to a key, from parameter to parameter, as the index is ordered.
constexpr const char* own_that_refer =
    "WITH RECURSIVE each(parameter) AS (SELECT min(parameter) FROM index_reference UNION ALL "
    "SELECT (SELECT min(parameter) FROM index_reference WHERE parameter > each.parameter) FROM each WHERE each.parameter IS NOT NULL) "
    "SELECT DISTINCT r.resource FROM each JOIN index_reference r ON r.parameter = each.parameter AND r.target = ?1 JOIN identity i ON i.key = r.resource AND i.source = 0 ORDER BY 1";

}  // namespace

result<interner::foreign_key> unit::brought(fhir::resource_type type, std::string_view id) {
  const std::int64_t from = source();
  PHR_TRY(const auto there, names_->holder_of(type, id));
  if (there.key != 0) {
    if (interner::may_name(from, there.source)) return names_->foreign(from, type, id);
    PHR_TRY(const bool is_taken, is_settled(there.key));
    if (is_taken) return names_->foreign(from, type, id);
  }
  PHR_TRY(const auto known, names_->find_foreign(from, type, id));
  if (!known) {
    if (there.key != 0) {
      PHR_TRY(beyond_names());
      PHR_TRY(there.source == source_of_owner ? names_->claim(there, from, type, id) : names_->vacate(there, type, id));
    }
    PHR_TRY(const auto named, names_->identity(type, id));  // nobody else has the name now
    return interner::foreign_key{named.key, named.is_new, id};
  }
  // It was called otherwise here, for somebody else had the name when it was first referred to.
  const std::string derived(known->id);
  PHR_TRY(const bool is_brought, bound_.contains(known->key) ? result<bool>(true) : has_versions(*in_, known->key));
  if (is_brought) return names_->foreign(from, type, id);
  PHR_TRY(beyond_names());
  const interner::foreign_key own{known->key, false, derived};
  if (there.key != 0 && there.source == source_of_owner) {
    PHR_TRY(const auto records, own_referrers(there.key));
    PHR_TRY(names_->promote(own, from, type, id, there));
    PHR_TRY(write_again(records));
  } else {
    if (there.key != 0) PHR_TRY(names_->vacate(there, type, id));
    PHR_TRY(names_->promote(own, from, type, id, {}));
  }
  return names_->foreign(from, type, id);
}

// The owner writes: a name here that others have only referred to becomes the owner's, and so does what the owner has referred to by it.
result<void> unit::take_name(fhir::resource_type type, std::string_view id) {
  PHR_TRY(const auto there, names_->holder_of(type, id));
  if (there.key == 0 || there.source == source_of_owner) return success();
  PHR_TRY(const bool is_taken, is_settled(there.key));
  if (is_taken) return success();
  if (there.source == source_of_file) return names_->claim(there, source_of_owner, type, id);
  PHR_TRY(const auto records, own_referrers(there.key));
  PHR_TRY(names_->vacate(there, type, id));
  return write_again(records);
}

// Whether a name stays whose it is: something of it is or was here, or is about to be, or it is a derived one, which speaks of its source's resource.
result<bool> unit::is_settled(std::int64_t key) {
  if (bound_.contains(key)) return true;
  PHR_TRY(const bool is_brought, has_versions(*in_, key));
  return is_brought ? result<bool>(true) : names_->is_derived(key);
}

result<unit::standing_records> unit::own_referrers(std::int64_t key) {
  PHR_TRY(flush());
  std::vector<std::int64_t> keys;
  {
    PHR_TRY(auto* select, in_->use(own_that_refer));
    const sql::resetting after(*select);
    select->bind(1, key);
    for (;;) {
      PHR_TRY(const bool more, select->step());
      if (!more) break;
      keys.push_back(select->integer(0));
    }
  }
  return take_from_index(keys);
}

result<unit::standing_records> unit::take_from_index(const std::vector<std::int64_t>& keys) {
  standing_records found;
  for (const std::int64_t key : keys) {
    PHR_TRY(auto record, standing(key));
    fhir::json::document parsed;
    PHR_TRY(parsed.parse(record.json));
    std::string stored;
    append_stored_text(stored, parsed.root());
    PHR_TRY(forget_index(key, record.type, stored));
    found.emplace_back(key, std::move(record));
  }
  return found;
}

result<void> unit::write_again(const standing_records& records) {
  const std::int64_t before = source();
  from_owner();  // they are this store's, as are the names in them
  const auto written = write_each(records);
  names_->of(before);
  return written;
}

result<void> unit::write_each(const standing_records& records) {
  for (const auto& [key, record] : records) {
    PHR_TRY(say_anew(record.json, text_, spots_));
    std::string whole;
    assemble(whole, record.type, record.id, record.version, record.updated, text_);
    PHR_TRY(old_.parse(whole));
    PHR_TRY(find_rows(record.type, old_.root(), found_));
    PHR_TRY(const indexed made, index(key, record.type, old_.root()));
    PHR_TRY(pack(text_, spots_));
    PHR_TRY(auto* update, in_->use("UPDATE resource SET shape = ?2, subjects = ?3, dictionary = ?4, body = ?5 WHERE key = ?1"));
    update->bind(1, key).bind(2, made.shape).bind(3, made.subjects).bind(4, packed_dictionary).bind(5, bytes_view(body_));
    PHR_TRY(update->run());
  }
  return success();
}

}  // namespace phr::storage
