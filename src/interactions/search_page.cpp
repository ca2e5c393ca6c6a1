#include "interactions/search_page.hpp"

namespace phr::interactions {

result<std::string> next_page_of(const gate::place_seal& places, const storage::search_answer& found, std::string_view question) {
  if (!found.next) return std::string();
  return places.seal(question, storage::to_bytes(*found.next));
}

result<searched_page> search_page(const gate::door& in, const storage::guarded_snapshot& at, const storage::query& asked, storage::search_setting setting,
                                  std::string_view text, std::string_view page) {
  searched_page made;
  made.question = "search " + std::string(text);
  if (!page.empty()) {
    const auto place = in.places().open(made.question, page);
    if (!place) return error{errc::malformed_query}.at("the page");
    PHR_TRY(setting.after, storage::page_position_of(*place));
  }
  PHR_TRY(made.found, storage::answer_search(at, asked, setting));
  return made;
}

}  // namespace phr::interactions
