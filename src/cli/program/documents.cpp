#include "cli/program/documents.hpp"

#include "core/platform/file.hpp"
#include "core/platform/stdio.hpp"

namespace phr::cli {

namespace {

constexpr std::size_t chunk = 1 << 20;
constexpr std::size_t largest = std::size_t{1} << 30;
constexpr std::string_view white = " \t\r\n";

// A file that is read in chunks into one buffer. Lifetime: closes it.
class reader {
 public:
  // Without a file: standard input.
  explicit reader(platform::stdio_file of) : owned_(std::move(of)), file_(owned_ != nullptr ? owned_.get() : stdin) {}
  [[nodiscard]] bool at_end() const noexcept { return ended_; }
  [[nodiscard]] std::string& buffer() noexcept { return buffer_; }

  [[nodiscard]] result<void> more() {
    const std::size_t have = buffer_.size();
    if (have >= largest) return error{errc::too_large}.at("the file");
    buffer_.resize(have + chunk);
    const std::size_t got = std::fread(buffer_.data() + have, 1, chunk, file_);
    buffer_.resize(have + got);
    ended_ = got < chunk;
    if (std::ferror(file_) != 0) return error{errc::io_failed}.at("the file");
    return success();
  }

 private:
  platform::stdio_file owned_;
  std::FILE* file_;
  std::string buffer_;
  bool ended_ = false;
};

std::string_view trimmed(std::string_view text) {
  const std::size_t first = text.find_first_not_of(white);
  return first == std::string_view::npos ? std::string_view{} : text.substr(first, text.find_last_not_of(white) - first + 1);
}

result<void> read_lines(reader& from, const std::function<bool(const document&)>& each) {
  std::uint64_t line = 0;
  for (;;) {
    std::string& buffer = from.buffer();
    std::size_t begin = 0;
    for (std::size_t end = buffer.find('\n'); end != std::string::npos; end = buffer.find('\n', begin)) {
      ++line;
      const std::string_view text = trimmed(std::string_view(buffer).substr(begin, end - begin));
      begin = end + 1;
      if (!text.empty() && !each({text, text_format::json, line, true})) return success();
    }
    buffer.erase(0, begin);
    if (from.at_end()) break;
    PHR_TRY(from.more());
  }
  const std::string_view last = trimmed(from.buffer());
  if (!last.empty()) each({last, text_format::json, line + 1, true});
  return success();
}

}  // namespace

result<void> read_documents(const std::string& path, const std::function<bool(const document&)>& each) {
  platform::stdio_file opened;
  if (path != "-") {
    if (platform::is_folder(path)) return error{errc::is_a_directory}.at("the file");
    PHR_TRY(opened, platform::open_stdio(path, platform::stdio_access::read, "the file"));
  }
  reader from(std::move(opened));
  std::size_t end = std::string::npos;
  while (!from.at_end() && end == std::string::npos) {
    const std::size_t before = from.buffer().size();
    PHR_TRY(from.more());
    end = from.buffer().find('\n', before);
  }
  if (end != std::string::npos) {
    const std::string_view first = trimmed(std::string_view(from.buffer()).substr(0, end));
    while (!from.at_end() && trimmed(std::string_view(from.buffer()).substr(end)).empty()) PHR_TRY(from.more());
    const bool more_follows = !trimmed(std::string_view(from.buffer()).substr(end)).empty();
    if (first.starts_with('{') && first.ends_with('}') && more_follows) return read_lines(from, each);
  }
  while (!from.at_end()) PHR_TRY(from.more());
  std::string_view text = from.buffer();
  if (trimmed(text).empty()) return error{errc::empty_input}.at("the file");
  std::string_view shown = text;
  if (shown.starts_with("\xEF\xBB\xBF")) shown.remove_prefix(3);
  const text_format format = trimmed(shown).starts_with('<') ? text_format::xml : text_format::json;
  each({text, format, 1, false});
  return success();
}

result<std::string> read_document(const std::string& path) {
  std::string text;
  bool among_lines = false;
  PHR_TRY(read_documents(path, [&](const document& each) {
    text = each.text;
    among_lines = each.among_lines;
    return false;
  }));
  if (among_lines) return error{errc::invalid_value}.at("the file: one text is wanted, not lines of several");
  return text;
}

}  // namespace phr::cli
