// The text of a resource as it is stored, and as it is given back.
#pragma once

#include <phr/fhir/json.hpp>
#include <phr/fhir/resource_type.hpp>

#include "store/intern/interner.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace phr::storage {

// Old reference text to new, for the entries of a Bundle. Keys and values are unescaped.
using reference_map = std::unordered_map<std::string, std::string>;

// Elements of type uri and url that may hold the fullUrl of another entry (FHIR R4, transaction processing rules), next to
// Reference.reference. Identifier.value is a string and stays as it is.
[[nodiscard]] bool may_hold_url(std::string_view name) noexcept;
// Where a reference of the form Type/id stands in a stored text, and the key of what it is to.
struct reference_spot {
  std::size_t at;
  std::size_t size;
  std::int64_t key;
};

// What a text that may be a reference becomes.
// Lifetime: outlives the writing. Threads: per-thread. Errors: those of sql.
class text_names {
 public:
  struct told {
    std::optional<std::string> text = {};  // in place of what is written
    std::int64_t key = 0;                  // of the Type/id that it begins with
    std::size_t named = 0;                 // the length of that
  };
  // Of a Reference.reference.
  [[nodiscard]] virtual result<told> of_reference(std::string_view text) = 0;
  // Of an element of type url or uri.
  [[nodiscard]] virtual result<told> of_url(std::string_view text) = 0;

 protected:
  ~text_names() = default;
};

// From what is said to what is stored: names of the source that is written for become names of this store, and so do URLs below the base of a known
// source. `rewritten` names what other entries are called: it goes before anything else, and its values are names of this store.
// Lifetime: borrows the names. Threads: per-thread. Errors: those of sql.
class reference_names final : public text_names {
 public:
  reference_names(interner& names, const reference_map& rewritten) noexcept : names_(names), rewritten_(rewritten) {}
  [[nodiscard]] result<told> of_reference(std::string_view text) override;
  [[nodiscard]] result<told> of_url(std::string_view text) override;

 private:
  [[nodiscard]] result<told> literal(std::string_view text);

  interner& names_;
  const reference_map& rewritten_;
};

// What is stored: the members of `meta` but versionId and lastUpdated, a line feed, then all other members but
// resourceType and id; compact, in source order, with number and string text as written. A line feed cannot occur in
// compact JSON, so the two parts never need another mark. Columns hold what is left out, so the text does not change
// from one version to the next unless the resource does.
void append_stored_text(std::string& out, const fhir::json::value& resource);
// The same with its references as `names` has them. Adds where they stand to `spots`. True where the text says other than the resource.
[[nodiscard]] result<bool> append_stored_text(std::string& out, const fhir::json::value& resource, text_names& names, std::vector<reference_spot>& spots);

// What stands before the stored members: `{"resourceType":...,"meta":{...` as far as lastUpdated, with `updated` as its text.
struct resource_head {
  fhir::resource_type type;
  std::string_view id;
  std::uint32_t version;
  std::string_view updated;
};
void append_head(std::string& out, const resource_head& head);
[[nodiscard]] std::string instant_text(std::int64_t moment);

// The resource again, in FHIR's order: resourceType, id, meta, the rest. Replaces `out`.
void assemble(std::string& out, fhir::resource_type type, std::string_view id, std::uint32_t version, std::int64_t updated,
              std::string_view stored);

}  // namespace phr::storage
