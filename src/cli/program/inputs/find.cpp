#include "cli/program/inputs/find.hpp"

#include "core/platform/file.hpp"

#include <algorithm>
#include <iterator>
#include <set>

namespace phr::cli {

namespace {

constexpr int most_folders = 64;  // within one another: a link may lead back

bool ends(std::string_view name, std::string_view ending) noexcept {
  const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; };
  return name.size() > ending.size() &&
         std::equal(ending.begin(), ending.end(), name.end() - static_cast<std::ptrdiff_t>(ending.size()), [&](char a, char b) { return a == lower(b); });
}

template <std::size_t N>
bool ends_in_any(std::string_view name, const std::string_view (&endings)[N]) noexcept {
  return std::any_of(std::begin(endings), std::end(endings), [&](std::string_view each) { return ends(name, each); });
}

// * is any characters, ? is one.
bool matches(std::string_view pattern, std::string_view name) noexcept {
  std::size_t at = 0;
  std::size_t in = 0;
  std::size_t star = std::string_view::npos;
  std::size_t after = 0;
  while (in < name.size()) {
    if (at < pattern.size() && pattern[at] == '*') {
      star = at++;
      after = in;
    } else if (at < pattern.size() && (pattern[at] == '?' || pattern[at] == name[in])) {
      ++at;
      ++in;
    } else if (star != std::string_view::npos) {
      at = star + 1;
      in = ++after;
    } else {
      return false;
    }
  }
  while (at < pattern.size() && pattern[at] == '*') ++at;
  return at == pattern.size();
}

using seen_folders = std::set<platform::file_identity>;

result<void> add_file(std::vector<input_file>& to, const std::string& path) {
  PHR_TRY(const auto there, platform::look_up(path, "the file to import"));
  to.push_back({path, is_archive(path), there.kind == platform::name_kind::file ? there.size : 0});
  return success();
}

// What is no file is passed over where it was not named itself: a pipe may never end.
result<void> add_found(std::vector<input_file>& to, const std::string& path) {
  PHR_TRY(const auto there, platform::look_up(path, "the file to import"));
  if (there.kind == platform::name_kind::file) to.push_back({path, is_archive(path), there.size});
  return success();
}

result<void> add_folder(std::vector<input_file>& to, const std::string& path, seen_folders& seen, int depth) {
  if (depth > most_folders) return error{errc::too_deep}.at("folders within folders");
  PHR_TRY(const auto here, platform::look_up(path, "the folder to import"));
  if (!seen.insert(here.identity).second) return success();
  PHR_TRY(const auto names, platform::names_in(path, "the folder to import"));
  for (const std::string& each : names) {
    if (each.starts_with('.')) continue;
    const std::string inner = path + (path.ends_with('/') ? "" : "/") + each;
    if (platform::is_folder(inner)) {
      PHR_TRY(add_folder(to, inner, seen, depth + 1));
    } else if (may_be_records(each) || is_archive(each)) {
      PHR_TRY(add_found(to, inner));
    }
  }
  return success();
}

result<void> add_pattern(std::vector<input_file>& to, const std::string& pattern) {
  const std::size_t begin = pattern.find_last_of('/') + 1;
  const std::string folder = begin == 0 ? "." : pattern.substr(0, begin);
  PHR_TRY(const auto names, platform::names_in(folder, "the folder of the pattern"));
  for (const std::string& each : names) {
    if (each.starts_with('.') || !matches(std::string_view(pattern).substr(begin), each)) continue;
    PHR_TRY(add_found(to, pattern.substr(0, begin) + each));
  }
  return success();
}

result<void> add_named(std::vector<input_file>& to, const std::string& name) {
  const std::size_t before = to.size();
  PHR_TRY(const auto there, platform::look_up(name, "the file to import"));
  if (there.kind == platform::name_kind::folder) {
    seen_folders seen;
    PHR_TRY(add_folder(to, name, seen, 0));
    if (to.size() == before) return error{errc::not_found}.at("a folder without files of .json, .ndjson, .jsonl or .xml, or archives of them");
  } else if (there.kind == platform::name_kind::nothing && name.find_first_of("*?") != std::string::npos) {
    PHR_TRY(add_pattern(to, name));
    if (to.size() == before) return error{errc::not_found}.at("a pattern that no file is named by");
  } else {
    PHR_TRY(add_file(to, name));
  }
  return success();
}

}  // namespace

bool may_be_records(std::string_view name) noexcept {
  constexpr std::string_view endings[] = {".json", ".ndjson", ".jsonl", ".xml"};
  if (ends(name, ".gz")) name.remove_suffix(3);
  return ends_in_any(name, endings);
}

bool is_archive(std::string_view name) noexcept {
  constexpr std::string_view endings[] = {".zip", ".tar", ".tgz", ".tar.gz"};
  return ends_in_any(name, endings);
}

std::vector<input_file> find_inputs(const std::vector<std::string>& named) {
  std::vector<input_file> files;
  for (const std::string& each : named) {
    if (each == "-") {
      files.push_back({each, false, 0});
      continue;
    }
    const std::size_t before = files.size();
    const auto added = add_named(files, each);
    if (added) continue;
    files.resize(before);  // what it leads to is told as one
    files.push_back({each, false, 0, added.error()});
  }
  return files;
}

}  // namespace phr::cli
