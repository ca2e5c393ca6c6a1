// A search of one type.
#pragma once

#include "store/search/walk/merge.hpp"
#include "store/search/answer/search.hpp"

namespace phr::storage {

// Criteria, compiled, with the way to go: which of them gives the rows, and which are asked of each.
// Lifetime: borrows scope and query. Threads: per-thread. Errors: as answer_search.
class type_search {
 public:
  type_search(search_scope& in, const query& asked, fhir::resource_type type) : in_(in), asked_(asked), type_(type) {}

  // Compiles; to be called first.
  [[nodiscard]] result<void> plan(const page_position* after);
  // Rows in order, after the position, until the visitor returns false. The position of each is `at()`.
  [[nodiscard]] result<void> each(const page_position* after, const std::function<bool(const ordered_row&)>& visit);
  [[nodiscard]] result<std::uint64_t> count();

  [[nodiscard]] page_position position(const ordered_row& at) const;
  [[nodiscard]] const std::vector<sort_key>& keys() const noexcept { return keys_; }
  [[nodiscard]] const std::string& explained() const noexcept { return explained_; }

 private:
  struct candidate {
    std::optional<std::vector<row_set>> rows;  // nullopt: it can only be asked
    std::uint64_t ordinal = 0;
    std::size_t nth = 0;                       // of the criteria; behind them the compartment
    bool checked = true;                       // its rows are live resources of the type
    bool exact = true;                         // and all of them match
  };
  using visitor = std::function<bool(const ordered_row&)>;

  [[nodiscard]] result<void> read_criteria();
  [[nodiscard]] result<void> check(const page_position& after) const;
  [[nodiscard]] result<bool> choose_visible();
  [[nodiscard]] result<void> choose(const page_position* after);
  [[nodiscard]] result<std::string> condition(std::size_t but, std::string_view key);
  [[nodiscard]] result<std::string> compartment_condition(std::string_view key);
  [[nodiscard]] std::string of_type(std::string_view key) const;
  [[nodiscard]] std::string all_keys();
  [[nodiscard]] result<void> collect(const page_position* after, const visitor& visit);
  [[nodiscard]] result<void> drive_by_type();
  [[nodiscard]] result<void> by_key(const page_position* after, const visitor& visit);
  [[nodiscard]] result<void> by_rows(const page_position* after, const visitor& visit);
  void tell(const std::string& line) { explained_ += line + "\n"; }
  void tell(const merge& of);

  // Walking the index of a sort key.
  struct level {
    std::size_t nth = 0;
    std::vector<sort_value> before;  // the values of the keys before it
    std::string condition;
  };
  [[nodiscard]] result<bool> walk(const level& at, const page_position* after, const visitor& visit);
  [[nodiscard]] result<bool> walk_missing(const level& at, const page_position* after, const visitor& visit);
  [[nodiscard]] result<bool> narrow(const level& at, const sort_value& value, const page_position* after, const visitor& visit);
  [[nodiscard]] bool give(std::vector<ordered_row>& group, const page_position* after, const visitor& visit) const;

  search_scope& in_;
  const query& asked_;
  fhir::resource_type type_;
  std::vector<sort_key> keys_;
  std::vector<candidate> candidates_;
  std::vector<row_set> driver_;
  static constexpr std::size_t of_the_visible = SIZE_MAX - 1;
  std::size_t driver_nth_ = SIZE_MAX;  // SIZE_MAX: everything of the type
  bool driver_checked_ = true;
  bool driver_exact_ = true;
  std::string condition_;              // of the others, on d.k
  char way_ = 'k';
  bool small_ = false;
  std::string explained_;
};

}  // namespace phr::storage
