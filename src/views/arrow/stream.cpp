// A stream of batches for Arrow.
#include <phr/core/describe.hpp>
#include <phr/views/arrow.hpp>
#include <phr/views/stream.hpp>

#include <cerrno>
#include <string>

namespace phr::views {

namespace {

struct arrow_stream {
  stream rows;
  bool decimals_as_text;
  std::string last_error;
};

arrow_stream& held(ArrowArrayStream* of) noexcept { return *static_cast<arrow_stream*>(of->private_data); }

// work(), of which nothing is thrown into who called: it may be C.
template <class Work>
int guarded(Work&& work) noexcept {
  try {
    return work();
  } catch (...) {
    return ENOMEM;
  }
}

int next_into(arrow_stream& mine, ArrowArray* out) {
  auto found = mine.rows.next();
  if (!found) {
    mine.last_error = describe(found.error());
    return found.error().code() == errc::cancelled ? ECANCELED : EIO;
  }
  *out = {};
  if (found.value()) std::move(*found.value()).move_to(*out, mine.decimals_as_text);
  return 0;
}

int get_schema(ArrowArrayStream* of, ArrowSchema* out) noexcept {
  return guarded([&] {
    held(of).rows.of().schema_to(*out, held(of).decimals_as_text);
    return 0;
  });
}

int get_next(ArrowArrayStream* of, ArrowArray* out) noexcept {
  return guarded([&] { return next_into(held(of), out); });
}

const char* get_last_error(ArrowArrayStream* of) { return held(of).last_error.empty() ? nullptr : held(of).last_error.c_str(); }

void release(ArrowArrayStream* of) {
  delete static_cast<arrow_stream*>(of->private_data);
  of->release = nullptr;
}

}  // namespace

void stream::move_to(ArrowArrayStream& to) && {
  const bool decimals_as_text = decimals_are_text();
  to = {};
  to.get_schema = get_schema;
  to.get_next = get_next;
  to.get_last_error = get_last_error;
  to.release = release;
  to.private_data = new arrow_stream{std::move(*this), decimals_as_text, {}};
}

}  // namespace phr::views
