#include "cli/program/documents.hpp"

#include "cli/program/text_file.hpp"

#include <sys/stat.h>

#include <cerrno>
#include <cstdio>

namespace phr::cli {

bool is_folder(const std::string& path) {
  struct stat status {};
  return ::stat(path.c_str(), &status) == 0 && S_ISDIR(status.st_mode);
}

namespace {

constexpr std::size_t chunk = 1 << 20;
constexpr std::size_t largest = std::size_t{1} << 30;
constexpr std::string_view white = " \t\r\n";

error cannot_open(int number) {
  switch (number) {
    case ENOENT:
    case ENOTDIR: return error{errc::no_such_file}.at("the file");
    case EACCES: return error{errc::permission_denied}.at("the file");
    default: return error{errc::io_failed}.at("the file");
  }
}

// A file that is read in chunks into one buffer. Lifetime: closes it.
class reader {
 public:
  explicit reader(const std::string& path) : file_(path == "-" ? stdin : std::fopen(path.c_str(), "rb")) {}
  reader(const reader&) = delete;
  reader& operator=(const reader&) = delete;
  ~reader() {
    if (file_ != nullptr && file_ != stdin) std::fclose(file_);
  }
  [[nodiscard]] bool is_open() const noexcept { return file_ != nullptr; }
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
  if (path != "-" && is_folder(path)) return error{errc::is_a_directory}.at("the file");
  reader from(path);
  if (!from.is_open()) return cannot_open(errno);
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
