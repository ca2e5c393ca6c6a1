#include "fhirpath/eval/function_sets.hpp"

#include <unordered_map>

namespace phr::fhirpath {

namespace {

const std::unordered_map<std::string_view, named_function>& all() {
  static const auto made = [] {
    std::unordered_map<std::string_view, named_function> table;
    for (const auto set : {collection_functions(), conversion_functions(), string_functions(), text_functions(), number_functions(), tree_functions()}) {
      for (const named_function& each : set) table.emplace(each.name, each);
    }
    return table;
  }();
  return made;
}

}  // namespace

function function_named(std::string_view name) noexcept {
  const auto found = all().find(name);
  return found == all().end() ? nullptr : found->second.call;
}

bool takes(std::string_view name, std::size_t arguments) noexcept {
  const auto found = all().find(name);
  return found != all().end() && arguments >= found->second.least && arguments <= found->second.most;
}

}  // namespace phr::fhirpath
