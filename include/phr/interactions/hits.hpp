// The matches of a search.
#pragma once

#include <phr/core/owned.hpp>
#include <phr/core/progress.hpp>
#include <phr/core/result.hpp>
#include <phr/fhir/model_json.hpp>
#include <phr/fhir/resource_type.hpp>
#include <phr/gate/moment.hpp>
#include <phr/interactions/resource_sink.hpp>
#include <phr/fhir/summary.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace phr {

class hits;

// How a search is read and where it goes on.
struct search_options {
  std::string_view page = {};  // what next_page() of an earlier search of the same text said; "" for the first page
  bool lenient = false;   // criteria that are not understood are left out and listed in ignored(), instead of refused
  std::uint32_t portion = 0;        // where the text has no _count, at most so many matches at once; 0: all. See session::search_cursor
  const hits* moment_of = nullptr;  // the same as `as_of = moment_of->as_of()`
  // Told of the work every 100,000 steps, with no total: a millisecond or two. false ends the search with errc::cancelled. The library reads
  // no clock: a host that wants an answer within a time looks at its own here. It must not read as of the same moment, whose connection is at work.
  progress watch = {};
  // What the search may take; beyond it errc::too_large at "the search: more steps than its budget". A step is one of SQLite's machine,
  // or what takes as long: some 10 ns, on no two machines alike, but as many on each. 0: 40,000 million; see docs/search.md for what that is enough for. Of anyone
  // but the owner it always is that, and the watch is told of no number: steps over what is hidden would count it.
  std::uint64_t max_steps = 0;
  moment as_of = {};
};

// One match. Its body is read when it is asked for, as it was at the moment of the search.
// Lifetime: borrows from its `hits`. Threads: as hits. Errors of json: those of reading the file.
class hit {
 public:
  [[nodiscard]] fhir::resource_type type() const noexcept;
  [[nodiscard]] const std::string& id() const noexcept;
  [[nodiscard]] std::uint32_t version() const noexcept;
  [[nodiscard]] std::int64_t updated() const noexcept;  // microseconds since 1970 UTC
  [[nodiscard]] bool is_included() const noexcept;      // not a match itself: by _include or _revinclude
  // "Type/id" of the resource that contains it, by _containedType=contained, where id() is its name there; "" for a resource of its own.
  [[nodiscard]] const std::string& container() const noexcept;
  // The URI of the source whose resource it is: session::sources().
  [[nodiscard]] result<std::string> source() const;
  // Whole, or the part that _summary or _elements asked for, which is tagged SUBSETTED.
  [[nodiscard]] result<std::string> json() const;
  [[nodiscard]] result<resource_summary> summary() const;
  // The match as a model (phr/fhir/r4/...): hit.as<phr::fhir::r4::Observation>(). Errors: wrong_type where it is another
  // resource; what fhir::json_decoder says of a stored text that is no FHIR R4.
  template <fhir::model T>
  [[nodiscard]] result<T> as() const {
    PHR_TRY(const auto text, json());
    T made;
    PHR_TRY(fhir::json_decode_into(T::structure_, &made, text));
    return made;
  }

 private:
  friend class hits;
  hit(const hits* of, std::size_t index) noexcept : of_(of), index_(index) {}
  const hits* of_;
  std::size_t index_;
};

// All matches of one search, in order, and behind them what they include, for range-for. Sees the store at the moment of the search, whatever is written later.
// Lifetime: holds a connection until it ends; ends before the store is closed. Those of one moment share the connection. Threads: per-thread;
// those of one moment together. Errors: see hit.
class hits {
 public:
  struct state;  // of the implementation
  class iterator {
   public:
    using value_type = hit;
    using difference_type = std::ptrdiff_t;
    using reference = hit;
    iterator() noexcept = default;
    iterator(const hits* of, std::size_t index) noexcept : of_(of), index_(index) {}
    [[nodiscard]] hit operator*() const noexcept { return (*of_)[index_]; }
    iterator& operator++() noexcept {
      ++index_;
      return *this;
    }
    iterator operator++(int) noexcept { return {of_, index_++}; }
    [[nodiscard]] bool operator==(const iterator& other) const noexcept { return index_ == other.index_; }

   private:
    const hits* of_ = nullptr;
    std::size_t index_ = 0;
  };

  explicit hits(owned<state> made) noexcept;
  hits(hits&&) noexcept;
  hits& operator=(hits&&) noexcept;
  ~hits();

  [[nodiscard]] std::size_t size() const noexcept;
  [[nodiscard]] bool empty() const noexcept { return size() == 0; }
  [[nodiscard]] std::size_t matched() const noexcept;  // of size(): the first ones
  // How many match on all pages, where _total or _summary=count asks for it; nullopt where consent hides anything of the record.
  [[nodiscard]] std::optional<std::uint64_t> total() const noexcept;
  // For search_options.page; "" where this is the last page. Sealed: it tells nothing, and serves the same principal, purpose and text alone.
  [[nodiscard]] const std::string& next_page() const noexcept;
  // Whether search_options::portion, and not a _count of the text, says how many they are.
  [[nodiscard]] bool is_portion() const noexcept;
  // What they are of, for further reads.
  [[nodiscard]] moment as_of() const;
  // Ordinals of the criteria that a lenient search left out, in order.
  [[nodiscard]] const std::vector<std::uint64_t>& ignored() const noexcept;
  [[nodiscard]] hit operator[](std::size_t index) const noexcept { return {this, index}; }
  [[nodiscard]] iterator begin() const noexcept { return {this, 0}; }
  [[nodiscard]] iterator end() const noexcept { return {this, size()}; }
  // The JSON of each from the first index to the last, which is not among them, in order: as hit::json() one by one, and several times as
  // fast for many. Errors: those of json(); cancelled, with how many the sink had taken in `nth`.
  [[nodiscard]] result<void> each(const resource_sink& sink, std::size_t first = 0, std::size_t last = SIZE_MAX) const;

  [[nodiscard]] const state& of() const noexcept { return *state_; }
  [[nodiscard]] owned<state> take() && noexcept { return static_cast<owned<state>&&>(state_); }

 private:
  friend class hit;
  owned<state> state_;
};

}  // namespace phr
