#include "validate/positions.hpp"

#include "fhir/xml/parser.hpp"

#include <phr/fhir/structure.hpp>

#include <algorithm>
#include <string>
#include <unordered_map>
#include <vector>

namespace phr::validate {

namespace {

constexpr std::size_t nowhere = static_cast<std::size_t>(-1);

// The paths that are looked for, with all paths above them, and where each begins.
class wanted_paths {
 public:
  // For what comes next behind these offsets: `paths` gets the path of the first value that begins behind each.
  void follow(std::span<const std::size_t> offsets) { offsets_ = offsets; }
  std::vector<std::string> paths{};

  void add(std::string_view path) {
    for (;;) {
      if (!places_.emplace(std::string(path), nowhere).second) return;
      const std::size_t end = path.find_last_of(".[");
      if (end == std::string_view::npos) return;
      path = path.substr(0, end);
    }
  }
  void found(const std::string& path, std::size_t at) {
    while (paths.size() < offsets_.size() && offsets_[paths.size()] < at) paths.push_back(path);
    const auto known = places_.find(path);
    if (known != places_.end() && known->second == nowhere) known->second = at;
  }
  [[nodiscard]] bool wants(const std::string& path) const { return places_.contains(path); }
  [[nodiscard]] std::size_t find(std::string_view path) const {
    for (;;) {
      const auto known = places_.find(std::string(path));
      if (known != places_.end() && known->second != nowhere) return known->second;
      const std::size_t end = path.find_last_of(".[");
      if (end == std::string_view::npos) return nowhere;
      path = path.substr(0, end);
    }
  }

 private:
  std::unordered_map<std::string, std::size_t> places_;
  std::span<const std::size_t> offsets_{};
};

// JSON that a lenient reading has taken: comments and trailing commas are gone past. Names are compared as written.
class json_walk {
 public:
  json_walk(std::string_view text, wanted_paths& wanted) : text_(text), wanted_(wanted) {}

  void run(std::string root) {
    path_ = std::move(root);
    if (text_.starts_with("\xEF\xBB\xBF")) at_ = 3;
    value();
  }

 private:
  struct open {
    std::size_t length;  // of the path before this
    bool array;
    std::uint32_t index = 0;
  };

  [[nodiscard]] char skip() {
    while (at_ < text_.size()) {
      const char c = text_[at_];
      if (c == '/' && at_ + 1 < text_.size()) {
        const bool block = text_[at_ + 1] == '*';
        const std::size_t end = text_.find(block ? "*/" : "\n", at_ + 2);
        at_ = end == std::string_view::npos ? text_.size() : end + (block ? 2 : 1);
      } else if (c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == ',') {
        ++at_;
      } else {
        return c;
      }
    }
    return 0;
  }

  // A string, of which the quotes are gone past.
  std::string_view string() {
    const std::size_t begin = ++at_;
    while (at_ < text_.size() && text_[at_] != '"') at_ += text_[at_] == '\\' ? 2 : 1;
    const std::size_t end = std::min(at_, text_.size());
    at_ = std::min(end + 1, text_.size());
    return text_.substr(begin, end - begin);
  }

  // One value and all that it holds, without recursion: its depth is the text's.
  void value() {
    std::vector<open> around;
    do {
      const char c = skip();
      if (c == 0) return;
      if (!around.empty() && (c == '}' || c == ']')) {
        ++at_;
        path_.resize(around.back().length);
        around.pop_back();
        continue;
      }
      if (!around.empty()) {
        path_.resize(around.back().length);
        if (around.back().array) {
          path_.append("[").append(std::to_string(around.back().index++)).append("]");
        } else {
          const std::size_t begins = at_;
          const std::string_view name = c == '"' ? string() : std::string_view{};
          path_.append(".").append(name);
          if (skip() == ':') ++at_;
          if (skip() == 0) return;
          if (at_ == begins) ++at_;  // nothing that is JSON
        }
      }
      wanted_.found(path_, at_);
      const char first = text_[at_];
      if (first == '{' || first == '[') {
        ++at_;
        around.push_back({path_.size(), first == '['});
      } else if (first == '"') {
        string();
      } else {
        at_ = std::min(text_.find_first_of(",]} \t\r\n/", at_ + 1), text_.size());
      }
    } while (!around.empty());
  }

  std::string_view text_;
  wanted_paths& wanted_;
  std::string path_;
  std::size_t at_ = 0;
};

// Lines and columns of offsets.
class line_table {
 public:
  explicit line_table(std::string_view text) {
    for (std::size_t at = text.find('\n'); at != std::string_view::npos; at = text.find('\n', at + 1)) begins_.push_back(at + 1);
  }
  void place(issue& of, std::size_t at) const {
    const auto line = std::upper_bound(begins_.begin(), begins_.end(), at) - 1;
    of.line = static_cast<std::uint32_t>(line - begins_.begin() + 1);
    of.column = static_cast<std::uint32_t>(at - *line + 1);
  }

