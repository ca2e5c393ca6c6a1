// Files and texts of resources.
#include <phr/views/stream.hpp>

#include "core/input/reader.hpp"

#include <optional>
#include <utility>
#include <vector>

namespace phr::views {

namespace json = fhir::json;

source::~source() = default;

namespace {

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

// Gives what one input after another holds.
class reader_source : public source {
 public:
  [[nodiscard]] result<bool> feed(run& into) final {
    for (;;) {
      if (!reader_) {
        PHR_TRY(auto opened, next_input());
        if (!opened) return false;
        reader_.emplace(std::move(*opened));
        PHR_TRY(form_, reader_->tell());
        if (form_ == input::form::value) {
          PHR_TRY(const auto text, reader_->rest());
          PHR_TRY(whole_.open(text));
        }
      }
      PHR_TRY(const bool more, form_ == input::form::lines ? line(into) : whole_.feed(into));
      if (more) return true;
      reader_.reset();
    }
  }

 private:
  // Nullopt behind the last.
  [[nodiscard]] virtual result<std::optional<input::reader>> next_input() = 0;

  [[nodiscard]] result<bool> line(run& into) {
    PHR_TRY(const auto found, reader_->next_line());
    if (!found) return false;
    if (const auto added = into.add(found->text); !added) return input::at_line(added.error(), found->number);
    return true;
  }

  std::optional<input::reader> reader_;
  input::form form_ = input::form::value;
  json_text whole_;
};

class file_source final : public reader_source {
 public:
  explicit file_source(std::span<const std::string> paths) : paths_(paths.begin(), paths.end()) {}
  [[nodiscard]] std::size_t file() const noexcept override { return next_ == 0 ? 0 : next_ - 1; }

 private:
  [[nodiscard]] result<std::optional<input::reader>> next_input() override {
    if (next_ == paths_.size()) return std::optional<input::reader>();
    PHR_TRY(auto opened, input::reader::open(paths_[next_++], "a file of resources"));
    return std::optional(std::move(opened));
  }

  std::vector<std::string> paths_;
  std::size_t next_ = 0;
};

class text_source final : public reader_source {
 public:
  explicit text_source(std::string_view text) noexcept : text_(text) {}

 private:
  [[nodiscard]] result<std::optional<input::reader>> next_input() override {
    if (std::exchange(is_opened_, true)) return std::optional<input::reader>();
    return std::optional(input::reader::over(text_, "a text of resources"));
  }

  std::string_view text_;
  bool is_opened_ = false;
};

}  // namespace

owned<source> files(std::span<const std::string> paths) { return owned<source>(new file_source(paths)); }
owned<source> texts(std::string_view text) { return owned<source>(new text_source(text)); }

}  // namespace phr::views
