// A store in memory, for what has no index.
#pragma once

#include "store/records/unit.hpp"
#include "store/search/query/query.hpp"

#include <memory>
#include <vector>

namespace phr::storage {

// Resources that are parts of others, indexed for one search. It knows the search parameters of the store's own, and nothing else of the store.
// Lifetime: one search. Threads: per-thread. Errors: those of unit and answer_search.
class scratch_store {
 public:
  [[nodiscard]] static result<scratch_store> beside(const snapshot& of);

  // Takes a resource in; they are counted from 0.
  [[nodiscard]] result<void> add(fhir::resource_type type, const fhir::json::value& resource, std::int64_t updated);
  [[nodiscard]] std::size_t size() const noexcept { return many_; }
  // Takes all value sets and code systems of the store in that may be seen, for criteria that ask them.
  [[nodiscard]] result<void> add_terminology(const snapshot& of);
  // The numbers of those that match, in rising order.
  [[nodiscard]] result<std::vector<std::size_t>> find(const query& asked, std::int64_t now);

 private:
  explicit scratch_store(std::unique_ptr<database> memory) : memory_(std::move(memory)) {}
  std::unique_ptr<database> memory_;
  std::unique_ptr<metered> counting_;  // what is done here is of the search
  std::unique_ptr<unit> work_;  // ends before it
  std::size_t many_ = 0;
};

}  // namespace phr::storage
