// From a parsed Bundle or resource to what it asks for.
#pragma once

#include <phr/fhir/json.hpp>
#include <phr/fhir/resource_type.hpp>

#include "store/records/unit.hpp"

#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

namespace phr::bundles {

// In the order in which they are done (FHIR R4, 3.1.0.11.2), whatever the order of the entries is.
enum class verb : std::uint8_t { remove, post, put, patch, read };

// One entry as an interaction.
struct planned {
  verb what = verb::put;
  fhir::resource_type type = {};
  std::string id;
  fhir::json::value resource;             // absent for a removal and a read; of a patch its Binary or Parameters,
  std::string description;                // unless the patch itself is given here
  std::optional<std::uint32_t> expected;  // ifMatch
  std::string only_if_none;               // ifNoneExist: a search; a match is used in place of this entry
  std::string by_search;                  // conditional PUT, PATCH or DELETE: the search that names the resource
  bool names_id = false;                  // a PUT whose resource has an id
  std::string full_url;                   // of its entry
  std::string source;                     // of an import: the base of its URL, where that tells
  std::vector<std::string> conditional;   // its references of the form Type?search
  std::string url;                        // of the request
  bool head = false;                      // a read that wants no body
  std::optional<std::uint32_t> if_none_match;
  std::optional<std::int64_t> if_modified_since;
  std::uint64_t entry = 0;
};

struct plan {
  std::vector<planned> steps;         // in order of verb, then of entry
  storage::reference_map references;  // what entries are called to Type/id: see name_entries
  std::uint64_t entries = 0;          // of the Bundle
  bool is_history = false;            // its steps are versions, in order of time
  std::uint64_t outcomes = 0;         // of a searchset: entries about the search, which are no facts
  std::unordered_map<std::string, std::uint64_t> called;  // fullUrls, and relative references that they answer, to the entry
};

// Fills `references` by what the steps' types and ids are now.
void name_entries(plan& made);

struct plan_options {
  // A POST under fullUrl urn:uuid:X gets the id X, so that importing a Bundle again finds the same resources; otherwise each
  // POST gets a new random UUID.
  bool ids_of_full_urls = false;
  bool must_resolve = false;  // every urn: reference must be to an entry
  // Each entry's source is told by its fullUrl, or by the Bundle's link `self`, or by the one server that its other entries are on. Entries of different sources may have one id.
  bool with_sources = false;
  std::string_view source = {};  // of all entries, whatever their URLs say
};

// The rules, as a personal record applies them:
//  - transaction and batch entries do what `request` says: POST, PUT, PATCH, DELETE, GET, HEAD;
//  - entries of other Bundles (collection, document, searchset, message) and a single resource are put under
//    their own id, or under that of a fullUrl urn:uuid:X, or under a new one; those of a searchset about the search itself are left out;
//  - entries of a history are versions, the oldest first, deletions among them;
//  - PUT Type/id takes the id of its URL, which must be the resource's own where it has one;
//  - references to the fullUrl of an entry, and relative ones that resolve to it by its base, become Type/id;
//  - two entries with one identity or one fullUrl are errc::duplicate_id.
// Places are FHIR paths, `nth` is the entry. Borrows from the document.
[[nodiscard]] result<plan> make_plan(const fhir::json::value& root, const plan_options& options);
// The same of one entry of a batch alone, which knows no other.
[[nodiscard]] result<plan> make_entry_plan(const fhir::json::value& entry, std::uint64_t index, const plan_options& options);

// The same of a Bundle whose entries come one after the other. What an entry calls another that comes later is not known when it comes.
// For imports, whose relative references are their sources' names.
// Lifetime: a step borrows from the entry that it is of. Threads: per-thread. Errors: as make_plan.
class entry_planner {
 public:
  // Of a Bundle without its entries.
  [[nodiscard]] static result<entry_planner> of(const fhir::json::value& head, const plan_options& options);
  entry_planner(entry_planner&&) noexcept;
  ~entry_planner();

  // The step of the next entry; nullopt for one that asks for nothing. Its conditional references are not looked for.
  [[nodiscard]] result<std::optional<planned>> next(const fhir::json::value& entry);
  // What references mean as far as the entries tell; and which texts mean something else since the last entry.
  [[nodiscard]] plan& so_far() noexcept;
  [[nodiscard]] const std::vector<std::string>& renamed() const noexcept;

 private:
  struct state;
  explicit entry_planner(std::unique_ptr<state> made) noexcept;
  std::unique_ptr<state> state_;
};

// "Type/id" as its parts; nullopt where it is not that.
struct type_and_id {
  fhir::resource_type type;
  std::string_view id;
};
[[nodiscard]] std::optional<type_and_id> parse_reference(std::string_view text);

}  // namespace phr::bundles
