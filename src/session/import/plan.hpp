// From a parsed Bundle or resource to the writes it asks for.
#pragma once

#include <phr/fhir/json.hpp>
#include <phr/fhir/resource_type.hpp>

#include "store/records/unit.hpp"

#include <optional>
#include <string>
#include <vector>

namespace phr::importing {

// One entry as a write.
struct planned {
  enum class verb : std::uint8_t { put, remove };
  verb what = verb::put;
  fhir::resource_type type = {};
  std::string id;
  fhir::json::value resource;  // absent for a removal
  std::optional<std::uint32_t> expected;  // ifMatch
  std::string only_if_none;               // ifNoneExist: a search; a match is used in place of this entry
  std::string by_search;                  // conditional PUT or DELETE: the search that names the resource
  std::uint64_t entry = 0;
};

struct plan {
  std::vector<planned> writes;
  storage::reference_map references;            // fullUrl of each entry to Type/id
  std::vector<std::string> conditional;         // references of the form Type?search, each once
  bool must_resolve = false;                    // a transaction: every urn: reference must be to an entry
};

// The rules, in the order of the specification (FHIR R4, 3.1.0.11.2), as a personal record applies them:
//  - transaction and batch entries do what `request` says: POST, PUT, DELETE; any other method is errc::unsupported;
//  - entries of other Bundles (collection, document, searchset, history, message) and a single resource are put under
//    their own id;
//  - a POST under fullUrl urn:uuid:X gets the id X, so that importing the same Bundle again finds the same resources;
//    one without gets a new random UUID;
//  - PUT Type/id takes the id of its URL, which must be the resource's own where it has one;
//  - two entries with one identity or one fullUrl are errc::duplicate_id.
// Places are FHIR paths, `nth` is the entry. Borrows from the document.
[[nodiscard]] result<plan> make_plan(const fhir::json::value& root);

// "Type/id" as its parts; nullopt where it is not that.
struct type_and_id {
  fhir::resource_type type;
  std::string_view id;
};
[[nodiscard]] std::optional<type_and_id> parse_reference(std::string_view text);

}  // namespace phr::importing
