// Names here that come to mean something else: of what was only referred to, when it is brought.
#include "store/intern/interner.hpp"

namespace phr::storage {

result<bool> interner::is_derived(std::int64_t key) {
  PHR_TRY(const bool any, has_foreign_names());
  if (!any) return false;
  PHR_TRY(auto* select, in_.use("SELECT 1 FROM foreign_name WHERE key = ?1"));
  const sql::resetting after(*select);
  return select->bind(1, key).step();
}

result<void> interner::claim(const holder& of, std::int64_t source, fhir::resource_type type, std::string_view id) {
  PHR_TRY(auto* update, in_.use("UPDATE identity SET source = ?2 WHERE key = ?1"));
  PHR_TRY(update->bind(1, of.key).bind(2, source).run());
  remember_identity(type, id, {of.key, source});
  has_moved_ = true;
  return success();
}

result<void> interner::rename(std::int64_t key, std::string_view id) {
  PHR_TRY(auto* update, in_.use("UPDATE identity SET id = ?2 WHERE key = ?1"));
  const stored_id stored(id);
  stored.bind(update->bind(1, key), 2);
  PHR_TRY(update->run());
  in_.names().erase(key);
  has_moved_ = true;
  return success();
}

result<void> interner::vacate(const holder& of, fhir::resource_type type, std::string_view id) {
  PHR_TRY(const std::string derived, free_derived(of.source, type, id));
  PHR_TRY(rename(of.key, derived));
  forget_identity(type, id);
  remember_identity(type, derived, of);
  return add_foreign(of.source, type, id, of.key);
}

result<void> interner::promote(const foreign_key& own, std::int64_t source, fhir::resource_type type, std::string_view id, const holder& other) {
  const std::string derived(own.id);
  if (other.key != 0) PHR_TRY(rename(other.key, "~"));  // for the moment: no id is that
  PHR_TRY(rename(own.key, id));
  if (other.key != 0) PHR_TRY(rename(other.key, derived));
  forget_identity(type, derived);
  if (other.key != 0) remember_identity(type, derived, other);
  remember_identity(type, id, {own.key, source});
  PHR_TRY(auto* gone, in_.use("DELETE FROM foreign_name WHERE key = ?1"));
  PHR_TRY(gone->bind(1, own.key).run());
  foreign_.clear();
  return success();
}

}  // namespace phr::storage
