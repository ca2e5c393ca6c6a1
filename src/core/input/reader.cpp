#include "core/input/reader.hpp"

#include <algorithm>
#include <cstring>

namespace phr::input {

namespace {

constexpr std::size_t chunk = std::size_t{64} << 10U;  // so that a chunk is still in the cache when it is read
constexpr std::size_t growth = 4;                       // a buffer that is full grows by so great a part of it
constexpr std::string_view mark = "\xEF\xBB\xBF";
constexpr std::size_t most_depth = 128;

constexpr bool is_blank(char c) noexcept { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }

// The outline of the first line: how its brackets stand, as far as that tells lines from one value. Fed with the text, piece by piece.
class outline {
 public:
  [[nodiscard]] bool saw_nothing() const noexcept { return at_ == place::begin; }

  // What the input is, once that is decided.
  [[nodiscard]] std::optional<form> look(std::string_view text) {
    for (const char c : text) {
      switch (at_) {
        case place::begin:
          if (c == '{') {
            open_.push_back(c);
            last_ = c;
            at_ = place::inside;
          } else if (!is_blank(c)) {
            return form::value;
          }
          break;
        case place::inside: inside(c); break;
        case place::closed:
          if (c == '\n') at_ = place::behind;
          break;
        case place::behind:
          if (!is_blank(c)) return form::lines;
          break;
        case place::cut:
          if (!is_blank(c)) return c == '{' && !may_begin_object_ ? form::lines : form::value;
          break;
      }
      if (open_.size() > most_depth) return form::value;
    }
    return {};
  }

 private:
  enum class place : std::uint8_t { begin, inside, closed, behind, cut };

  void inside(char c) {
    if (c == '\n') {
      may_begin_object_ = !in_string_ && (last_ == '[' || last_ == ':' || (last_ == ',' && open_.back() == '['));
      at_ = place::cut;
    } else if (escaped_) {
      escaped_ = false;
    } else if (in_string_) {
      escaped_ = c == '\\';
      in_string_ = c != '"';
    } else if (c == '"') {
      in_string_ = true;
    } else if (c == '{' || c == '[') {
      open_.push_back(c);
    } else if (c == '}' || c == ']') {
      open_.pop_back();
      if (open_.empty()) at_ = place::closed;
    }
    if (!is_blank(c)) last_ = c;
  }

