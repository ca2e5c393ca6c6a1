// Functions of ours that SQL calls.
#pragma once

#include "store/sql/connection.hpp"
#include "store/sql/meter.hpp"
#include "store/sql/text_list.hpp"

#include <functional>
#include <optional>

namespace phr::storage {

// What the functions of one connection ask of the search that is running on it.
// Lifetime: outlives its connection. Threads: per-thread. Errors: a function that fails ends the statement with `problem`.
struct sql_hooks {
  std::function<result<bool>(std::int64_t key)> visible;  // phr_visible(key); empty: everything is
  // phr_token(key, ids, last, whole): the first, or last, of a resource's codes under these parameters; `whole` where they ask for its id or
  // for references, or may.
  std::function<result<std::optional<std::string>>(std::int64_t key, std::string_view ids, bool last, bool whole)> token;
  // phr_words(key, narrative, lines): whether all words of one of the lines occur in a resource, or in its narrative.
  std::function<result<bool>(std::int64_t key, bool narrative, const text_list& lines)> words;
  // phr_label(key, ids, lines): whether what a resource's codes under these parameters are called begins as one of the lines.
  std::function<result<bool>(std::int64_t key, std::string_view ids, const text_list& lines)> label;
  std::optional<error> problem;
  meter* spending = nullptr;  // what counts the steps of the work that is going on: see meter.hpp
  progress watch;             // of the work that a search is part of: it is asked where the search has no watch of its own
};

// Also phr_refs(dictionary, body): the keys that a body refers to, as a JSON array; and phr_distance(latitude, longitude, latitude, longitude): metres on a sphere of 6,371 km.
[[nodiscard]] result<void> add_functions(const sql::connection& to, sql_hooks& hooks);

}  // namespace phr::storage
