#include "validate/profile/definitions.hpp"

#include "core/platform/file.hpp"
#include "validate/terminology/shapes.hpp"

#include <phr/fhir/json_codec.hpp>
#include <phr/fhir/r4/bundle.hpp>
#include <phr/fhir/xml_codec.hpp>
#include <phr/validate/profiles.hpp>

#include <algorithm>

namespace phr::validate {

using fhir::r4::StructureDefinition;

result<bool> definitions::add(fhir::any_resource resource) {
  if (codes_.add(resource)) return true;
  auto kept = std::make_unique<fhir::any_resource>(std::move(resource));
  const auto* const structure = kept->as<StructureDefinition>();
  if (structure == nullptr) return false;
  if (structure->url.empty()) return error{errc::invalid_argument}.at("StructureDefinition.url");
  std::string url = structure->url.str();
  const std::lock_guard lock(compiling_);
  for (auto& [name, each] : known_) each.compiled.reset();  // they may be laid over this one
  known_[std::move(url)] = entry{std::move(kept), nullptr};
  return true;
}

bool definitions::knows(std::string_view url) const noexcept { return known_.find(without_version(url)) != known_.end(); }

std::vector<std::string> definitions::urls() const {
  std::vector<std::string> made;
  for (const auto& [url, each] : known_) made.push_back(url);
  return made;
}

const definition* definitions::find(std::string_view url) const {
  const std::lock_guard lock(compiling_);
  std::vector<std::string> within;
  return compiled(without_version(url), within);
}

// `within` are the profiles whose bases are being looked for, so that a circle of bases ends.
const definition* definitions::compiled(std::string_view url, std::vector<std::string>& within) const {
  const auto known = known_.find(url);
  if (known == known_.end() || std::find(within.begin(), within.end(), url) != within.end()) return nullptr;
  if (known->second.compiled == nullptr) {
    within.emplace_back(url);
    const auto& source = *known->second.source->as<StructureDefinition>();
    const definition* const base = source.snapshot || source.baseDefinition.empty() ? nullptr : compiled(without_version(source.baseDefinition.view()), within);
    known->second.compiled = compile(source, base);
    within.pop_back();
  }
  return known->second.compiled.get();
}

std::string_view definitions::type_of(std::string_view url) const {
  url = without_version(url);
  const auto known = known_.find(url);
  if (known != known_.end()) return known->second.source->as<StructureDefinition>()->type.view();
  constexpr std::string_view own = "http://hl7.org/fhir/StructureDefinition/";
  const std::string_view name = url.starts_with(own) ? url.substr(own.size()) : std::string_view{};
  return fhir::resource_type_named(name) || fhir::data_type_named(name) != nullptr || name == "Resource" ? name : std::string_view{};
}

profiles::profiles() : inside_(new definitions) {}
profiles::profiles(profiles&&) noexcept = default;
profiles& profiles::operator=(profiles&&) noexcept = default;
profiles::~profiles() = default;

result<bool> profiles::add(fhir::any_resource definition) {
  auto* const bundle = definition.as<fhir::r4::Bundle>();
  if (bundle == nullptr) return inside_->add(std::move(definition));
  bool any = false;
  for (auto& entry : bundle->entry) {
    PHR_TRY(const bool one, inside_->add(std::move(entry.resource)));
    any = any || one;
  }
  return any;
}

namespace {

result<std::string> text_of(const std::string& path) {
  constexpr static_text place = "a file of the folder of a package";
  PHR_TRY(const auto opened, platform::file::open(path, platform::file_access::read, place));
  PHR_TRY(const std::uint64_t size, opened.size(place));
  std::string text(size, '\0');
  PHR_TRY(const std::size_t have, opened.read_at({reinterpret_cast<std::uint8_t*>(text.data()), text.size()}, 0, place));
  text.resize(have);
  return text;
}

}  // namespace

result<std::size_t> profiles::load_folder(const std::string& path) {
  const auto names = platform::names_in(path, "the folder of a package");
  if (!names) return error{errc::no_such_file}.at("the folder of a package");
  std::size_t added = 0;
  fhir::json_decoder decoder;
  for (const std::string& name : names.value()) {
    const bool other = name.starts_with('.') || name == "package.json" || name == "ig-r4.json";
    if (other || !name.ends_with(".json")) continue;
    PHR_TRY(const std::string text, text_of(path + "/" + name));
    PHR_TRY(auto resource, decoder.decode(text, {.lenient = true}));
    PHR_TRY(const bool one, add(std::move(resource)));
    added += one ? 1 : 0;
  }
  return added;
}

result<void> profiles::load_codes(std::string table) { return inside_->load_codes(std::move(table)); }

bool profiles::knows(std::string_view url) const noexcept { return inside_->knows(url); }
std::vector<std::string> profiles::urls() const { return inside_->urls(); }

}  // namespace phr::validate
