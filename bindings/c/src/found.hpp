// What searches are asked for and what they find, as C has it: of hits and of cursors.
#pragma once

#include "moment.hpp"
#include "structs.hpp"

namespace phr::c {

// All but the watch, which must outlive the call. Borrows from `given`.
[[nodiscard]] inline outcome read_options(const phr_search_options& given, search_options& asked) {
  PHR_TRY(asked.page, text(given.page, "page"));
  asked.lenient = given.lenient != 0;
  asked.max_steps = given.max_steps;
  return read_moment(given.as_of, asked.as_of);
}

// The same.
[[nodiscard]] inline outcome read_options(const phr_everything_options& given, everything_options& asked) {
  PHR_TRY(asked.patient, text(given.patient, "patient"));
  PHR_TRY(asked.types, types_of(given.types, given.type_count));
  PHR_TRY(asked.page, text(given.page, "page"));
  asked.count = given.count;
  asked.start = time_of(given.start);
  asked.end = time_of(given.end);
  asked.since = time_of(given.since);
  return read_moment(given.as_of, asked.as_of);
}

// The same.
[[nodiscard]] inline outcome read_options(const phr_lastn_options& given, lastn_options& asked) {
  if (given.max != 0) asked.max = given.max;
  return read_moment(given.as_of, asked.as_of);
}

// use(options, watching): the caller's options, or none, as the core takes them, and their watch, which is in them.
template <class Options, class Given, class Use>
[[nodiscard]] outcome with_options(const Given* given, Use&& use) {
  PHR_TRY(const auto taken, take_optional(given));
  const watcher watching(taken.watch, taken.user);
  Options asked;
  PHR_TRY(read_options(taken, asked));
  asked.watch = watching;
  return use(asked, watching);
}

// Borrows from the hits that it is of.
[[nodiscard]] inline phr_hit hit_of(const hit& found) noexcept {
  phr_hit known = PHR_HIT_INIT;
  known.version = found.version();
  known.updated_us = found.updated();
  known.type = name_of(found.type());
  known.id = borrow(found.id());
  known.included = found.is_included() ? 1 : 0;
  known.container = borrow(found.container());
  return known;
}

[[nodiscard]] inline phr_hit no_hit() noexcept {
  phr_hit known = PHR_HIT_INIT;
  known.type = known.id = known.container = {"", 0};
  return known;
}

// Borrows from it.
[[nodiscard]] inline phr_summary summary_of(const resource_summary& found) noexcept {
  phr_summary known = PHR_SUMMARY_INIT;
  known.title = borrow(found.title);
  known.value = borrow(found.value);
  known.when = borrow(found.when);
  return known;
}

}  // namespace phr::c
