// Index rows on their way into the tables: collected, sorted, written in key order.
#pragma once

#include "store/index/rows.hpp"
#include "store/intern/interner.hpp"

#include <array>
#include <compare>
#include <cstdint>
#include <string>
#include <variant>
#include <vector>

namespace phr::storage {

// Rows with their texts interned, as the tables hold them.
struct pending_rows {
  struct pair {  // token, reference, uri
    std::int64_t parameter, value, resource;
    auto operator<=>(const pair&) const = default;
  };
  struct text {
    std::int64_t parameter;
    std::string normal;
    std::int64_t resource;
    std::string original;
    auto operator<=>(const text&) const = default;
  };
  struct date {
    std::int64_t slot, low, length, resource;
    auto operator<=>(const date&) const = default;
  };
  struct amount {  // quantity; number with unit 0
    std::int64_t parameter, unit;
    double value;
    std::int64_t resource;
    auto operator<=>(const amount&) const = default;
  };
  struct composite {
    std::int64_t parameter, first;
    std::variant<std::int64_t, double> second, third;
    std::int64_t resource;
    auto operator<=>(const composite&) const = default;
  };
  struct member {  // compartment
    std::int64_t patient, happened, resource;
    auto operator<=>(const member&) const = default;
  };

  std::vector<pair> tokens;
  std::vector<pair> references;
  std::vector<pair> uris;
  std::vector<text> strings;
  std::vector<date> dates;
  std::vector<amount> quantities;
  std::vector<amount> numbers;
  std::vector<composite> composites;
  std::vector<member> members;

  [[nodiscard]] std::size_t size() const noexcept {
    return tokens.size() + references.size() + uris.size() + strings.size() + dates.size() + quantities.size() +
           numbers.size() + composites.size() + members.size();
  }
  void clear() noexcept;

  // How many rows there are, of each kind; to go back to, or to copy so many.
  using counts = std::array<std::size_t, 9>;
  [[nodiscard]] counts count() const noexcept;
  void back_to(const counts& before);
  [[nodiscard]] pending_rows first(const counts& many) const;

  // Adds what `extract` found in one resource; the keys of what it refers to are put into `targets`.
  [[nodiscard]] result<void> add(const index_rows& found, std::int64_t resource, interner& names, std::vector<std::int64_t>* targets = nullptr);
};

// Sorted by the tables' keys, a batch fills each B-tree from left to right: neighbours share pages, and each page is
// encrypted once instead of once for every row. Repeated rows of one resource are written once. Both empty `rows`.
[[nodiscard]] result<void> insert_rows(database& into, pending_rows& rows);
[[nodiscard]] result<void> remove_rows(database& from, pending_rows& rows);

}  // namespace phr::storage
