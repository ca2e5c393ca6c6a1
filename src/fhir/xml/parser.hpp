// XML's own rules: expat, with all that FHIR does not have switched off.
#pragma once

#include <phr/core/error.hpp>

#include <cstddef>
#include <cstdint>
#include <string_view>

struct XML_ParserStruct;

namespace phr::fhir::xml {

inline constexpr std::string_view fhir_space = "http://hl7.org/fhir";
inline constexpr std::string_view xhtml_space = "http://www.w3.org/1999/xhtml";
inline constexpr std::string_view xsi_space = "http://www.w3.org/2001/XMLSchema-instance";

// A name with its namespace ("" for none) and the prefix as it is written.
struct name {
  std::string_view space;
  std::string_view local;
  std::string_view prefix;
};
[[nodiscard]] name split(const char* written) noexcept;

// The attributes of an element, in order.
class attributes {
 public:
  explicit attributes(const char** pairs) noexcept : at_(pairs) {}
  [[nodiscard]] bool next() noexcept {
    if (*at_ == nullptr) return false;
    name_ = split(at_[0]);
    value_ = at_[1];
    at_ += 2;
    return true;
  }
  [[nodiscard]] const xml::name& name() const noexcept { return name_; }
  [[nodiscard]] std::string_view value() const noexcept { return value_; }

 private:
  const char** at_;
  xml::name name_;
  std::string_view value_;
};

[[nodiscard]] constexpr bool is_white(std::string_view text) noexcept {
  return text.find_first_not_of(" \t\r\n") == std::string_view::npos;
}

// What a reading of XML is told.
class events {
 public:
  virtual void begin(const name& element, attributes with) = 0;
  virtual void end() = 0;
  virtual void characters(std::string_view text) = 0;
  virtual void declares(std::string_view prefix) = 0;  // before begin() of the element that declares it; "" is the default

 protected:
  ~events() = default;
};

// What is wrong with a text; internal where nothing is, or where stop() has ended the parsing.
struct fault {
  errc code = errc::internal;
  static_text what;
  std::size_t at = 0;
};

// One expat parser, used again for each text.
// Lifetime: owns the parser. Threads: one at a time. Errors: parse() says what and where; memory: std::bad_alloc.
class parser {
 public:
  parser();
  parser(const parser&) = delete;
  parser& operator=(const parser&) = delete;
  ~parser();

  // Whether the text is XML and nobody has stopped its parsing. It begins after a byte order mark.
  [[nodiscard]] bool parse(std::string_view text, events& to, fault& found);
  void stop() noexcept;
  // In an event: where it begins in the text, and how long it is.
  [[nodiscard]] std::size_t offset() const noexcept;
  [[nodiscard]] std::size_t length() const noexcept;

 private:
  struct calls;
  void refuse(errc code, static_text what) noexcept;

  XML_ParserStruct* expat_;
  events* to_ = nullptr;
  fault* found_ = nullptr;
  bool stopped_ = false;
  bool no_memory_ = false;
};

}  // namespace phr::fhir::xml
