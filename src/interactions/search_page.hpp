// One page of a search, with its place sealed.
#pragma once

#include "gate/door.hpp"
#include "store/search/answer/search.hpp"

#include <string>
#include <string_view>

namespace phr::interactions {

struct searched_page {
  storage::search_answer found;
  std::string question;  // what the place of the next page is sealed for
};

// The name of the page behind it; "" where it is the last one. Sealing costs as much as finding some rows, and many ask for no further page.
[[nodiscard]] result<std::string> next_page_of(const gate::place_seal& places, const storage::search_answer& found, std::string_view question);

// `text` is what the query was read from; `page` is what `next` of an earlier page of the same text said, or "". The setting's place is set here.
// Errors: those of answer_search; malformed_query for a page that is none of this text's, given to this principal.
[[nodiscard]] result<searched_page> search_page(const gate::door& in, const storage::guarded_snapshot& at, const storage::query& asked,
                                                storage::search_setting setting, std::string_view text, std::string_view page);

}  // namespace phr::interactions
