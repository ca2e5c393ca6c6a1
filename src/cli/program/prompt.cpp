#include "cli/program/prompt.hpp"

namespace phr::cli {

namespace {

constexpr std::size_t longest = 4096;

// A line as its bytes come.
struct reading {
  typed_line line{crypto::secret_bytes::zeros(longest)};
  bool too_large = false;

  // False at its end.
  bool add(std::uint8_t byte) {
    if (byte == '\n') return false;
    too_large = line.size == longest;
    if (!too_large) line.bytes.edit()[line.size++] = byte;
    return !too_large;
  }
  result<typed_line> whole(static_text what) {
    if (too_large) return error{errc::too_large}.at(what);
    if (line.size != 0 && line.bytes.view()[line.size - 1] == '\r') --line.size;
    if (line.size == 0) return error{errc::empty_input}.at(what);
    return std::move(line);
  }
};

}  // namespace

result<typed_line> read_line(const platform::file& from, static_text what) {
  reading typed;
  for (;;) {
    std::uint8_t byte = 0;
    const auto got = from.read({&byte, 1}, what);
    if (!got) return error{errc::io_failed}.at(what);
    if (got.value() == 0 || !typed.add(byte)) return typed.whole(what);
  }
}

result<typed_line> ask(const platform::terminal& at, std::string_view prompt, typing how, static_text what) {
  reading typed;
  const auto read = at.read(prompt, how == typing::shown, [&](std::uint8_t byte) { return typed.add(byte); }, what);
  result<typed_line> line = read ? typed.whole(what) : result<typed_line>(read.error());
  if (how == typing::unseen || !line) at.write("\n");
  return line;
}

result<void> confirm(const std::string& question, bool given) {
  if (given) return success();
  const auto terminal = platform::terminal::open();
  if (!terminal) return error{errc::invalid_argument}.at("nobody to ask: give --yes");
  const auto answer = ask(terminal.value(), question + " Type yes to go on: ", typing::shown, "the question");
  const bool agreed = answer && answer.value().text() == "yes";
  if (agreed) return success();
  return error{errc::cancelled}.at("the question");
}

}  // namespace phr::cli
