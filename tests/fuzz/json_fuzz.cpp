// The JSON parser beside simdjson's DOM: what one accepts and the other refuses must have a known reason; and every value
// of an accepted text lies where it says. A text that is pulled in pieces is as it is parsed.
#include <fuzz/fuzz.hpp>
#include <fuzz/pulled.hpp>

#include <phr/fhir/json.hpp>

#include <simdjson.h>

#include <cstdint>
#include <string>

namespace json = phr::fhir::json;
using phr::errc;
using phr::fuzz::require;

namespace {

constexpr json::limits small{.depth = 64, .text_bytes = 1U << 16, .string_bytes = 1U << 12};

void walk(const json::value& value, std::string_view text, std::string& scratch) {
  const std::string_view source = value.source();
  require(source.data() >= text.data() && source.data() + source.size() <= text.data() + text.size());
  const phr::error here = value.locate(phr::error{errc::internal});
  require(here.line() >= 1 && here.column() >= 1);
  std::uint32_t count = 0;
  switch (value.kind()) {
    case json::kind::absent: require(false); break;
    case json::kind::null: require(source == "null"); break;
    case json::kind::boolean: require(source == (value.is_true() ? "true" : "false")); break;
    case json::kind::number: require(value.number_text() == source); break;
    case json::kind::string:
      require(source == "\"" + std::string(value.raw_text()) + "\"");
      require(value.has_escapes() == (value.raw_text().find('\\') != std::string_view::npos));
      require(value.has_escapes() || value.text(scratch) == value.raw_text());
      break;
    case json::kind::array:
      for (const json::value each : value.elements()) {
        walk(each, text, scratch);
        ++count;
      }
      require(count == value.size());
      break;
    case json::kind::object:
      for (const json::member& each : value.members()) {
        walk(each.value, text, scratch);
        require(value[each.name].source().data() == each.value.source().data());
        ++count;
      }
      require(count == value.size());
      break;
  }
}

bool only_ours(errc code) {
  return code == errc::duplicate_key || code == errc::too_deep || code == errc::too_large || code == errc::nul_character ||
         code == errc::unsupported;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static json::document parsed;
  static simdjson::dom::parser peer;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto ours = parsed.parse(text, small);
  // A byte order mark is gone past by us and refused by simdjson.
  const simdjson::padded_string padded(text.starts_with("\xEF\xBB\xBF") ? text.substr(3) : text);
  const auto theirs = peer.parse(padded).error();
  if (ours) {
    // simdjson's DOM holds numbers as machine numbers and refuses those that do not fit.
    require(theirs == simdjson::SUCCESS || theirs == simdjson::NUMBER_ERROR);
    std::string scratch;
    walk(parsed.root(), parsed.text(), scratch);
  } else {
    const phr::error why = ours.error();
    require(theirs != simdjson::SUCCESS || only_ours(why.code()));
    require(why.line() >= 1 || why.code() == errc::empty_input || why.code() == errc::too_large);
  }
  for (const std::size_t piece : {std::size_t{1}, 1 + size % 61, size + 1}) {
    auto from = phr::input::reader::in_pieces(text, piece, "a text");
    require(phr::fuzz::agrees(phr::fuzz::pull(from, small), text, small));
  }
  return 0;
}
