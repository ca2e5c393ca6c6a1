#include "validate/checker.hpp"

#include "fhir/model/slots.hpp"
#include "validate/formats.hpp"

#include <phr/fhir/any_resource.hpp>

namespace phr::validate {

using fhir::element_kind;
using fhir::node;

namespace {

// A primitive's text without a copy where it is stored as one.
std::string_view view_of(const node& of) { return static_cast<const fhir::text*>(of.object())->view(); }

bool has_value(const node& of) { return !fhir::is_absent(of.kind(), of.object()); }

// Whether an object has anything but an id.
bool has_content(const node& of) {
  return !of.each_child([](const node& each) { return each.name() == "id"; });
}

}  // namespace

void checker::resource(const place& at, const home& in) {
  contained(at, in);
  children(at, in);
}

void checker::missing(const place& at, const fhir::field& of) {
  const std::string name = std::string(of.name) + (of.kind == element_kind::choice ? "[x]" : "");
  found_.error(issue_type::required, at, name + " is missing");
}

// Children come in the order of the definition, so what is required and not there shows between them.
void checker::children(const place& at, const home& in) {
  const node& of = *at.at;
  const auto fields = of.type()->fields;
  const auto* next = fields.data();
  const auto up_to = [&](const fhir::field* end) {
    for (; next < end; ++next) {
      if (next->min != 0) missing(at, *next);
    }
  };
  of.each_child([&](const node& each) {
    up_to(each.definition());
    next = each.definition() + 1;
    child({&at, &each}, in);
  });
  up_to(fields.data() + fields.size());
}

void checker::child(const place& at, const home& in) {
  const node& of = *at.at;
  if (of.definition()->kind == element_kind::resource) {
    if (of.type() == nullptr) return;
    const home inside{&in, nullptr, &of, of.name() == "contained"};
    return resource(at, inside);
  }
  if (of.is_primitive() || of.object() == nullptr) return primitive(at, in);
  if (of.type() == &fhir::r4::Extension::structure_) extension(at, *static_cast<const fhir::r4::Extension*>(of.object()));
  if (of.type() == &fhir::r4::Reference::structure_) reference(at, *static_cast<const fhir::r4::Reference*>(of.object()), in);
  if (!has_content(of)) nothing_inside(at);
  children(at, in);
}

void checker::nothing_inside(const place& at) {
  found_.error(issue_type::invariant, at, "an element needs a value or something in it", "ele-1");
}

void checker::primitive(const place& at, const home& in) {
  const node& of = *at.at;
  if (of.beside() != nullptr) beside(at, in);
  if (of.object() == nullptr || !has_value(of)) {
    if (of.beside() == nullptr || of.beside()->extension.empty()) nothing_inside(at);
    return;
  }
  if (of.kind() == element_kind::coded) {
    const auto& code = *static_cast<const fhir::detail::coded_word*>(of.object());
    if (!code.is_known()) {
      found_.error(issue_type::code_invalid, at, "not a code of " + std::string(of.definition()->codes->value_set));
    }
    return;
  }
  if (fhir::is_text(of.kind()) && !matches(of.kind(), view_of(of))) {
    found_.error(issue_type::value, at, "not a " + std::string(fhir::name(of.kind())));
  }
}

void checker::beside(const place& at, const home& in) {
  const node element = node::of(*at.at->beside());
  children({&at, &element, true}, in);
}

void checker::extension(const place& at, const fhir::r4::Extension& of) {
  if (of.value.has_value() != of.extension.empty()) {
    // Both, or neither: neither is told by what is missing inside when there is not even a url.
    if (of.value.has_value() || !of.url.empty()) {
      found_.error(issue_type::invariant, at, "an extension has either a value or extensions", "ext-1");
    }
  }
}

outcome check(const fhir::any_resource& resource, const options& with) {
  outcome made;
  if (!resource) return made;
  const node root = node::of(resource);
  const home in{nullptr, &resource, &root, false};
  checker(made, with).resource({nullptr, &root}, in);
  return made;
}

}  // namespace phr::validate
