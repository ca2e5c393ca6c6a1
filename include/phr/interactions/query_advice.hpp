// Which word of a search was meant, where a search is refused.
#pragma once

#include <phr/core/error.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace phr {

// For whoever typed the query, and not for a log: it repeats a word of it. That is a name, of a type, a parameter or a modifier, and never a value.
struct query_advice {
  std::string word;               // as it was typed
  std::string of;                 // the type that has no such parameter; "" for types and modifiers
  std::vector<std::string> near;  // names that R4 has, the nearest first; three at most

  // "cod (of Observation); did you mean code?"
  [[nodiscard]] std::string text() const;
};

// The word that an error of session::search(query), or of a cursor or page of it, is about; nullopt where it is about something else. A parameter that the store knows
// beside R4's is not told from one that nobody knows.
[[nodiscard]] std::optional<query_advice> advise(const error& why, std::string_view query);

}  // namespace phr
