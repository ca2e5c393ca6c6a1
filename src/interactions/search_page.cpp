#include "interactions/search_page.hpp"

namespace phr::interactions {

result<searched_page> search_page(const gate::door& in, const storage::guarded_snapshot& at, const storage::query& asked, storage::search_setting setting,
                                  std::string_view text, std::string_view page) {
  const std::string question = "search " + std::string(text);
  if (!page.empty()) {
    const auto place = in.places().open(question, page);
    if (!place) return error{errc::malformed_query}.at("the page");
    PHR_TRY(setting.after, storage::page_position_of(*place));
  }
  searched_page made;
  PHR_TRY(made.found, storage::answer_search(at, asked, setting));
  if (made.found.next) {
    PHR_TRY(made.next, in.places().seal(question, storage::to_bytes(*made.found.next)));
  }
  return made;
}

}  // namespace phr::interactions
