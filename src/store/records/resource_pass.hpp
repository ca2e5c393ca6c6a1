// Reading the current versions of many resources.
#pragma once

#include "store/records/packed_body.hpp"
#include "store/records/snapshot.hpp"

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace phr::storage {

// One pass over resources in the order of their keys, which is the order of the file: each page is read, checked and decrypted once,
// where reading in another order needs it again for every resource on it that the cache has lost. Neighbours are reached by a step; what lies
// further on, by a search from the root.
// Lifetime: borrows the snapshot and the keys. Threads: per-thread. Errors: those of snapshot.
class resource_pass {
 public:
  // `keys` in any order; equal ones are given as often. Those without a current version are passed over.
  [[nodiscard]] static result<resource_pass> over(const snapshot& at, std::span<const std::int64_t> keys);

  // To the next resource; false at the end.
  [[nodiscard]] result<bool> next();

  // Of the resource at hand.
  [[nodiscard]] std::size_t nth() const noexcept { return order_.empty() ? next_ - 1 : order_[next_ - 1]; }  // whose key it is
  [[nodiscard]] std::int64_t key() const noexcept { return keys_[nth()]; }
  [[nodiscard]] fhir::resource_type type() const noexcept { return static_cast<fhir::resource_type>(names_.rows.integer(1)); }
  [[nodiscard]] std::uint32_t version() const noexcept { return static_cast<std::uint32_t>(bodies_.rows.integer(1)); }
  [[nodiscard]] std::int64_t updated() const noexcept { return bodies_.rows.integer(2); }
  [[nodiscard]] std::string id() const;
  // Keys of what it refers to. Replaces `into`.
  [[nodiscard]] result<void> references(std::vector<std::int64_t>& into) const;
  // Its JSON, behind what `out` holds.
  [[nodiscard]] result<void> append_json(std::string& out);
  // The same with each reference left empty, which is spared the names of what it refers to.
  [[nodiscard]] result<void> append_outline(std::string& out);

 private:
  // Rows of a table by key, from a key on.
  struct cursor {
    sql::statement rows;
    std::int64_t at = 0;  // of the row at hand
    bool is_open = false;
    bool is_over = false;
    // To that key; false where it has no row.
    [[nodiscard]] result<bool> seek(std::int64_t key);
  };

  [[nodiscard]] result<void> append(std::string& out, references_as as);

  resource_pass(const snapshot& at, std::span<const std::int64_t> keys);

  database* in_;
  std::span<const std::int64_t> keys_;
  std::vector<std::size_t> order_;  // in which they rise; empty where they do as they stand
  std::size_t next_ = 0;
  cursor bodies_;
  cursor names_;
  std::string id_;
  std::int64_t instant_ = INT64_MIN;  // whose text `instant_text_` is: what was imported at once has one
  std::string instant_text_;
};

}  // namespace phr::storage
