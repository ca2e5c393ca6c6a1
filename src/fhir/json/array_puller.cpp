#include "fhir/json/array_puller.hpp"

#include "fhir/json/scan.hpp"

#include <algorithm>

namespace phr::fhir::json {

namespace {

constexpr std::size_t longest_character = 4;  // in UTF-8

// The end of a value, looked for piece by piece: strings and brackets are all that tells.
class outline {
 public:
  enum class state : std::uint8_t { going, ended, too_deep, too_long };

  outline(std::uint32_t around, const limits& most) noexcept : depth_(around), around_(around), most_(most) {}

  // Goes on from `at`, which then stands behind the value, or at what is wrong, or at the end of what there is.
  [[nodiscard]] state look(std::string_view text, std::size_t& at) noexcept {
    for (; at < text.size(); ++at) {
      const char c = text[at];
      if (in_string_) {
        if (at - string_begin_ > most_.string_bytes + 1U) {
          at = string_begin_;
          return state::too_long;
        }
        if (escaped_) {
          escaped_ = false;
        } else if (c == '\\') {
          escaped_ = true;
        } else if (c == '"') {
          in_string_ = false;
          if (depth_ == around_) return end(at);
        }
      } else if (c == '"') {
        if (is_scalar_) return state::ended;
        in_string_ = true;
        string_begin_ = at;
      } else if (c == '{' || c == '[') {
        if (is_scalar_) return state::ended;
        if (depth_ >= most_.depth) return state::too_deep;
        ++depth_;
      } else if (c == '}' || c == ']') {
        if (is_scalar_ || depth_ == around_) return state::ended;
        if (--depth_ == around_) return end(at);
      } else if (depth_ == around_) {
        if (ends_scalar(c)) return state::ended;
        is_scalar_ = true;
      }
    }
    return state::going;
  }
  [[nodiscard]] bool is_scalar() const noexcept { return is_scalar_; }

 private:
  [[nodiscard]] static state end(std::size_t& at) noexcept {
    ++at;
    return state::ended;
  }

