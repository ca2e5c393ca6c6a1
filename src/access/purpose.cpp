// Why one asks.
#include <phr/access/purpose.hpp>

namespace phr::access {

namespace {

// A concept's parent stands before it, so that walking up ends, and its code is not another's too.
constexpr bool is_a_tree() noexcept {
  for (std::size_t i = 1; i < purpose_concepts.size(); ++i) {
    if (static_cast<std::size_t>(purpose_concepts[i].parent) >= i) return false;
    for (std::size_t k = 0; k < i; ++k) {
      if (purpose_concepts[k].code == purpose_concepts[i].code) return false;
    }
  }
  return purpose_concepts[0].parent == purpose::any;
}
static_assert(is_a_tree());

}  // namespace

result<purpose> parse_purpose(std::string_view text) noexcept {
  for (std::size_t i = 0; i < purpose_concepts.size(); ++i) {
    if (purpose_concepts[i].code == text) return static_cast<purpose>(i);
  }
  return error{errc::invalid_value}.at("purpose");
}

}  // namespace phr::access
