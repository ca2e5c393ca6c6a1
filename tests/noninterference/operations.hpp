// The operations of a script. Each is made from choices alone, never from an answer, so that it is the same for all twins.
#pragma once

#include "noninterference/question.hpp"
#include "noninterference/stage.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace phr::twins {

[[nodiscard]] operation search_operation(dice& by, const world& of, std::string_view kind);
[[nodiscard]] operation sweep_operation(std::string_view query);  // all that this search finds
[[nodiscard]] operation read_operation(dice& by, const world& of);
[[nodiscard]] operation history_operation(dice& by, const world& of);
[[nodiscard]] operation clinical_operation(dice& by, const world& of);    // timeline, latest, trend, everything, lastn
[[nodiscard]] operation view_operation(dice& by, const world& of);
[[nodiscard]] operation bundle_operation(dice& by, const world& of);
[[nodiscard]] operation refused_operation(dice& by, const world& of);     // writes, and what only the owner may do
[[nodiscard]] operation moment_operation(dice& by, const world& of);      // takes a moment, or reads as of the one taken
[[nodiscard]] operation described_operation(dice& by, const world& of);   // what tells nothing of the record
[[nodiscard]] operation foreign_operation(dice& by, const world& of);     // with the name of a page that is not its own
[[nodiscard]] operation others_operation(dice& by, const world& of);      // after another has asked the same
[[nodiscard]] operation later_operation(dice& by, const world& of, std::size_t nth);  // a write of the owner's between two pages

// One page of a listing, written down; its successor's name.
[[nodiscard]] std::string search_page(session& as, const std::string& query, const search_options& options, answer& to);
[[nodiscard]] std::string history_listing(session& as, history_query asked, answer& to);
[[nodiscard]] std::string timeline_page(session& as, timeline_options asked, answer& to);
[[nodiscard]] std::string everything_page(session& as, const everything_options& asked, answer& to);

// Keeps the name, and complains where two names of one listing are too alike to be sealed.
void keep_page(stage& on, listing of, const std::string& query, const std::string& token, const std::string& before);

[[nodiscard]] std::vector<operation> make_script(dice by, const world& of);

}  // namespace phr::twins
