#include "store/index/custom.hpp"

#include "store/index/extract.hpp"
#include "store/index/leaf.hpp"

#include <phr/fhir/any_resource.hpp>
#include <phr/fhir/structure.hpp>

#include <map>
#include <memory>
#include <optional>

namespace phr::storage {

namespace {

// A reference is of the type that its text names; what is behind it is not asked, so that a resource's rows depend on it alone.
class named_types final : public fhirpath::host {
 public:
  fhir::node resolve(std::string_view reference) override {
    reference = reference.substr(0, reference.find("/_history/"));
    const std::size_t slash = reference.rfind('/');
    if (slash == std::string_view::npos) return {};
    const std::string_view before = reference.substr(0, slash);
    const auto type = fhir::resource_type_named(before.substr(before.rfind('/') + 1));
    if (!type) return {};
    auto& kept = made_[*type];
    if (kept == nullptr) kept = std::make_unique<fhir::any_resource>(fhir::structure_of(*type));
    return fhir::node::of(*kept);
  }

 private:
  std::map<fhir::resource_type, std::unique_ptr<fhir::any_resource>> made_;
};

struct named_leaf {
  std::string_view type;
  fhir::leaf leaf;
};
constexpr named_leaf leaves[] = {
    {"code", fhir::leaf::code},           {"id", fhir::leaf::code},         {"Coding", fhir::leaf::coding},       {"CodeableConcept", fhir::leaf::codeable_concept},
    {"Identifier", fhir::leaf::identifier}, {"ContactPoint", fhir::leaf::contact_point}, {"boolean", fhir::leaf::boolean}, {"string", fhir::leaf::string},
    {"markdown", fhir::leaf::string},     {"HumanName", fhir::leaf::human_name}, {"Address", fhir::leaf::address}, {"date", fhir::leaf::date},
    {"dateTime", fhir::leaf::date_time},  {"instant", fhir::leaf::instant}, {"Period", fhir::leaf::period},       {"Timing", fhir::leaf::timing},
    {"Reference", fhir::leaf::reference}, {"canonical", fhir::leaf::canonical}, {"uri", fhir::leaf::uri},         {"url", fhir::leaf::uri},
    {"oid", fhir::leaf::uri},             {"uuid", fhir::leaf::uri},        {"Quantity", fhir::leaf::quantity},   {"Age", fhir::leaf::quantity},
    {"Duration", fhir::leaf::quantity},   {"Count", fhir::leaf::quantity},  {"Distance", fhir::leaf::quantity},   {"Money", fhir::leaf::money},
    {"Range", fhir::leaf::range},         {"SampledData", fhir::leaf::sampled_data}, {"decimal", fhir::leaf::decimal}, {"integer", fhir::leaf::decimal},
    {"positiveInt", fhir::leaf::decimal}, {"unsignedInt", fhir::leaf::decimal}};

std::optional<fhir::leaf> leaf_for(const fhirpath::value& item) {
  const std::string name = fhirpath::type_name(item);
  const std::string_view type = std::string_view(name).substr(name.find('.') + 1);
  for (const named_leaf& each : leaves) {
    if (each.type == type) return each.leaf;
  }
  return {};
}

// A parameter, or one component of a composite under the id of the whole.
struct kind_of_rows {
  std::uint16_t id;
  fhir::search_kind kind;
};

// true and false are tokens, text is what the kind of search makes of it.
void add_plain(const kind_of_rows& of, const fhirpath::value& item, index_rows& out) {
  const auto text = fhirpath::text_of(item);
  if (!text) return;
  out.present.push_back({of.id, {}});
  const std::string_view kept = out.keep(*text);
  if (of.kind == fhir::search_kind::token) out.tokens.push_back({of.id, "", kept});
  if (of.kind == fhir::search_kind::uri) out.uris.push_back({of.id, kept});
  if (of.kind == fhir::search_kind::string) add_text(of.id, kept, out);
  const auto number = fhirpath::as_decimal(item);
  if (of.kind == fhir::search_kind::number && number) out.numbers.push_back({of.id, number->to_double()});
}

void add_items(const kind_of_rows& of, const fhirpath::collection& items, index_rows& out) {
  for (const fhirpath::value& item : items) {
    const auto* const element = std::get_if<fhirpath::json_element>(&item);
    const auto form = leaf_for(item);
    if (element != nullptr && element->value() && form) {
      add_leaf({of.id, of.kind, *form, {}, false}, element->value(), out);
    } else if (element == nullptr) {
      add_plain(of, item, out);
    }
  }
}

// What the components say of each element.
void add_elements(const custom_parameter& of, const fhirpath::collection& elements, const fhirpath::environment& with, index_rows& out) {
  for (const fhirpath::value& element : elements) {
    composite_maker made(of.parameter.id);
    for (const custom_parameter::component& each : of.components) {
      index_rows found;
      const auto items = each.expression.evaluate(fhirpath::collection{element}, with);
      if (items) {
        add_items({of.parameter.id, each.kind}, items.value(), found);
      } else {
        ++out.malformed;
      }
      made.add(found, each.kind, out);
    }
    made.finish(out);
  }
}

}  // namespace

void extract_custom(const custom_parameter& of, const fhir::json::value& resource, index_rows& out) {
  named_types host;
  fhirpath::environment with;
  with.host = &host;
  with.now = "1970-01-01T00:00:00.000Z";  // now() would make rows that change by themselves
  const auto items = of.expression.evaluate(fhirpath::collection{fhirpath::json_element::of(resource)}, with);
  if (!items) {
    ++out.malformed;
    return;
  }
  if (of.parameter.kind == fhir::search_kind::composite) return add_elements(of, items.value(), with, out);
  add_items({of.parameter.id, of.parameter.kind}, items.value(), out);
}

std::string composite_text::to_string() const {
  std::string out = R"({"expression":)";
  fhir::json::append_quoted(out, expression);
  out += R"(,"component":[)";
  for (const component& each : components) {
    out += out.ends_with('[') ? R"({"code":)" : R"(,{"code":)";
    fhir::json::append_quoted(out, each.code);
    out += R"(,"kind":)" + std::to_string(static_cast<int>(each.kind)) + R"(,"expression":)";
    fhir::json::append_quoted(out, each.expression);
    out += "}";
  }
  return out + "]}";
}

result<composite_text> composite_text::parse(std::string_view text) {
  fhir::json::document parsed;
  PHR_TRY(parsed.parse(text));
  std::string scratch;
  composite_text made;
  made.expression = parsed.root()["expression"].text(scratch);
  for (const fhir::json::value& each : parsed.root()["component"].elements()) {
    component& one = made.components.emplace_back();
    one.code = each["code"].text(scratch);
    one.expression = each["expression"].text(scratch);
    const std::string_view kind = each["kind"].number_text();
    if (kind.size() != 1 || kind[0] < '0' || kind[0] > '9') return error{errc::invalid_value}.at("a search parameter of the store's own");
    one.kind = static_cast<fhir::search_kind>(kind[0] - '0');
  }
  return made;
}

result<fhirpath::expression> compile_composite(const composite_text& of, fhir::resource_type type, std::vector<custom_parameter::component>& components) {
  for (const composite_text::component& each : of.components) {
    // Together they are of the resource, so that every name can be checked.
    PHR_TRY(fhirpath::expression::compile("(" + of.expression + ").select(" + each.expression + ")", {.type = fhir::name(type)}));
    PHR_TRY(auto compiled, fhirpath::expression::compile(each.expression, {.check = false}));
    components.push_back({each.code, each.kind, std::move(compiled)});
  }
  return fhirpath::expression::compile(of.expression, {.type = fhir::name(type)});
}

}  // namespace phr::storage
