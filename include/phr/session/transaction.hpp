// Writes that are collected, and land whole or not at all.
#pragma once

#include <phr/core/progress.hpp>
#include <phr/core/result.hpp>
#include <phr/fhir/model_json.hpp>
#include <phr/fhir/resource_type.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace phr {

class session;

// What became of one write of a transaction, in the words of its answer.
struct landed_write {
  fhir::resource_type type = {};
  std::string id;                             // "" for a removal by a condition: the answer does not name what it found
  std::optional<std::uint32_t> version = {};  // the one that stands now, or that of the deletion; none where there was nothing to remove
  bool created = false;
  std::string name;                           // the reference that the call gave; "" for a removal
};

// The writes of phr::session, collected into a Bundle of type transaction, which session::execute does when they land: deletions first,
// then creations, then updates and patches, whatever their order here. Nothing is looked up, locked or written before.
// Each call but a removal gives the reference by which other resources of the transaction name its resource: "Patient/p1" where that is
// known, else a "urn:uuid:..." that becomes the Type/id when it lands.
// Lifetime: a value that keeps its texts. Threads: per-thread. Errors: of the calls those of JSON, unknown_resource_type, missing_element,
// invalid_id, and malformed_query for a condition without a criterion, which leave the transaction as it was; what the store says
// comes when it lands: that of the first write that fails, counted from 0 in `nth`, as session::execute; of a search, its criterion.
class transaction {
 public:
  [[nodiscard]] result<std::string> create(std::string_view json);  // under a new id; an id in the text is replaced
  [[nodiscard]] result<std::string> update(std::string_view json, std::optional<std::uint32_t> if_match = {});
  template <fhir::model T>
  [[nodiscard]] result<std::string> create(const T& resource) {
    return create(fhir::json_encode(T::structure_, &resource));
  }
  template <fhir::model T>
  [[nodiscard]] result<std::string> update(const T& resource, std::optional<std::uint32_t> if_match = {}) {
    return update(fhir::json_encode(T::structure_, &resource), if_match);
  }
  [[nodiscard]] result<void> remove(fhir::resource_type type, std::string_view id, std::optional<std::uint32_t> if_match = {});
  // `description` as for session::patch.
  [[nodiscard]] result<std::string> patch(fhir::resource_type type, std::string_view id, std::string_view description,
                                          std::optional<std::uint32_t> if_match = {});

  // By a search in place of an id, as the session's calls of these names.
  [[nodiscard]] result<std::string> create_if_none(std::string_view json, std::string_view criteria);
  [[nodiscard]] result<std::string> update_where(std::string_view json, std::string_view criteria, std::optional<std::uint32_t> if_match = {});
  [[nodiscard]] result<std::string> patch_where(std::string_view query, std::string_view description, std::optional<std::uint32_t> if_match = {});
  [[nodiscard]] result<void> remove_where(std::string_view query, std::optional<std::uint32_t> if_match = {});

  [[nodiscard]] std::size_t size() const noexcept { return writes_.size(); }
  // The Bundle, as JSON.
  [[nodiscard]] std::string bundle() const;

  // Does it all in one transaction of the store, and says what became of each write, in the order of the calls. The transaction is empty
  // then; after an error it is as it was. Without a write nothing is done.
  [[nodiscard]] result<std::vector<landed_write>> land(session& in, const progress& watch = {});

 private:
  // One entry of the Bundle, as JSON.
  struct write {
    fhir::resource_type type = {};
    std::string id = {};        // "" where landing tells it
    std::string full_url = {};  // "" for a removal
    std::string resource = {};
    std::string request = {};
  };
  std::string add(write made);

  std::vector<write> writes_;
};

}  // namespace phr
