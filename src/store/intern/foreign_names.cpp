// What sources call resources, and what these are called here (decision D16).
#include "store/intern/interner.hpp"

#include <limits>
#include <utility>

namespace phr::storage {

// A text that does not say where it comes from speaks of this file, and means by a name what its owner means.
bool interner::may_name(std::int64_t source, std::int64_t holder) noexcept { return source == holder || (source == source_of_file && holder == source_of_owner); }

result<bool> has_versions(database& in, std::int64_t key) {
  PHR_TRY(auto* select, in.use("SELECT 1 FROM resource WHERE key = ?1 UNION ALL SELECT 1 FROM history WHERE key = ?1 LIMIT 1"));
  const sql::resetting after(*select);
  return select->bind(1, key).step();
}

void interner::remember_identity(fhir::resource_type type, std::string_view id, const holder& of) {
  if (identities_.size() >= most_remembered) identities_.clear();
  name_.assign(1, static_cast<char>(type));
  name_.append(id);
  missed_.clear();
  identities_.insert_or_assign(name_, of);
}

void interner::forget_identity(fhir::resource_type type, std::string_view id) {
  name_.assign(1, static_cast<char>(type));
  name_.append(id);
  identities_.erase(name_);
}

result<interner::holder> interner::holder_of(fhir::resource_type type, std::string_view id) {
  name_.assign(1, static_cast<char>(type));
  name_.append(id);
  if (const auto known = identities_.find(name_); known != identities_.end()) return known->second;
  holder found;
  if (name_ == missed_) return found;
  {
    PHR_TRY(auto* select, in_.use("SELECT key, source FROM identity WHERE type = ?1 AND id = ?2"));
    const sql::resetting after(*select);
    const stored_id stored(id);
    stored.bind(select->bind(1, static_cast<std::int64_t>(type)), 2);
    PHR_TRY(const bool is_there, select->step());
    if (!is_there) {
      missed_ = name_;
      return found;
    }
    found = {select->integer(0), select->integer(1)};
  }
  remember_identity(type, id, found);
  return found;
}

result<bool> interner::has_foreign_names() {
  if (!has_foreign_names_) {
    PHR_TRY(auto* select, in_.use("SELECT 1 FROM foreign_name LIMIT 1"));
    const sql::resetting after(*select);
    PHR_TRY(has_foreign_names_, select->step());
  }
  return *has_foreign_names_;
}

result<std::optional<interner::named>> interner::look_up_foreign(std::int64_t source, fhir::resource_type type, std::string_view id) {
  PHR_TRY(const bool any, has_foreign_names());
  if (any) {
    PHR_TRY(auto* select, in_.use("SELECT f.key, i.id FROM foreign_name f JOIN identity i ON i.key = f.key WHERE f.source = ?1 AND f.type = ?2 AND f.id = ?3"));
    const sql::resetting after(*select);
    const stored_id stored(id);
    stored.bind(select->bind(1, source).bind(2, static_cast<std::int64_t>(type)), 3);
    PHR_TRY(const bool found, select->step());
    if (found) return std::optional(named{select->integer(0), id_text(*select, 1)});
  }
  PHR_TRY(const holder owned, holder_of(type, id));
  if (owned.key == 0 || !may_name(source, owned.source)) return std::optional<named>();
  return std::optional(named{owned.key, {}});
}

// The derived id of a source's name that nothing has here.
result<std::string> interner::free_derived(std::int64_t source, fhir::resource_type type, std::string_view id) {
  PHR_TRY(const std::string uri, uri_of_source(in_, source));
  for (std::uint32_t attempt = 0; attempt != std::numeric_limits<std::uint32_t>::max(); ++attempt) {
    PHR_TRY(std::string derived, derived_id(uri, type, id, attempt));
    PHR_TRY(const holder there, holder_of(type, derived));
    if (there.key == 0) return derived;
  }
  return error{errc::internal}.at("an id derived from a source's");
}

result<void> interner::add_foreign(std::int64_t source, fhir::resource_type type, std::string_view id, std::int64_t key) {
  PHR_TRY(auto* insert, in_.use("INSERT INTO foreign_name(source, type, id, key) VALUES(?1, ?2, ?3, ?4)"));
  const stored_id stored(id);
  stored.bind(insert->bind(1, source).bind(2, static_cast<std::int64_t>(type)), 3);
  has_foreign_names_ = true;
  return insert->bind(4, key).run();
}

// Of a name that the source has not given before.
result<interner::named> interner::make_foreign(std::int64_t source, fhir::resource_type type, std::string_view id) {
  PHR_TRY(const holder there, holder_of(type, id));
  if (there.key == 0) {
    PHR_TRY(const std::int64_t key, insert_identity(type, id, source));
    return named{key, {}, true};
  }
  PHR_TRY(std::string derived, free_derived(source, type, id));
  PHR_TRY(const std::int64_t key, insert_identity(type, derived, source));
  PHR_TRY(add_foreign(source, type, id, key));
  return named{key, std::move(derived), true};
}

result<interner::foreign_key> interner::foreign(std::int64_t source, fhir::resource_type type, std::string_view id) {
  if (source == source_of_owner) {
    PHR_TRY(const identity_key own, identity(type, id));
    return foreign_key{own.key, own.is_new, id};
  }
  PHR_TRY(const holder same, holder_of(type, id));
  if (same.key != 0 && may_name(source, same.source)) return foreign_key{same.key, false, id};
  if (same.key == 0) {
    PHR_TRY(const bool any, has_foreign_names());
    if (!any) {  // as almost always: a new name, and nobody has it
      PHR_TRY(const std::int64_t key, insert_identity(type, id, source));
      return foreign_key{key, true, id};
    }
  }
  std::string name = std::to_string(source);
  name.push_back(':');
  name.push_back(static_cast<char>(type));
  name.append(id);
  if (const auto known = foreign_.find(name); known != foreign_.end()) {
    return foreign_key{known->second.key, false, known->second.id.empty() ? id : std::string_view(known->second.id)};
  }
  PHR_TRY(auto found, look_up_foreign(source, type, id));
  if (!found) {
    PHR_TRY(found, make_foreign(source, type, id));
  }
  if (found->id.empty()) return foreign_key{found->key, found->is_new, id};
  if (foreign_.size() >= most_remembered) foreign_.clear();
  const bool is_new = std::exchange(found->is_new, false);
  const named& kept = foreign_.insert_or_assign(std::move(name), std::move(*found)).first->second;
  return foreign_key{kept.key, is_new, kept.id};
}

result<std::optional<interner::foreign_key>> interner::find_foreign(std::int64_t source, fhir::resource_type type, std::string_view id) {
  if (source == source_of_owner) {
    PHR_TRY(const std::int64_t key, find_identity(in_, type, id));
    return key == 0 ? std::optional<foreign_key>() : std::optional(foreign_key{key, false, id});
  }
  PHR_TRY(auto found, look_up_foreign(source, type, id));
  if (!found) return std::optional<foreign_key>();
  name_ = found->id;
  return std::optional(foreign_key{found->key, false, name_.empty() ? id : std::string_view(name_)});
}

result<std::optional<std::int64_t>> interner::source_of_base(std::string_view base) {
  if (!bases_) {
    bases_.emplace();
    PHR_TRY(auto* select, in_.use("SELECT id, uri FROM source WHERE kind = ?1"));
    const sql::resetting after(*select);
    select->bind(1, static_cast<std::int64_t>(source_kind::server));
    for (;;) {
      PHR_TRY(const bool more, select->step());
      if (!more) break;
      bases_->emplace(select->text(1), select->integer(0));
    }
  }
  const auto found = bases_->find(base);
  return found == bases_->end() ? std::optional<std::int64_t>() : std::optional(found->second);
}

}  // namespace phr::storage
