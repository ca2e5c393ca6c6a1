// Running a search at one moment.
#pragma once

#include "store/guard/guarded_snapshot.hpp"
#include "store/search/walk/order.hpp"
#include "store/search/query/query.hpp"

#include <optional>
#include <vector>

namespace phr::storage {

// A resource that matches, or one that a match brought with it; its body is read when it is asked for.
struct match {
  std::int64_t key = 0;
  fhir::resource_type type = {};
  std::string id;
  std::uint32_t version = 0;
  std::int64_t updated = 0;
  bool included = false;
  std::string container = {};  // "Type/id" of the resource that contains it, whose key this is; "" for a resource of its own
};

// What a search may take where nobody says: see phr::search_options::max_steps.
inline constexpr std::uint64_t search_steps = 40'000'000'000;

struct search_setting {
  std::int64_t now = 0;        // microseconds since 1970 UTC: for the prefix `ap` only
  std::optional<page_position> after = {};  // where an earlier answer to the same query ended
  bool explain = false;
  bool contained = false;      // the caller knows what to do with matches within resources; else _contained is refused
};

struct search_answer {
  std::vector<match> matches;  // and, behind them, what they include
  std::size_t matched = 0;     // how many of them match
  std::optional<std::uint64_t> total;
  std::optional<page_position> next;  // where this page ends; none at the end of all, and where no `_count` is given
  std::string explained;
};

// All matches in order, or as many as `_count` says, after the page and `_offset`. What the snapshot hides is neither given nor
// counted, nor does anything that is given depend on it: chains, _has and includes pass through visible resources alone; a total is not
// given at all.
// Order: with `_sort`, by its keys; a resource with several values stands at its least in rising order and at its greatest in falling
// order, those without a value come last in either direction, and equals stand in order of first writing, or the other way round
// where the last key falls (writing means: or being referred to by another resource before it is there). Quantities go by their numbers, tokens by their codes, references by type and id. Without `_sort`, and for
// pages without many matches, it is that of first writing; else that of the index: it stays the same from page to page, also when
// something is written between them. To whom something is hidden it always is that of first writing, for the choice would tell how much there is.
// Dates without an offset are read as UTC.
// What it takes is counted by the meter of the connection, or by one of its own, which may take `search_steps` and asks the watch of the connection's hooks.
// Errors: unknown_parameter, unknown_modifier, unknown_prefix, malformed_query, unsupported; `nth` is the criterion. malformed_query also for
// a position that no answer to this query can have had. Those of the meter, after which the connection is as it was.
[[nodiscard]] result<search_answer> answer_search(const guarded_snapshot& at, const query& asked, const search_setting& setting);
// Its matches alone.
[[nodiscard]] result<std::vector<match>> run_search(const guarded_snapshot& at, const query& asked, const search_setting& setting);

// What a match is, as it is now: its resource, or the part of it. Errors: those of snapshot::current.
[[nodiscard]] result<record> text_of_match(const guarded_snapshot& at, const match& of);

// The criteria that cannot be understood are taken out, and noted in `ignored`, as `Prefer: handling=lenient` wants it.
// Errors: those of the file and of the meter, which are no fault of a criterion.
[[nodiscard]] result<void> forgive(const guarded_snapshot& at, query& asked, std::int64_t now);

}  // namespace phr::storage
