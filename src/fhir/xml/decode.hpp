// Reading models from the events of an XML parser.
#pragma once

#include <phr/fhir/xml_codec.hpp>

#include "fhir/json/scan.hpp"
#include "fhir/model/slots.hpp"
#include "fhir/xml/narrative.hpp"
#include "fhir/xml/parser.hpp"

#include <algorithm>

namespace phr::fhir {

// One reading of one text. The elements that are open are frames; all that they mean is in the field tables.
struct xml_decoder::reader final : xml::events {
  enum class form : std::uint8_t { object, primitive, holder };

  // An open element. Its place in the frame before it: field, alternative and index.
  struct frame {
    const fhir::structure* type = nullptr;  // of the object; Element for a primitive, none for what holds a resource
    void* object = nullptr;                 // none for a primitive as long as nothing stands beside its value
    const field* at = nullptr;              // none for a resource
    const alternative* chosen = nullptr;
    std::int64_t index = -1;
    void* slot = nullptr;      // of a primitive's value, or of the resource to be held
    std::size_t begin = 0;     // in the text
    std::uint64_t seen = 0;    // fields
    int latest = -1;           // where the latest name was found
    std::uint16_t last_field = 0;
    std::uint16_t position = 0;  // of `at` in the table
    reader::form form = form::object;
    bool any = false;            // attribute or element: FHIR leaves out what is empty
  };

  reader(xml::parser& of, std::string_view whole, const decode_options& how, std::vector<decode_issue>& found)
      : parser(of), text(whole), options(how), issues(found), parts(std::min<std::size_t>(whole.size(), 32768), done, whole.size()) {}

  [[nodiscard]] bool read(const fhir::structure* type, void* object, any_resource* any);

  void begin(const xml::name& element, xml::attributes with) override;
  void end() override;
  void characters(std::string_view) override;
  void declares(std::string_view prefix) override;

  // Issues, with the path of the element that is open and, where there is one, of `inside` in it. fail() ends the reading;
  // refuse() ends a strict one and goes on in a lenient one.
  bool fail(errc code, static_text what, std::size_t at, const frame* inside = nullptr);
  bool refuse(errc code, static_text what, std::size_t at, const frame* inside = nullptr);
  void note(errc code, std::size_t at, const frame* inside);

  void root(const xml::name& element, xml::attributes with);
  void resource(const xml::name& element, xml::attributes with);
  void child(const xml::name& element, xml::attributes with);
  void open(frame&& inside, const json_name& entry, xml::attributes with);
  void div(frame&& inside, const xml::name& element, xml::attributes with);
  void left_out() { skipped = 1; }
  [[nodiscard]] bool is_fhir(const xml::name& element) const noexcept {
    return element.space == xml::fhir_space || (no_space && element.space.empty());
  }
  [[nodiscard]] void* object_of_last();
  void take_back(const frame& primitive);

  void read_attributes(xml::attributes with);
  void text_attribute(const xml::attributes& with);  // id, or url of an Extension
  void value(std::string_view characters);
  [[nodiscard]] std::string_view padded(std::string_view characters);

  xml::parser& parser;
  std::string_view text;
  const decode_options& options;
  std::vector<decode_issue>& issues;
  std::size_t done = 0;
  memory parts;
  std::vector<frame> frames{};
  std::vector<std::string> declared{};  // prefixes of the element about to begin
  xml::narrative narrative{};
  std::string scratch{};
  const fhir::structure* wanted = nullptr;  // the root's
  void* into = nullptr;
  any_resource* into_any = nullptr;
  error problem{};
  json::position_counter lines{text};  // of one issue after another: none goes back
  std::uint32_t depth = 0;
  std::uint32_t skipped = 0;  // levels of what is left out
  bool stopped = false;
  bool declares_default = false;  // the element about to begin
  bool no_space = false;          // a lenient reading of a text without namespaces
  bool text_noted = false;
};

}  // namespace phr::fhir
