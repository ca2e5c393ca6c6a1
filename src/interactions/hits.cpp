// Reading what a search found.
#include "interactions/hit_reader.hpp"
#include "interactions/hits_state.hpp"
#include "interactions/search_page.hpp"
#include "interactions/subset.hpp"
#include "store/reads/sources.hpp"

#include <algorithm>

namespace phr {

hits::hits(owned<state> made) noexcept : state_(std::move(made)) {}
hits::hits(hits&&) noexcept = default;
hits& hits::operator=(hits&&) noexcept = default;
hits::~hits() = default;

std::size_t hits::size() const noexcept { return state_->found.matches.size(); }
std::size_t hits::matched() const noexcept { return state_->found.matched; }
std::optional<std::uint64_t> hits::total() const noexcept { return state_->found.total; }
const std::string& hits::next_page() const noexcept {
  state& in = *state_;
  if (in.places && in.next.empty()) {
    auto sealed = interactions::next_page_of(*in.places, in.found, in.question);
    in.next = sealed ? std::move(sealed.value()) : "!";  // which is no page: asked for, it is refused, where "" would say that there is no more
  }
  return in.next;
}
bool hits::is_portion() const noexcept { return state_->is_portion; }
moment hits::as_of() const { return gate::moment_of(state_->engine, state_->seen); }
const std::vector<std::uint64_t>& hits::ignored() const noexcept { return state_->asked.ignored; }

fhir::resource_type hit::type() const noexcept { return of_->state_->found.matches[index_].type; }
const std::string& hit::id() const noexcept { return of_->state_->found.matches[index_].id; }
std::uint32_t hit::version() const noexcept { return of_->state_->found.matches[index_].version; }
std::int64_t hit::updated() const noexcept { return of_->state_->found.matches[index_].updated; }
bool hit::is_included() const noexcept { return of_->state_->found.matches[index_].included; }
const std::string& hit::container() const noexcept { return of_->state_->found.matches[index_].container; }

result<std::string> hit::source() const { return storage::source_of(of_->state_->seen.at.at(), of_->state_->found.matches[index_].key); }

result<std::string> hit::json() const {
  const storage::match& match = of_->state_->found.matches[index_];
  PHR_TRY(auto found, storage::text_of_match(of_->state_->seen.at, match));
  if (interactions::is_subset(of_->state_->asked)) return interactions::subset_of(found.json, found.type, of_->state_->asked);
  return std::move(found.json);
}

result<resource_summary> hit::summary() const {
  PHR_TRY(const auto text, json());
  return summarize(text);
}

result<void> hits::each(const resource_sink& sink, std::size_t first, std::size_t last) const {
  interactions::hit_reader reader(state_->seen.at, state_->found, state_->asked, std::min(first, size()), std::min(last, size()));
  while (!reader.at_end()) {
    PHR_TRY(const std::string_view json, reader.next());
    if (!sink(json)) return error{errc::cancelled}.at("reading what was found").nth(reader.taken());
  }
  return success();
}

}  // namespace phr
