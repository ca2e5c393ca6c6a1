// The one writer of searchsets.
#pragma once

#include <phr/interactions/resource_sink.hpp>

#include "store/search/answer/search.hpp"

#include <string>
#include <string_view>

namespace phr::bundles {

// What a search found, and where the next page is.
struct searchset {
  const storage::guarded_snapshot& at;
  const storage::query& asked;
  const storage::search_answer& found;
  std::string_view next;  // the page behind this one, sealed; "" for none
  bool is_all;            // it is the first page, and the last
};

// Between a query and the page it goes on behind, in the link to the next one.
inline constexpr std::string_view page_parameter = "page=";

// As phr::write_searchset.
[[nodiscard]] result<void> write(const searchset& from, std::string_view url, const resource_sink& to);

}  // namespace phr::bundles
