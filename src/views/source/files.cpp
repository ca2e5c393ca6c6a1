// Files and texts of resources.
#include "views/source/line_reader.hpp"

#include <phr/views/stream.hpp>

#include <algorithm>
#include <optional>
#include <vector>

namespace phr::views {

namespace json = fhir::json;

source::~source() = default;

namespace {

// An error of a line's own text, which is its line 1, by the line of the file.
error at_line(const error& why, std::uint32_t line) noexcept { return why.in(line, std::max(why.column(), 1U)); }

bool is_blank(std::string_view line) noexcept { return line.find_first_not_of(" \t\r") == std::string_view::npos; }

// One JSON text: a resource, a Bundle, or an array of them. Given one by one.
class json_text {
 public:
  [[nodiscard]] result<void> open(std::string_view text) {
    PHR_TRY(document_.parse(text));
    items_.clear();
    next_ = 0;
    const json::value root = document_.root();
    if (!root.is_array()) {
      take(root);
    } else {
      for (const json::value each : root.elements()) take(each);
    }
    return success();
  }
  [[nodiscard]] result<bool> feed(run& into) {
    if (next_ == items_.size()) return false;
    const json::value item = items_[next_++];
    if (const auto added = into.add(item); !added) return added.error().line() != 0 ? added.error() : item.locate(added.error());
    return true;
  }

 private:
  void take(const json::value& resource) {
    items_.push_back(resource);  // also a Bundle: a view may be of them
    if (resource["resourceType"].raw_text() != "Bundle") return;
    for (const json::value entry : resource["entry"].elements()) {
      if (entry["resource"]) items_.push_back(entry["resource"]);
    }
  }

  json::document document_;
  std::vector<json::value> items_;
  std::size_t next_ = 0;
};

class file_source final : public source {
 public:
  explicit file_source(std::span<const std::string> paths) : paths_(paths.begin(), paths.end()) {}

  [[nodiscard]] result<bool> feed(run& into) override {
    for (;;) {
      if (!reader_) {
        if (next_ == paths_.size()) return false;
        PHR_TRY(auto opened, line_reader::open(paths_[next_++]));
        reader_.emplace(std::move(opened));
        PHR_TRY(lines_, reader_->is_lines());
        if (!lines_) {
          PHR_TRY(const auto text, reader_->rest());
          PHR_TRY(whole_.open(text));
        }
      }
      PHR_TRY(const bool more, lines_ ? line(into) : whole_.feed(into));
      if (more) return true;
      reader_.reset();
    }
  }
  [[nodiscard]] std::size_t file() const noexcept override { return next_ == 0 ? 0 : next_ - 1; }

 private:
  [[nodiscard]] result<bool> line(run& into) {
    for (;;) {
      PHR_TRY(const auto found, reader_->next());
      if (!found) return false;
      if (is_blank(*found)) continue;
      if (const auto added = into.add(*found); !added) return at_line(added.error(), reader_->number());
      return true;
    }
  }

  std::vector<std::string> paths_;
  std::size_t next_ = 0;
  std::optional<line_reader> reader_;
  bool lines_ = false;
  json_text whole_;
};

class text_source final : public source {
 public:
  explicit text_source(std::string_view text) noexcept : text_(text), lines_(is_lines(text)) {}

  [[nodiscard]] result<bool> feed(run& into) override {
    if (!lines_) {
      if (!opened_) PHR_TRY(whole_.open(text_));
      opened_ = true;
      return whole_.feed(into);
    }
    while (offset_ < text_.size()) {
      const std::size_t end = std::min(text_.find('\n', offset_), text_.size());
      const std::string_view line = text_.substr(offset_, end - offset_);
      offset_ = end + 1;
      ++number_;
      if (is_blank(line)) continue;
      if (const auto added = into.add(line); !added) return at_line(added.error(), number_);
      return true;
    }
    return false;
  }

 private:
  std::string_view text_;
  bool lines_ = false;
  bool opened_ = false;
  std::size_t offset_ = 0;
  std::uint32_t number_ = 0;
  json_text whole_;
};

}  // namespace

owned<source> files(std::span<const std::string> paths) { return owned<source>(new file_source(paths)); }
owned<source> texts(std::string_view text) { return owned<source>(new text_source(text)); }

}  // namespace phr::views
