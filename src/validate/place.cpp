#include "validate/place.hpp"

#include "fhir/model/slots.hpp"

namespace phr::validate {

namespace {

std::string_view own_type_name(const fhir::node& of) { return of.type() != nullptr ? of.type()->name : fhir::name(of.kind()); }

bool is_choice(const fhir::node& of) { return of.definition() != nullptr && of.definition()->kind == fhir::element_kind::choice; }

void append_index(std::string& out, const fhir::node& of) {
  if (of.index() >= 0) out.append("[").append(std::to_string(of.index())).append("]");
}

}  // namespace

std::string json_name(const fhir::node& of) {
  std::string made(of.name());
  if (is_choice(of)) {
    const std::size_t at = made.size();
    made.append(own_type_name(of));
    if (made[at] >= 'a' && made[at] <= 'z') made[at] = static_cast<char>(made[at] - 'a' + 'A');
  }
  return made;
}

std::string place::path() const {
  if (beside) return up->path();
  std::string made = up == nullptr ? std::string{} : up->path() + ".";
  made.append(at->name());
  if (is_choice(*at)) made.append(".ofType(").append(own_type_name(*at)).append(")");
  append_index(made, *at);
  return made;
}

std::string place::json_path() const {
  const place& named = beside ? *up : *this;
  std::string made = named.up == nullptr ? std::string{} : named.up->json_path() + ".";
  const fhir::node& of = *named.at;
  const bool has_no_value = of.is_primitive() && (of.object() == nullptr || fhir::is_absent(of.kind(), of.object()));
  if (beside || has_no_value) made.push_back('_');
  made.append(json_name(*named.at));
  append_index(made, *named.at);
  return made;
}

}  // namespace phr::validate
