// Questions that are answered in pages, and what each asker is told where no place is given.
#pragma once

#include "fuzz/token/world.hpp"

#include <functional>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace phr::fuzz {

struct answer {
  std::optional<errc> refused;
  std::vector<std::string> given;   // "Observation/o1", of a history with its version; as they come
  std::vector<std::string> beside;  // what these brought along
  std::string next;                 // the place behind it; "" at the end

  friend bool operator==(const answer&, const answer&) = default;
};

struct question {
  std::string sealed_as;    // what its places are bound to
  errc no_place = {};       // the error of a place that is none
  std::size_t numbers = 0;  // of a place; 0: it is a storage::page_position
  std::size_t most = 0;     // that a page gives
  std::function<answer(gate::door&, std::string_view place)> page;
  std::function<answer(gate::door&)> whole;
};

[[nodiscard]] const std::vector<question>& questions();

// What an asker may be given at all by a question, and its first pages, each by the place that the one before gave out.
struct told {
  answer whole;
  std::set<std::string> matches;
  std::set<std::string> all;  // with what they bring along
  std::vector<answer> pages;
};
// Asked once. Ends the program where an asker cannot read what is given, the pages are not parts of the whole, or the owner has only one.
[[nodiscard]] const told& told_to(asker who, std::size_t nth);

}  // namespace phr::fuzz
