// The words of a resource, for _text and _content.
#pragma once

#include <phr/fhir/json.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace phr::storage {

// Words in their normal form (normalize.hpp), each once or more, with single blanks between: runs of letters and digits; characters
// beyond ASCII count as letters. Tags of a narrative are left out.
[[nodiscard]] std::string words_of_narrative(const fhir::json::value& resource);
// Of every string in it, the narrative among them.
[[nodiscard]] std::string words_of_content(const fhir::json::value& resource);
// Of what is searched for.
[[nodiscard]] std::string words_of(std::string_view text);

// Whether all words of one of the texts that are wanted, which stand in order, are among the words.
[[nodiscard]] bool has_words(std::string_view words, const std::vector<std::string>& wanted);

}  // namespace phr::storage