 private:
  std::vector<std::size_t> begins_{0};
};

// In XML an element is the first of its name or a later one; a primitive's id and extensions are in it, and the element of a
// resource's type is between the resource and what it is in. What repeats shows only by its second.
std::string xml_path(std::string_view json_path) {
  std::string made;
  for (std::size_t at = 0; at < json_path.size(); ++at) {
    if (json_path.substr(at).starts_with("[0]")) {
      at += 2;
    } else if (json_path[at] != '_' || at == 0 || json_path[at - 1] != '.') {
      made.push_back(json_path[at]);
    }
  }
  return made;
}

class xml_walk final : public fhir::xml::events {
 public:
  xml_walk(const fhir::xml::parser& from, wanted_paths& wanted) : from_(from), wanted_(wanted) {}

  void begin(const fhir::xml::name& element, fhir::xml::attributes) override {
    const bool is_type = !open_.empty() && element.local.front() >= 'A' && element.local.front() <= 'Z';
    open_.push_back({path_.size(), {}});
    if (!is_type && !(open_.size() > 1 && open_[open_.size() - 2].lost)) {
      if (open_.size() > 1) {
        const std::uint32_t index = open_[open_.size() - 2].seen[std::string(element.local)]++;
        path_.push_back('.');
        path_.append(element.local);
        if (index != 0) path_.append("[").append(std::to_string(index)).append("]");
      } else {
        path_.append(element.local);
      }
    }
    if (!wanted_.wants(path_)) open_.back().lost = true;
    wanted_.found(path_, from_.offset());
  }
  void end() override {
    path_.resize(open_.back().length);
    open_.pop_back();
  }
  void characters(std::string_view) override {}
  void declares(std::string_view) override {}

 private:
  struct open {
    std::size_t length;
    std::unordered_map<std::string, std::uint32_t> seen;
    bool lost = false;  // nothing is wanted in it
  };
  const fhir::xml::parser& from_;
  wanted_paths& wanted_;
  std::string path_;
  std::vector<open> open_;
};

}  // namespace

void locate(std::span<issue> issues, std::string_view text, bool is_xml) {
  wanted_paths wanted;
  const auto key = [is_xml](const issue& of) { return is_xml ? xml_path(of.json_path) : of.json_path; };
  for (const issue& each : issues) {
    if (each.line == 0) wanted.add(key(each));
  }
  if (is_xml) {
    fhir::xml::parser parser;
    xml_walk walk(parser, wanted);
    fhir::xml::fault unused;
    (void)parser.parse(text, walk, unused);
  } else {
    const std::string& any = issues.front().json_path;
    json_walk(text, wanted).run(any.substr(0, any.find_first_of(".[")));
  }
  const line_table lines(text);
  for (issue& each : issues) {
    const std::size_t at = each.line != 0 ? nowhere : wanted.find(key(each));
    if (at != nowhere) lines.place(each, at);
  }
}

void tell_comments(std::vector<issue>& into, std::string_view text, std::span<const std::size_t> begins) {
  wanted_paths wanted;
  wanted.follow(begins);
  const std::size_t type = text.find("\"resourceType\"");
  const std::size_t from = type == std::string_view::npos ? type : text.find('"', text.find(':', type));
  const std::string_view name = from == std::string_view::npos ? std::string_view{} : text.substr(from + 1, text.find('"', from + 1) - from - 1);
  const std::string root(fhir::resource_type_named(name) ? name : std::string_view{});
  json_walk(text, wanted).run(root);
  wanted.paths.resize(begins.size(), root);
  const line_table lines(text);
  for (std::size_t at = 0; at < begins.size(); ++at) {
    issue& made = into.emplace_back();
    made.type = issue_type::structure;
    made.message = "JSON has no comments";
    made.json_path = wanted.paths[at];
    made.path = fhirpath_of(made.json_path);
    lines.place(made, begins[at]);
  }
}

std::string fhirpath_of(std::string_view json_path) {
  std::string made;
  const fhir::structure* type = nullptr;
  while (!json_path.empty()) {
    const std::size_t end = std::min(json_path.find('.'), json_path.size());
    const std::string_view step = json_path.substr(0, end);
    json_path.remove_prefix(std::min(end + 1, json_path.size()));
    const std::size_t bracket = std::min(step.find('['), step.size());
    std::string_view name = step.substr(0, bracket);
    if (made.empty()) {
      made.append(step);
      if (const auto resource = fhir::resource_type_named(name)) type = &fhir::structure_of(*resource);
      continue;
    }
    if (name.starts_with('_')) name.remove_prefix(1);
    made.push_back('.');
    const int found = type == nullptr ? -1 : type->find(name);
    if (found < 0) {
      made.append(name).append(step.substr(bracket));
      type = nullptr;
      continue;
    }
    const fhir::json_name& known = type->names[static_cast<std::size_t>(found)];
    const fhir::field& of = type->fields[known.field];
    made.append(of.name);
    if (known.choice == 0) {
      type = of.type;
    } else {
      const fhir::alternative& chosen = of.choices[known.choice - 1U];
      made.append(".ofType(").append(fhir::name(chosen)).append(")");
      type = chosen.type;
    }
    made.append(step.substr(bracket));
  }
  return made;
}

}  // namespace phr::validate
