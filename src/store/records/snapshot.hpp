// Reading records at one moment.
#pragma once

#include <phr/store/record.hpp>

#include "store/sql/database.hpp"

#include <optional>
#include <string_view>
#include <vector>

namespace phr::storage {

// Places in the order of first writing: that of a resource whose key was given when it was first written is its key times this.
inline constexpr std::int64_t places_of_a_key = std::int64_t{1} << 20;

// What a key points to.
struct identity {
  fhir::resource_type type = {};
  std::string id;
};

// Read operations inside a transaction that the caller has begun, so all of them see one moment.
// Lifetime: borrows the database. Threads: per-thread.
// Errors: not_found, gone (with the version that deleted it in `nth`), and those of sql.
class snapshot {
 public:
  explicit snapshot(database& in) noexcept : in_(in) {}

  [[nodiscard]] result<std::int64_t> key_of(fhir::resource_type type, std::string_view id) const;
  // 0 where nothing has ever named it.
  [[nodiscard]] result<std::int64_t> identity_key(fhir::resource_type type, std::string_view id) const;
  [[nodiscard]] result<identity> identity_of(std::int64_t key) const;
  [[nodiscard]] result<record> current(std::int64_t key) const;
  [[nodiscard]] result<record> current(std::int64_t key, fhir::resource_type type, std::string_view id) const;  // of which both are known
  // Its type and JSON without its id and the names of what it refers to, which lie elsewhere in the file: for looking at its other values.
  [[nodiscard]] result<record> outline(std::int64_t key) const;
  [[nodiscard]] result<record> version(std::int64_t key, std::uint32_t number) const;
  // The same with a deletion as a record; nullopt where there is no such version.
  [[nodiscard]] result<std::optional<record>> stored_version(std::int64_t key, std::uint32_t number) const;
  // All versions, newest first, deletions among them.
  [[nodiscard]] result<std::vector<record>> versions(std::int64_t key) const;
  // Keys of the patients in whose compartments the resource is.
  [[nodiscard]] result<std::vector<std::int64_t>> patients_of(std::int64_t key) const;
  [[nodiscard]] result<std::vector<type_count>> counts() const;
  // Whether there is an index of all words.
  [[nodiscard]] result<bool> has_full_text() const;

 private:
  friend database& sql_of(const snapshot& at) noexcept;
  database& in_;
};

}  // namespace phr::storage