  std::uint32_t depth_;
  std::uint32_t around_;
  const limits& most_;
  std::size_t string_begin_ = 0;
  bool in_string_ = false;
  bool escaped_ = false;
  bool is_scalar_ = false;
};

// Where the array of that member begins, in what may be the begin of an object; npos where there is none so far.
// It need not be strict: what stands in front is parsed.
std::size_t begin_of_array(std::string_view text, std::string_view member) {
  std::size_t depth = 0;
  bool is_name = false;  // at depth 1
  for (std::size_t at = 0; at < text.size(); ++at) {
    const char c = text[at];
    if (c == '"') {
      const std::size_t begin = at + 1;
      for (++at; at < text.size() && text[at] != '"'; ++at) {
        if (text[at] == '\\') ++at;
      }
      if (at >= text.size()) break;
      if (depth != 1 || !is_name || text.substr(begin, at - begin) != member) continue;
      std::size_t next = at + 1;
      while (next < text.size() && (is_white(text[next]) || text[next] == ':')) ++next;
      if (next < text.size() && text[next] == '[') return next;
    } else if (c == '{' || c == '[') {
      ++depth;
      is_name = depth == 1 && c == '{';
    } else if (c == '}' || c == ']') {
      if (depth <= 1) break;
      --depth;
    } else if (depth == 1) {
      is_name = c == ',' || (is_name && c != ':');
    }
  }
  return std::string_view::npos;
}

}  // namespace

error placed(const error& why, const text_place& begin) noexcept {
  if (why.line() == 0) return why;
  const std::uint64_t column = why.line() == 1 ? begin.column + why.column() - 1 : why.column();
  return why.in(begin.line + why.line() - 1, static_cast<std::uint32_t>(std::min<std::uint64_t>(column, UINT32_MAX)));
}

text_place array_puller::place_of(std::size_t offset) const noexcept {
  text_place made = here_;
  const std::string_view before = from_.ahead().substr(0, offset);
  const std::size_t last = before.rfind('\n');
  if (last == std::string_view::npos) {
    made.column += before.size();
  } else {
    made.line += static_cast<std::uint32_t>(std::count(before.begin(), before.end(), '\n'));
    made.column = before.size() - last;
  }
  return made;
}

void array_puller::take(std::size_t bytes) noexcept {
  here_ = place_of(bytes);
  from_.take(bytes);
}

result<bool> array_puller::open(std::size_t within) {
  std::size_t looked = 0;
  for (bool more = true; more;) {
    PHR_TRY(more, from_.more());
    const std::string_view text = from_.ahead();
    if (more && text.size() < looked * 2 && text.size() <= within) continue;  // so that all of it is gone through twice at most
    looked = text.size();
    const std::size_t begin = begin_of_array(text, member_);
    if (begin != std::string_view::npos) return begin_at(begin + 1);
    if (text.size() > within) return false;
  }
  return false;
}

bool array_puller::begin_at(std::size_t size) {
  std::string head(from_.ahead().substr(0, size));
  head += "]}";
  if (!head_.parse(head, most_)) return false;
  const value root = head_.root();
  if (!root.is_object() || !root[member_].is_array() || root[member_].size() != 0) return false;
  for (const json::member& each : root.members()) names_.emplace(each.name);
  given_ = size;
  return true;
}

result<char> array_puller::peek() {
  for (;;) {
    const std::string_view text = from_.ahead();
    std::size_t white = 0;
    while (white < text.size() && is_white(text[white])) ++white;
    if (white < text.size()) {
      const char c = text[white];
      take(white);
      return c;
    }
    take(white);
    PHR_TRY(const bool grew, from_.more());
    if (!grew) return '\0';
  }
}

error array_puller::unexpected(static_text what) {
  while (from_.ahead().size() < longest_character) {
    const auto grew = from_.more();
    if (!grew) return grew.error();
    if (!grew.value()) break;
  }
  const std::string_view text = from_.ahead();
  error why = error{errc::malformed_json}.at(what);
  if (!text.empty()) {  // a byte that may stand nowhere is told as such
    const auto parsed = scratch_.parse(text.substr(0, longest_character));
    const errc code = parsed ? errc::malformed_json : parsed.error().code();
    if (parsed.has_error() && parsed.error().column() == 1 && (code == errc::invalid_utf8 || code == errc::nul_character)) why = parsed.error();
  }
  return why.in(here_.line, static_cast<std::uint32_t>(std::min<std::uint64_t>(here_.column, UINT32_MAX)));
}

result<std::size_t> array_puller::length_of_value(std::uint32_t around) {
  // No value begins so; by itself, a text may begin with a byte order mark.
  if (!from_.ahead().empty() && static_cast<unsigned char>(from_.ahead().front()) >= 0x80) return unexpected("a value expected");
  outline seen(around, most_);
  std::size_t at = 0;
  for (;;) {
    const auto state = seen.look(from_.ahead(), at);
    if (state == outline::state::ended) {
      if (at == 0) return unexpected("a value expected");
      return at;
    }
    if (state == outline::state::too_deep) return placed(error{errc::too_deep}.at("nesting").in(1, 1), place_of(at));
    if (state == outline::state::too_long) return placed(error{errc::too_large}.at("a string").in(1, 1), place_of(at));
    if (at > most_.text_bytes) return placed(error{errc::too_large}.at("the JSON text").in(1, 1), here_);
    PHR_TRY(const bool grew, from_.more());
    if (grew) continue;
    if (seen.is_scalar()) return at;
    // What a parser says of what is there.
    const auto parsed = scratch_.parse(from_.ahead(), most_);
    if (!parsed && parsed.error().line() != 0) return placed(parsed.error(), here_);
    return placed(error{errc::malformed_json}.at("the end of the text: a value expected").in(1, 1), place_of(at));
  }
}

result<std::optional<array_puller::element>> array_puller::next() {
  take(given_);
  given_ = 0;
  PHR_TRY(const char first, peek());
  if (first == ']') {
    take(1);
    PHR_TRY(close());
    return std::optional<element>();
  }
  if (!is_first_) {
    if (first != ',') return unexpected("an array: ',' or ']' expected");
    take(1);
    PHR_TRY(const char value, peek());
    if (value == ']') return unexpected("a value expected");
  }
  is_first_ = false;
  PHR_TRY(given_, length_of_value(2));
  return std::optional(element{from_.ahead().substr(0, given_), here_});
}

result<void> array_puller::close() {
  for (;;) {
    PHR_TRY(const char c, peek());
    if (c == '}') break;
    if (c != ',') return unexpected("an object: ',' or '}' expected");
    take(1);
    PHR_TRY(member());
  }
  take(1);
  PHR_TRY(peek());
  if (!from_.ahead().empty()) return unexpected("text after the JSON value");
  return success();
}

result<void> array_puller::member() {
  PHR_TRY(const char quote, peek());
  if (quote != '"') return unexpected("an object: an element name expected");
  const text_place begin = here_;
  PHR_TRY(const std::size_t name_size, length_of_value(1));
  const auto parsed_name = scratch_.parse(from_.ahead().substr(0, name_size), most_);
  if (!parsed_name) return placed(parsed_name.error(), begin);
  const value name = scratch_.root();
  if (name.has_escapes()) return placed(error{errc::unsupported}.at("an escaped element name").in(1, 1), begin);
  const bool is_new = names_.emplace(name.raw_text()).second;
  take(name_size);
  PHR_TRY(const char colon, peek());
  if (colon != ':') return placed(error{errc::malformed_json}.at("an object: ':' expected").in(1, 2), begin);  // where the name is, as a document says
  take(1);
  PHR_TRY(peek());
  PHR_TRY(const std::size_t size, length_of_value(1));
  const auto parsed = scratch_.parse(from_.ahead().substr(0, size), {most_.depth - 1, most_.text_bytes, most_.string_bytes});
  if (!parsed) return placed(parsed.error(), here_);
  take(size);
  if (!is_new) return placed(error{errc::duplicate_key}.at("an object").in(1, 1), begin);
  return success();
}

}  // namespace phr::fhir::json
