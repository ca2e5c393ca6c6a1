// The div of a narrative: XHTML in the middle of FHIR XML, a string in the models.
#pragma once

#include "fhir/xml/parser.hpp"

#include <string>
#include <vector>

namespace phr::fhir::xml {

// Follows one div and makes its string: its source text where that stands for itself, else the same elements written anew
// (names with a prefix, or a namespace declared further out).
class narrative {
 public:
  // What begins here is the div itself, or something in it. False where it cannot be taken out of its document.
  [[nodiscard]] bool begin(const name& element, attributes with, bool declares_default, std::size_t at);
  // Whether the div has ended; `end` is where the text goes on.
  [[nodiscard]] bool end(std::size_t end);
  void characters(std::string_view text);
  // A prefix of the element about to begin, within the div or the div itself.
  void declares(std::string_view prefix) { prefixes_.emplace_back(prefix); }

  [[nodiscard]] bool open() const noexcept { return level_ != 0; }
  [[nodiscard]] std::size_t begin_offset() const noexcept { return begin_; }
  // After its end.
  [[nodiscard]] std::string_view text(std::string_view source) const noexcept {
    return anew_ ? std::string_view(written_) : source.substr(begin_, end_ - begin_);
  }

 private:
  void close_tag();

  std::size_t begin_ = 0;
  std::size_t end_ = 0;
  std::uint32_t level_ = 0;
  bool anew_ = false;
  bool tag_open_ = false;
  std::string written_;
  std::vector<std::string> open_;
  std::vector<std::string> prefixes_;  // that the div declares itself
};

// Whether `text` is one well-formed div and can be put into a document as it is. `has_space` tells whether it declares
// XHTML's namespace. White space around it has been taken off.
[[nodiscard]] bool is_div(std::string_view text, bool& has_space);

// Appends text with what XML writes as references. False where it has a character that XML does not have.
[[nodiscard]] bool append_escaped(std::string& out, std::string_view text);

}  // namespace phr::fhir::xml
