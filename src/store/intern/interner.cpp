#include "store/intern/interner.hpp"

#include "store/index/custom.hpp"
#include "store/index/presence.hpp"

#include <phr/core/id.hpp>

#include <algorithm>

namespace phr::storage {

stored_id::stored_id(std::string_view id) noexcept : text_(id) {
  if (!is_canonical_uuid(id)) return;
  if (const auto parsed = uuid::parse(id)) {
    uuid_ = parsed.value().bytes;
    is_uuid_ = true;
  }
}

void stored_id::bind(sql::statement& to, int parameter) const noexcept {
  if (is_uuid_) {
    to.bind(parameter, bytes_view(uuid_));
  } else {
    to.bind(parameter, text_);
  }
}

void append_id(std::string& out, const sql::statement& row, int column) {
  if (!row.is_blob(column)) {
    out += row.text(column);
    return;
  }
  uuid value;
  const bytes_view bytes = row.bytes(column);
  std::copy_n(bytes.begin(), std::min(bytes.size(), value.bytes.size()), value.bytes.begin());
  value.append_to(out);
}

std::string id_text(const sql::statement& row, int column) {
  std::string text;
  append_id(text, row, column);
  return text;
}

result<std::int64_t> find_term(database& in, std::string_view text) {
  PHR_TRY(auto* select, in.use("SELECT id FROM term WHERE text = ?1"));
  const sql::resetting after(*select);
  PHR_TRY(const bool found, select->bind(1, text).step());
  return found ? select->integer(0) : 0;
}

result<std::int64_t> find_identity(database& in, fhir::resource_type type, std::string_view id) {
  PHR_TRY(auto* select, in.use("SELECT key FROM identity WHERE type = ?1 AND id = ?2"));
  const sql::resetting after(*select);
  const stored_id stored(id);
  stored.bind(select->bind(1, static_cast<std::int64_t>(type)), 2);
  PHR_TRY(const bool found, select->step());
  return found ? select->integer(0) : 0;
}

result<std::string_view> reference_text(database& in, std::int64_t key) {
  auto& names = in.names();
  if (const auto known = names.find(key); known != names.end()) return std::string_view(known->second);
  PHR_TRY(auto* select, in.use("SELECT type, id FROM identity WHERE key = ?1"));
  const sql::resetting after(*select);
  PHR_TRY(const bool found, select->bind(1, key).step());
  if (!found) return error{errc::damaged_page}.at("what a record refers to");
  std::string text(fhir::name(static_cast<fhir::resource_type>(select->integer(0))));
  text += "/";
  append_id(text, *select, 1);
  if (names.size() >= most_remembered) names.clear();
  return std::string_view(names.insert_or_assign(key, std::move(text)).first->second);
}

void interner::remember(keys& in, std::string_view name, std::int64_t key, bool is_new) {
  if (in.size() >= most_remembered) in.clear();
  in.emplace(name, key);
  if (is_marked_ && is_new) made_.emplace_back(&in, name);
}

void interner::mark() noexcept {
  is_marked_ = true;
  made_.clear();
  made_units_.clear();
  made_identities_.clear();
  has_moved_ = false;
}

void interner::back() {
  for (const auto& [in, name] : made_) in->erase(name);
  for (const std::int64_t unit : made_units_) units_.erase(unit);
  for (const auto& [name, key] : made_identities_) {
    identities_.erase(name);
    in_.names().erase(key);
  }
  if (has_moved_) {
    identities_.clear();
    in_.names().clear();
  }
  if (!made_identities_.empty() || has_moved_) {
    foreign_.clear();
    has_foreign_names_.reset();
  }
  bases_.reset();
  is_marked_ = false;
}

result<void> interner::take_back() {
  for (const auto& [name, key] : made_identities_) {
    PHR_TRY(auto* of_source, in_.use("DELETE FROM foreign_name WHERE key = ?1"));
    PHR_TRY(of_source->bind(1, key).run());
    PHR_TRY(auto* gone, in_.use("DELETE FROM identity WHERE key = ?1"));
    PHR_TRY(gone->bind(1, key).run());
  }
  back();
  return success();
}

void interner::forget() noexcept {
  terms_.clear();
  codings_.clear();
  identities_.clear();
  foreign_.clear();
  has_foreign_names_.reset();
  bases_.reset();
  subject_sets_.clear();
  forget_index();
}

result<std::int64_t> interner::term(std::string_view text) {
  if (const auto known = terms_.find(text); known != terms_.end()) return known->second;
  PHR_TRY(std::int64_t key, find_term(in_, text));
  const bool is_new = key == 0;
  if (is_new) {
    PHR_TRY(auto* insert, in_.use("INSERT INTO term(text) VALUES(?1)"));
    PHR_TRY(insert->bind(1, text).run());
    key = in_.on().last_key();
  }
  remember(terms_, text, key, is_new);
  return key;
}

result<std::int64_t> interner::coding(std::string_view system, std::string_view code) {
  name_.assign(system);
  name_.push_back('\n');  // in no URI
  name_.append(code);
  if (const auto known = codings_.find(name_); known != codings_.end()) return known->second;
  std::int64_t system_key = 0;
  if (!system.empty()) {
    PHR_TRY(system_key, term(system));
  }
  std::int64_t key = 0;
  {
    PHR_TRY(auto* select, in_.use("SELECT id FROM coding WHERE code = ?1 AND system = ?2"));
    const sql::resetting after(*select);
    PHR_TRY(const bool found, select->bind(1, code).bind(2, system_key).step());
    if (found) key = select->integer(0);
  }
  const bool is_new = key == 0;
  if (is_new) {
    PHR_TRY(auto* insert, in_.use("INSERT INTO coding(code, system) VALUES(?1, ?2)"));
    PHR_TRY(insert->bind(1, code).bind(2, system_key).run());
    key = in_.on().last_key();
  }
  remember(codings_, name_, key, is_new);
  return key;
}

result<std::int64_t> interner::unit(std::string_view system, std::string_view code) {
  PHR_TRY(const std::int64_t key, coding(system, code));
  if (units_.size() < most_remembered && !units_.insert(key).second) return key;
  if (is_marked_) made_units_.push_back(key);
  PHR_TRY(auto* insert, in_.use("INSERT OR IGNORE INTO unit VALUES(?1)"));
  PHR_TRY(insert->bind(1, key).run());
  return key;
}

result<std::int64_t> interner::add_shape(fhir::resource_type type, std::string_view present) {
  PHR_TRY(auto* insert, in_.use("INSERT INTO shape(type, present) VALUES(?1, ?2)"));
  const bytes_view bytes(reinterpret_cast<const std::uint8_t*>(present.data()), present.size());
  PHR_TRY(insert->bind(1, static_cast<std::int64_t>(type)).bind(2, bytes).run());
  const std::int64_t key = in_.on().last_key();
  PHR_TRY(auto* parameter, in_.use("INSERT INTO shape_parameter VALUES(?1, ?2)"));
  const auto all = fhir::search_parameters(type);
  for (std::size_t nth = 0; nth < present.size() * 8; ++nth) {
    if (!has_bit(present, nth)) continue;
    const std::size_t id = nth < all.size() ? all[nth].id : first_custom_parameter + nth - all.size();
    PHR_TRY(parameter->bind(1, static_cast<std::int64_t>(id)).bind(2, key).run());
  }
  return key;
}

result<std::int64_t> interner::shape(fhir::resource_type type, std::string_view present) {
  name_.assign(1, static_cast<char>(type));
  name_.append(present);
  if (const auto known = shapes_.find(name_); known != shapes_.end()) return known->second;
  std::int64_t key = 0;
  {
    PHR_TRY(auto* select, in_.use("SELECT id FROM shape WHERE type = ?1 AND present = ?2"));
    const sql::resetting after(*select);
    const bytes_view bytes(reinterpret_cast<const std::uint8_t*>(present.data()), present.size());
    PHR_TRY(const bool found, select->bind(1, static_cast<std::int64_t>(type)).bind(2, bytes).step());
    if (found) key = select->integer(0);
  }
  const bool is_new = key == 0;
  if (is_new) {
    PHR_TRY(key, add_shape(type, present));
  }
  remember(shapes_, name_, key, is_new);
  return key;
}

result<std::int64_t> interner::add_subject_set(const subjects& of, const std::vector<std::int64_t>& patients) {
  std::string types;
  for (int number = 1; number <= fhir::resource_type_count; ++number) {
    if (of.within.contains(static_cast<fhir::resource_type>(number))) types.push_back(static_cast<char>(number));
  }
  PHR_TRY(auto* insert, in_.use("INSERT INTO subject_set(name, closed, types) VALUES(?1, ?2, ?3)"));
  insert->bind(1, as_bytes(name_)).bind(2, std::int64_t{of.closed ? 1 : 0}).bind(3, as_bytes(types));
  PHR_TRY(insert->run());
  const std::int64_t key = in_.on().last_key();
  PHR_TRY(auto* member, in_.use("INSERT INTO subject(subjects, patient) VALUES(?1, ?2)"));
  for (const std::int64_t patient : patients) PHR_TRY(member->bind(1, key).bind(2, patient).run());
  return key;
}

result<std::int64_t> interner::subject_set(const subjects& of, std::int64_t own) {
  std::vector<std::int64_t> patients;
  for (const std::string& each : of.patients) {
    PHR_TRY(const identity_key known, identity(fhir::resource_type::Patient, each));
    patients.push_back(known.key);
  }
  if (own != 0) patients.push_back(own);
  std::sort(patients.begin(), patients.end());
  patients.erase(std::unique(patients.begin(), patients.end()), patients.end());
  name_.assign(1, of.closed ? '1' : '0');
  const auto put = [&](const void* from, std::size_t size) { name_.append(static_cast<const char*>(from), size); };
  put(&of.within, sizeof of.within);
  put(patients.data(), patients.size() * sizeof(std::int64_t));
  if (const auto known = subject_sets_.find(name_); known != subject_sets_.end()) return known->second;
  std::int64_t key = 0;
  {
    PHR_TRY(auto* select, in_.use("SELECT id FROM subject_set WHERE name = ?1"));
    const sql::resetting after(*select);
    PHR_TRY(const bool found, select->bind(1, as_bytes(name_)).step());
    if (found) key = select->integer(0);
  }
  const bool is_new = key == 0;
  if (is_new) {
    PHR_TRY(key, add_subject_set(of, patients));
  }
  remember(subject_sets_, name_, key, is_new);
  return key;
}

result<std::int64_t> interner::insert_identity(fhir::resource_type type, std::string_view id, std::int64_t source) {
  PHR_TRY(auto* insert, in_.use("INSERT INTO identity(type, id, source) VALUES(?1, ?2, ?3)"));
  const stored_id stored(id);
  stored.bind(insert->bind(1, static_cast<std::int64_t>(type)), 2);
  PHR_TRY(insert->bind(3, source).run());
  const std::int64_t key = in_.on().last_key();
  remember_identity(type, id, {key, source});
  if (is_marked_) made_identities_.emplace_back(name_, key);
  return key;
}

result<interner::identity_key> interner::identity(fhir::resource_type type, std::string_view id) {
  PHR_TRY(const holder known, holder_of(type, id));
  if (known.key != 0) return identity_key{known.key, false};
  PHR_TRY(const std::int64_t key, insert_identity(type, id, source_));
  return identity_key{key, true};
}

}  // namespace phr::storage