  place at_ = place::begin;
  std::string open_;
  char last_ = '\0';
  bool in_string_ = false;
  bool escaped_ = false;
  bool may_begin_object_ = false;
};

}  // namespace

result<reader> reader::open(const std::string& path, static_text place) {
  reader made(place);
  PHR_TRY(made.file_, platform::input_file::open(path, place));
  made.size_ = made.file_->size();
  return made;
}

reader reader::of(const byte_source& source, static_text place) {
  reader made(place);
  made.source_ = source;
  return made;
}

reader reader::over(std::string_view text, static_text place) noexcept {
  reader made(place);
  made.text_ = text;
  made.end_ = text.size();
  made.size_ = text.size();
  made.is_borrowed_ = true;
  made.at_end_ = true;
  made.begun_ = true;
  made.pass_mark();
  return made;
}

reader reader::in_pieces(std::string_view text, std::size_t piece, static_text place) noexcept {
  reader made(place);
  made.text_ = text;
  made.piece_ = piece;
  return made;
}

void reader::pass_mark() noexcept {
  if (ahead().starts_with(mark)) take(mark.size());
}

result<bool> reader::more() {
  PHR_TRY(const bool grew, fill());
  if (begun_) return grew;
  begun_ = true;
  while (ahead().size() < mark.size() && !at_end_) PHR_TRY(fill());
  pass_mark();
  return grew;
}

result<bool> reader::fill() {
  if (at_end_) return false;
  if (begin_ > 0) {
    std::memmove(buffer_.data(), buffer_.data() + begin_, end_ - begin_);
    end_ -= begin_;
    begin_ = 0;
  }
  if (piece_ != 0) {
    buffer_.resize(end_);
    buffer_.append(text_.substr(0, piece_));
    text_.remove_prefix(buffer_.size() - end_);
    at_end_ = end_ == buffer_.size();
    end_ = buffer_.size();
    return !at_end_;
  }
  if (buffer_.size() - end_ < chunk) buffer_.resize(std::max(buffer_.size() + buffer_.size() / growth, end_ + chunk));
  PHR_TRY(const std::size_t got, read(std::span(buffer_).subspan(end_, chunk)));
  at_end_ = got == 0;
  end_ += got;
  return got > 0;
}

result<std::size_t> reader::read_raw(std::span<char> into) {
  PHR_TRY(const std::size_t got, source_ ? (*source_)(into) : file_->read(into));
  got_ += got;
  return got;
}

// What is compressed is so from its first byte.
result<std::size_t> reader::read(std::span<char> into) {
  const bool is_first = got_ == 0;
  if (packed_ == nullptr) {
    PHR_TRY(std::size_t got, read_raw(into));
    while (is_first && got > 0 && got < gunzip::mark_bytes) {
      PHR_TRY(const std::size_t next, read_raw(into.subspan(got)));
      if (next == 0) break;
      got += next;
    }
    if (!is_first || !gunzip::is_gzip({into.data(), got})) return got;
    PHR_TRY(auto by, gunzip::begin(place_));
    packed_ = std::make_unique<compressed>(compressed{std::move(by), std::string(chunk, '\0'), {}});
    std::memcpy(packed_->buffer.data(), into.data(), got);
    packed_->ahead = {packed_->buffer.data(), got};
  }
  for (;;) {
    PHR_TRY(const std::size_t made, packed_->by.read(packed_->ahead, into));
    if (made > 0) return made;
    if (!packed_->ahead.empty()) continue;
    PHR_TRY(const std::size_t got, read_raw(packed_->buffer));
    packed_->ahead = {packed_->buffer.data(), got};
    if (got > 0) continue;
    PHR_TRY(packed_->by.end());
    return std::size_t{0};
  }
}

result<form> reader::tell(std::size_t most) {
  outline seen;
  std::size_t looked = 0;
  for (;;) {
    if (const auto known = seen.look(ahead().substr(looked))) return *known;
    looked = ahead().size();
    if (looked > most) return form::value;
    PHR_TRY(const bool grew, more());
    if (grew) continue;
    if (seen.saw_nothing()) return error{errc::empty_input}.at(place_);
    return form::value;
  }
}

result<std::optional<line>> reader::next_line() {
  std::size_t looked = 0;
  for (;;) {
    const std::string_view text = ahead();
    const void* const found = looked < text.size() ? std::memchr(text.data() + looked, '\n', text.size() - looked) : nullptr;
    if (found == nullptr) {
      looked = text.size();
      if (looked > most_line) return error{errc::too_large}.at("a line of the input").in(static_cast<std::uint32_t>(number_ + 1), 1);
      PHR_TRY(const bool grew, more());
      if (grew) continue;
      if (ahead().empty()) return std::optional<line>();
    }
    const std::string_view whole = found == nullptr ? ahead() : text.substr(0, static_cast<std::size_t>(static_cast<const char*>(found) - text.data()));
    const std::uint64_t offset = taken_;
    take(whole.size() + (found == nullptr ? 0 : 1));
    ++number_;
    looked = 0;
    const std::size_t last = whole.find_last_not_of(" \t\r");
    if (last != std::string_view::npos) return std::optional(line{whole.substr(0, last + 1), number_, offset});
  }
}

bool reader::would_wait() const noexcept {
  constexpr int pause = 20;
  return file_ && !at_end_ && size_ == 0 && ahead().find('\n') == std::string_view::npos && !file_->is_ready(pause);
}

result<std::string_view> reader::rest(std::size_t most) {
  for (;;) {
    if (ahead().size() > most) return error{errc::too_large}.at(place_);
    PHR_TRY(const bool grew, more());
    if (!grew) return ahead();
  }
}

}  // namespace phr::input
