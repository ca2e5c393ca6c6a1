// A search as text, and as what it asks.
#pragma once

#include <phr/core/result.hpp>
#include <phr/fhir/resource_type.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace phr::storage {

// One value of a parameter: what stands between commas.
struct query_value {
  std::string raw;                 // with FHIR's escapes, for composites
  std::vector<std::string> parts;  // split at unescaped '|', the escapes (\, \| \$ \\) undone
};

// A step from the resource that is searched to the one that a criterion is about: along a reference of it (`subject:Patient.`), or back
// along one of a resource that refers to it (`_has:Observation:patient:`).
struct query_step {
  bool back = false;
  std::string parameter;                    // the reference
  std::optional<fhir::resource_type> type;  // of the other end; of a step along, none is any type the reference can have
  std::string filter = {};                  // what also holds of the other end, in _filter's language; "" for nothing
};

// One criterion: the values are alternatives. Criteria of one query all hold.
struct query_criterion {
  std::vector<query_step> steps;
  std::string name;
  std::string modifier;  // without the colon; "" for none; one that begins with '~' is of our own making, for _filter
  std::vector<query_value> values;
  std::uint64_t ordinal = 0;  // its place in the text, result parameters counted too
};

struct query_sort {
  std::string name;
  bool descending = false;
  std::uint64_t ordinal = 0;  // of the _sort it stands in
};

// _include=Type:parameter:Target, _revinclude alike.
struct query_include {
  bool back = false;
  bool iterate = false;
  std::optional<fhir::resource_type> type;    // of the resource that refers; none: any (*)
  std::string parameter;                      // "*": all references
  std::optional<fhir::resource_type> target;  // none: any
  std::uint64_t ordinal = 0;
};

enum class query_total : std::uint8_t { none, estimate, accurate };
enum class query_summary : std::uint8_t { none, yes, text, data, count };

enum class query_contained : std::uint8_t { no, only, both };

struct query {
  std::vector<fhir::resource_type> types;  // one but for `?_type=A,B` and `Patient/1/*`
  std::optional<std::string> compartment;  // the id of `Patient/id/Type?...`
  std::optional<std::int64_t> of_source;   // what this source brought alone: no text says so
  std::vector<query_criterion> criteria;
  std::vector<query_sort> sort;
  std::vector<query_include> includes;
  std::optional<std::uint32_t> count;  // _count
  std::uint32_t skip = 0;              // _offset, ours: hits before the page
  query_total total = query_total::none;
  query_summary summary = query_summary::none;
  query_contained contained = query_contained::no;  // _contained: resources of their own, what these contain, or both
  bool containers = true;              // _containedType: what contains the match is given, or the match itself
  std::uint64_t contained_ordinal = 0;
  std::vector<std::string> elements;   // _elements
  std::vector<std::uint64_t> ignored;  // criteria that a lenient search did not understand
};

// Reads `Type?name:modifier=value,value&...`, percent-encoded or not; `?...` and `Patient/id/Type?...`. Strict (decision D7):
// errc::malformed_query with the ordinal of the criterion, unknown_resource_type, unsupported for a result parameter this version does
// not do, too_large for more than 10,000 alternatives in all, 250 criteria or 50 sort keys. Names of parameters are checked
// against the tables when the query is planned.
[[nodiscard]] result<query> parse_query(std::string_view text);

// Splits at bars (or another mark) that no backslash precedes, and undoes the escapes; nullopt for a backslash before anything else.
[[nodiscard]] std::optional<std::vector<std::string>> split_escaped(std::string_view raw, char mark);
// The same with the escapes kept.
[[nodiscard]] std::vector<std::string_view> split_raw(std::string_view raw, char mark);
// A value of a composite's part, or of a filter.
[[nodiscard]] std::optional<query_value> value_of(std::string_view raw);

// name, name:modifier, with chains and _has before it; malformed_query where it is none of these.
[[nodiscard]] result<void> read_name(std::string_view text, query_criterion& into);

}  // namespace phr::storage
