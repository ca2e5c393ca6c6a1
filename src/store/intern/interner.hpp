// Text and identities as integers (decision D6).
#pragma once

#include <phr/fhir/resource_type.hpp>

#include "store/index/subjects.hpp"
#include "store/intern/sources.hpp"
#include "store/sql/database.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

namespace phr::storage {

// An id as it is stored: a canonical UUID as 16 bytes, any other as text.
// Lifetime: borrows the text it was made from. Threads: per-thread. Errors: none.
class stored_id {
 public:
  explicit stored_id(std::string_view id) noexcept;
  void bind(sql::statement& to, int parameter) const noexcept;

 private:
  std::string_view text_;
  std::array<std::uint8_t, 16> uuid_{};
  bool is_uuid_ = false;
};

// The text of the id in a column.
[[nodiscard]] std::string id_text(const sql::statement& row, int column);
void append_id(std::string& out, const sql::statement& row, int column);

// Looks up keys in any transaction. 0 where there is none.
[[nodiscard]] result<std::int64_t> find_term(database& in, std::string_view text);
[[nodiscard]] result<std::int64_t> find_identity(database& in, fhir::resource_type type, std::string_view id);
// Whether the resource stands or has stood; else it was only referred to.
[[nodiscard]] result<bool> has_versions(database& in, std::int64_t key);

// Of each kind of key an interner remembers so many, and then begins anew: a record of many strangers must not grow the process without bound.
inline constexpr std::size_t most_remembered = 200'000;

// "Type/id" of an identity; remembered until something is committed, because keys may be given anew then. errc::damaged_page where
// there is none. Borrowed until the next call.
[[nodiscard]] result<std::string_view> reference_text(database& in, std::int64_t key);

// Makes keys inside one write transaction and remembers them, so that a repeated text costs one hash look-up.
// Lifetime: as the transaction: what it remembers is wrong after a rollback. Threads: per-thread. Errors: those of sql.
class interner {
 public:
  explicit interner(database& in) noexcept : in_(in) {}

  [[nodiscard]] result<std::int64_t> term(std::string_view text);
  [[nodiscard]] result<std::int64_t> coding(std::string_view system, std::string_view code);
  // A coding that is also kept as the unit of a quantity.
  [[nodiscard]] result<std::int64_t> unit(std::string_view system, std::string_view code);
  // A type with a set of parameters that have values: index/presence.hpp.
  [[nodiscard]] result<std::int64_t> shape(fhir::resource_type type, std::string_view present);

  // A set of patients with what goes with it: index/subjects.hpp. `own` is the key of a Patient that the resource is itself; 0 for none.
  [[nodiscard]] result<std::int64_t> subject_set(const subjects& of, std::int64_t own);

  // When the tables of shapes and units have been emptied.
  void forget_index() noexcept {
    shapes_.clear();
    units_.clear();
  }

  struct identity_key {
    std::int64_t key;
    bool is_new;  // first seen by this call
  };
  [[nodiscard]] result<identity_key> identity(fhir::resource_type type, std::string_view id);

  // From here on, names that are made are that source's; the owner's to begin with.
  void of(std::int64_t source) noexcept { source_ = source; }
  [[nodiscard]] std::int64_t source() const noexcept { return source_; }
  struct foreign_key {
    std::int64_t key;
    bool is_new;           // first seen by this call
    std::string_view id;   // here; borrowed until the next call
  };
  // The resource that a source calls so, made where it is not there. Its id here is the source's where nobody else has named that, and else a
  // derived one. Who merely refers to a name does not keep it from whom brings it: records/brought.cpp.
  [[nodiscard]] result<foreign_key> foreign(std::int64_t source, fhir::resource_type type, std::string_view id);
  // The same of what is there; nullopt where the source has never named it.
  [[nodiscard]] result<std::optional<foreign_key>> find_foreign(std::int64_t source, fhir::resource_type type, std::string_view id);
  // A name here, and whose it is.
  struct holder {
    std::int64_t key = 0;  // 0: there is none of that name
    std::int64_t source = 0;
  };
  // Whether a source means by a name what whoever has it here means.
  [[nodiscard]] static bool may_name(std::int64_t source, std::int64_t holder) noexcept;
  [[nodiscard]] result<holder> holder_of(fhir::resource_type type, std::string_view id);
  // Whether the key's name here is not its source's.
  [[nodiscard]] result<bool> is_derived(std::int64_t key);
  // Lets a source have a name here that the owner has referred to.
  [[nodiscard]] result<void> claim(const holder& of, std::int64_t source, fhir::resource_type type, std::string_view id);
  // Makes a name here free: who has it gets a derived one.
  [[nodiscard]] result<void> vacate(const holder& of, fhir::resource_type type, std::string_view id);
  // Lets what a source calls so, and is named otherwise here, be called so here, too. `other`: who has the name, and gets the derived one.
  [[nodiscard]] result<void> promote(const foreign_key& own, std::int64_t source, fhir::resource_type type, std::string_view id, const holder& other);

