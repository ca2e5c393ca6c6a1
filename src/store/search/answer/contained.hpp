// _contained: searching what resources contain.
#pragma once

#include "store/search/answer/search.hpp"

namespace phr::storage {

// Contained resources have no index: those of the types that are asked for are taken out of every visible resource into a store in
// memory, which is then searched as any other. Matches come in the order of first writing of their containers, and in that of their
// places there; with _contained=both behind the matches that are not contained. A page goes on behind the last one that was given.
// Errors: unsupported, with the ordinal of _contained, for orders, includes, compartments, _offset, _list, _filter, chains, _has and modifiers that
// ask for another resource: what is contained refers to the outside, which is not there.
[[nodiscard]] result<search_answer> answer_contained(const guarded_snapshot& at, const query& asked, const search_setting& setting);

// Whether a query asks for what cannot be searched within resources.
[[nodiscard]] result<void> check_contained(const query& asked);

// The contained resource of that id, as JSON. Errors: those of JSON; not_found.
[[nodiscard]] result<std::string> contained_text(std::string_view container, std::string_view id);

}  // namespace phr::storage
