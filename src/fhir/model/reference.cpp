#include <phr/fhir/reference.hpp>

#include <phr/core/id.hpp>

namespace phr::fhir {

namespace {

// The part behind the last '/', which is taken off; all of it where there is none.
std::string_view take_last(std::string_view& path) noexcept {
  const std::size_t slash = path.rfind('/');
  const std::string_view last = slash == std::string_view::npos ? path : path.substr(slash + 1);
  path = slash == std::string_view::npos ? std::string_view{} : path.substr(0, slash);
  return last;
}

}  // namespace

bool is_absolute(std::string_view uri) noexcept {
  const std::size_t end = uri.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+-.");
  return end != std::string_view::npos && end > 1 && uri[end] == ':' && !(uri[0] >= '0' && uri[0] <= '9');
}

reference_parts split_reference(std::string_view reference) noexcept {
  reference_parts made;
  const std::size_t hash = reference.find('#');
  if (hash != std::string_view::npos) {
    made.fragment = reference.substr(hash + 1);
    reference = reference.substr(0, hash);
  }
  const std::string_view whole = reference;
  std::string_view id = take_last(reference);
  std::string_view before = take_last(reference);
  std::string_view version;
  if (before == "_history") {
    version = id;
    id = take_last(reference);
    before = take_last(reference);
  }
  const auto type = resource_type_named(before);
  const std::string_view base = whole.substr(0, static_cast<std::size_t>(before.data() == nullptr ? 0 : before.data() - whole.data()));
  if (!type || !is_valid_id(id) || !(base.empty() || is_absolute(base))) return made;
  made.base = base;
  made.type = type;
  made.id = id;
  made.version = version;
  return made;
}

}  // namespace phr::fhir