  // The source whose URLs begin with that base; nullopt for one that nothing was imported of.
  [[nodiscard]] result<std::optional<std::int64_t>> source_of_base(std::string_view base);
  // When a source was made or renamed.
  void forget_bases() noexcept { bases_.reset(); }

  // What is made behind a mark is kept, or is forgotten when that part of the transaction was undone.
  void mark() noexcept;
  void keep() noexcept { is_marked_ = false; }
  void back();
  // Behind a mark nothing but identities was made: takes these out again, where no part of the transaction was begun that could be undone.
  [[nodiscard]] result<void> take_back();
  // All of it.
  void forget() noexcept;

 private:
  struct hashed {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const noexcept { return std::hash<std::string_view>{}(text); }
  };
  using keys = std::unordered_map<std::string, std::int64_t, hashed, std::equal_to<>>;
  [[nodiscard]] result<std::int64_t> add_subject_set(const subjects& of, const std::vector<std::int64_t>& patients);
  [[nodiscard]] result<std::int64_t> add_shape(fhir::resource_type type, std::string_view present);

  // Of a name elsewhere, the id here.
  struct named {
    std::int64_t key;
    std::string id;       // here; "" for the same
    bool is_new = false;  // nothing has named it before
  };
  void remember(keys& in, std::string_view name, std::int64_t key, bool is_new);
  void remember_identity(fhir::resource_type type, std::string_view id, const holder& of);
  void forget_identity(fhir::resource_type type, std::string_view id);
  template <class Of>
  using names = std::unordered_map<std::string, Of, hashed, std::equal_to<>>;
  [[nodiscard]] result<bool> has_foreign_names();
  [[nodiscard]] result<std::optional<named>> look_up_foreign(std::int64_t source, fhir::resource_type type, std::string_view id);
  [[nodiscard]] result<std::string> free_derived(std::int64_t source, fhir::resource_type type, std::string_view id);
  [[nodiscard]] result<void> rename(std::int64_t key, std::string_view id);
  [[nodiscard]] result<void> add_foreign(std::int64_t source, fhir::resource_type type, std::string_view id, std::int64_t key);
  [[nodiscard]] result<named> make_foreign(std::int64_t source, fhir::resource_type type, std::string_view id);
  [[nodiscard]] result<std::int64_t> insert_identity(fhir::resource_type type, std::string_view id, std::int64_t source);

  database& in_;
  std::int64_t source_ = source_of_owner;
  names<holder> identities_;
  names<named> foreign_;  // of which the id here is another
  std::optional<bool> has_foreign_names_;
  std::optional<std::unordered_map<std::string, std::int64_t, hashed, std::equal_to<>>> bases_;
  keys terms_;
  keys codings_;
  keys shapes_;
  keys subject_sets_;
  std::unordered_set<std::int64_t> units_;
  std::string name_;
  std::string missed_;  // the name that was looked for last, where nothing has it
  bool is_marked_ = false;
  std::vector<std::pair<keys*, std::string>> made_;  // behind the mark
  std::vector<std::int64_t> made_units_;
  std::vector<std::pair<std::string, std::int64_t>> made_identities_;
  bool has_moved_ = false;  // names that were there before, behind the mark
};

}  // namespace phr::storage
