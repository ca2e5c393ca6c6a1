// FHIR XML to models and back.
#pragma once

#include <phr/fhir/json_codec.hpp>

namespace phr::fhir {

namespace xml {
class parser;  // of the library itself
}

// Makes models of FHIR XML, by the same field tables as json_decoder, with the same options and the same codes for the same
// faults. Comments, processing instructions and xsi attributes are gone past. The narrative is kept as it is written: its
// string is the source text of the div, as in FHIR JSON. A document type declaration ends any reading, so there are
// no entities but XML's own five; nothing is ever fetched. The text is UTF-8. Depth counts elements, those of the
// narrative too. Lenient: an element out of its order, or without any namespace, is taken and is an issue.
// Lifetime: keeps memory that the next text uses again; what it decodes owns itself. Threads: one at a time.
// Errors, with line and column: malformed_xml (also text between elements, and a document type declaration), unsupported
// (another encoding), invalid_utf8, empty_input, too_deep, too_large; unknown_resource_type, wrong_type, unknown_element
// (or attribute), duplicate_key, empty_object, empty_string, malformed_number, malformed_date; invalid_value, also for an
// element that is out of the order of the definition or in no namespace.
class xml_decoder {
 public:
  struct reader;  // of the library itself

  xml_decoder();
  xml_decoder(xml_decoder&&) noexcept;
  xml_decoder& operator=(xml_decoder&&) noexcept;
  ~xml_decoder();

  [[nodiscard]] result<any_resource> decode(std::string_view text, const decode_options& options = {});
  // Into an object of `type`, which may be a data type: the root's name then says nothing. It must be empty, and stays half
  // filled on an error.
  [[nodiscard]] result<void> decode_into(const structure& type, void* object, std::string_view text, const decode_options& options = {});
  // What was wrong with the last text: one issue of a refused one, any number of a lenient reading.
  [[nodiscard]] std::span<const decode_issue> issues() const noexcept { return issues_; }

 private:
  [[nodiscard]] result<void> read(std::string_view text, const decode_options& options, const structure* type, void* object, any_resource* any);

  xml::parser* parser_ = nullptr;
  std::vector<decode_issue> issues_;
};

// One text. Errors: as xml_decoder; wrong_type where it is another resource than T.
[[nodiscard]] result<any_resource> xml_decode(std::string_view text, const decode_options& options = {});
template <resource T>
[[nodiscard]] result<T> xml_decode(std::string_view text, const decode_options& options = {}) {
  PHR_TRY(auto any, xml_decode(text, options));
  if (T* typed = any.template as<T>()) return static_cast<T&&>(*typed);
  return error{errc::wrong_type}.at("the root element");
}

// Appends a resource, or an object of a data type in an element of the type's name, as XML: elements in the order of their
// definition, nothing between them. A narrative without a namespace is given XHTML's. What XML cannot say (the id and
// extensions of an id, a url of an Extension or a div) is left out.
// Errors, which leave `out` as it was: malformed_xml: a narrative that is not one well-formed div; invalid_value: a
// control character, which XML does not have.
[[nodiscard]] result<void> append_xml(std::string& out, const any_resource& resource);
[[nodiscard]] result<void> append_xml(std::string& out, const structure& type, const void* object);
[[nodiscard]] result<std::string> xml_encode(const any_resource& resource);
template <structured T>
[[nodiscard]] result<std::string> xml_encode(const T& value) {
  std::string out;
  PHR_TRY(append_xml(out, T::structure_, &value));
  return out;
}

}  // namespace phr::fhir
