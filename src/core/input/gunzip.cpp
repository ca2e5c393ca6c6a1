#include "core/input/gunzip.hpp"

#include <zlib.h>

#include <algorithm>
#include <limits>

namespace phr::input {

struct gunzip::state {
  z_stream stream{};
};

void gunzip::ending::operator()(state* of) const noexcept {
  inflateEnd(&of->stream);
  delete of;
}

result<gunzip> gunzip::begin(static_text place) {
  constexpr int gzip_alone = 16 + MAX_WBITS;
  gunzip made(place);
  auto fresh = std::make_unique<state>();
  if (inflateInit2(&fresh->stream, gzip_alone) != Z_OK) return error{errc::internal}.at("starting zlib");
  made.state_.reset(fresh.release());
  return made;
}

result<std::size_t> gunzip::read(std::string_view& from, std::span<char> into) {
  constexpr std::size_t most = std::numeric_limits<uInt>::max();
  z_stream& stream = state_->stream;
  const std::size_t room = std::min(into.size(), most);
  stream.next_out = reinterpret_cast<Bytef*>(into.data());
  stream.avail_out = static_cast<uInt>(room);
  while (!from.empty() && stream.avail_out > 0) {
    if (!within_) {
      // Zeros that fill up the end of a tape or a sector are no member.
      if (from.front() == '\0') {
        from.remove_prefix(1);
        continue;
      }
      inflateReset(&stream);
      within_ = true;
    }
    const std::size_t given = std::min(from.size(), most);
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(from.data()));  // zlib's header lacks the const; it does not write there
    stream.avail_in = static_cast<uInt>(given);
    const int status = inflate(&stream, Z_NO_FLUSH);
    from.remove_prefix(given - stream.avail_in);
    if (status == Z_STREAM_END) {
      within_ = false;
    } else if (status != Z_OK) {
      return error{errc::malformed_archive}.at(place_);
    }
  }
  return room - stream.avail_out;
}

result<void> gunzip::end() const {
  if (within_) return error{errc::malformed_archive}.at(place_);
  return success();
}

}  // namespace phr::input
