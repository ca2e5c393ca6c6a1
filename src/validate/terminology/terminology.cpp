#include "validate/terminology/terminology.hpp"

#include "validate/terminology/shapes.hpp"

#include <phr/fhir/r4/code_system.hpp>
#include <phr/fhir/r4/value_set.hpp>

#include <algorithm>

namespace phr::validate {

namespace {

constexpr int deepest = 16;  // of value sets that are made of value sets

bool has(const std::vector<std::string_view>& sorted, std::string_view code) { return std::binary_search(sorted.begin(), sorted.end(), code); }

std::string lower(std::string_view text) {
  std::string made(text);
  std::transform(made.begin(), made.end(), made.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  return made;
}

membership joined(membership a, membership b) {
  if (a == membership::yes || b == membership::yes) return membership::yes;
  return a == membership::unknown || b == membership::unknown ? membership::unknown : membership::no;
}
membership narrowed(membership a, membership b) {
  if (a == membership::no || b == membership::no) return membership::no;
  return a == membership::unknown || b == membership::unknown ? membership::unknown : membership::yes;
}

// The part of a line before a tab, which is taken off with it.
std::string_view take(std::string_view& line) {
  const std::size_t tab = std::min(line.find('\t'), line.size());
  const std::string_view made = line.substr(0, tab);
  line.remove_prefix(std::min(tab + 1, line.size()));
  return made;
}

std::vector<std::string_view> codes_of(std::string_view line) {
  std::vector<std::string_view> made;
  made.reserve(static_cast<std::size_t>(std::count(line.begin(), line.end(), '\t')) + 1);
  while (!line.empty()) made.push_back(take(line));
  return made;
}

template <class Concepts>
void collect(const Concepts& of, std::vector<std::string>& into) {
  for (const auto& each : of) {
    into.push_back(each.code.str());
    collect(each.concept_, into);
  }
}

}  // namespace

result<void> terminology::load(std::string text) {
  std::string_view rest = texts_.emplace_back(std::move(text));
  std::uint32_t number = 0;
  std::vector<include>* set = nullptr;
  while (!rest.empty()) {
    const std::size_t end = std::min(rest.find('\n'), rest.size());
    std::string_view line = rest.substr(0, end);
    rest.remove_prefix(std::min(end + 1, rest.size()));
    const auto wrong = [&] { return error{errc::invalid_value}.at("a table of value sets").in(number, 1); };
    if (++number == 1) {
      if (line != "phr-terminology 1") return wrong();
      continue;
    }
    const std::string_view kind = take(line);
    if (kind == "S" || kind == "s") {
      const std::size_t codes_end = std::min(rest.find('\n'), rest.size());
      code_system& system = systems_[line];
      system = {kind == "S", codes_of(rest.substr(0, codes_end))};
      if (!system.case_sensitive) {
        for (auto& each : system.codes) each = kept(lower(each));
        std::sort(system.codes.begin(), system.codes.end());
      }
      rest.remove_prefix(std::min(codes_end + 1, rest.size()));
      ++number;
    } else if (kind == "V") {
      set = &sets_[line];
      set->clear();
    } else if ((kind == "*" || kind == "?") && set != nullptr) {
      set->push_back({kind == "*" ? part::all : part::open, false, line, {}});
    } else if (kind == "+" && set != nullptr) {
      const std::string_view system = take(line);
      set->push_back({part::listed, false, system, codes_of(line)});
    } else {
      return wrong();
    }
  }
  return success();
}

bool terminology::add(const fhir::any_resource& resource) {
  if (const auto* const system = resource.as<fhir::r4::CodeSystem>()) {
    if (system->url.empty() || system->content != fhir::r4::CodeSystemContentMode::complete) return true;  // other codes may be there
    std::vector<std::string> codes;
    collect(system->concept_, codes);
    code_system made{system->caseSensitive.value_or(true), {}};
    for (const std::string& each : codes) made.codes.push_back(kept(made.case_sensitive ? each : lower(each)));
    std::sort(made.codes.begin(), made.codes.end());
    systems_[kept(system->url.view())] = std::move(made);
    return true;
  }
  const auto* const set = resource.as<fhir::r4::ValueSet>();
  if (set == nullptr) return false;
  if (set->url.empty() || !set->compose) return true;
  std::vector<include> made;
  const auto take_all = [&](const auto& from, bool excluded) {
    for (const auto& each : from) {
      include one{part::all, excluded, kept(each.system.view()), {}};
      if (!each.filter.empty()) one.what = part::open;
      if (!each.concept_.empty()) {
        one.what = part::listed;
        for (const auto& concept_of : each.concept_) one.codes.push_back(kept(concept_of.code.view()));
        std::sort(one.codes.begin(), one.codes.end());
      }
      for (const auto& url : each.valueSet) one.sets.push_back(kept(without_version(url.view())));
      made.push_back(std::move(one));
    }
  };
  take_all(set->compose->include, false);
  take_all(set->compose->exclude, true);
  sets_[kept(set->url.view())] = std::move(made);
  return true;
}

const std::vector<terminology::include>* terminology::find(std::string_view value_set) const noexcept {
  const auto found = sets_.find(without_version(value_set));
  if (found != sets_.end()) return &found->second;
  return on_ == nullptr ? nullptr : on_->find(value_set);
}

const terminology::code_system* terminology::find_system(std::string_view system) const noexcept {
  const auto found = systems_.find(without_version(system));
  if (found != systems_.end()) return &found->second;
  return on_ == nullptr ? nullptr : on_->find_system(system);
}

membership terminology::system_has(std::string_view system, std::string_view code) const {
  if (const code_system* const known = find_system(system)) {
    return has(known->codes, known->case_sensitive ? code : std::string_view(lower(code))) ? membership::yes : membership::no;
  }
  if (system == "urn:ietf:bcp:47") return is_language_tag(code) ? membership::yes : membership::no;
  if (system == "urn:ietf:bcp:13") return is_media_type(code) ? membership::yes : membership::no;
  return membership::unknown;
}

membership terminology::included(const include& by, const std::string_view* system, std::string_view code, int depth) const {
  membership made = membership::yes;
  if (!by.system.empty()) {
    if (system != nullptr && by.system != *system) return membership::no;
    if (by.what == part::listed) made = has(by.codes, code) ? membership::yes : membership::no;
    if (by.what == part::all) made = system_has(by.system, code);
    if (by.what == part::open) made = narrowed(system_has(by.system, code), membership::unknown);
  }
  for (const std::string_view set : by.sets) made = narrowed(made, contains(set, system, code, depth + 1));
  return made;
}

membership terminology::contains(std::string_view value_set, const std::string_view* system, std::string_view code, int depth) const {
  const auto* const includes = depth > deepest ? nullptr : find(value_set);
  if (includes == nullptr) return membership::unknown;
  membership made = membership::no;
  for (const include& each : *includes) {
    const membership in = included(each, system, code, depth);
    if (!each.excluded) {
      made = joined(made, in);
    } else if (in != membership::no) {
      made = narrowed(made, in == membership::yes ? membership::no : membership::unknown);
    }
  }
  return made;
}

membership terminology::contains(std::string_view value_set, std::string_view system, std::string_view code) const { return contains(value_set, &system, code, 0); }

membership terminology::contains_code(std::string_view value_set, std::string_view code) const { return contains(value_set, nullptr, code, 0); }

}  // namespace phr::validate
