// Statuses, errors, the clock and random bytes.
#include "guard.hpp"
#include "structs.hpp"

#include <phr/access/clock.hpp>
#include <phr/crypto/random.hpp>

namespace phr::c {

namespace {

constexpr int first_own = 1000;  // statuses from here on are no errc

struct own_status {
  phr_status status;
  const char* name;
  const char* advice;
};

constexpr own_status own_statuses[] = {
    {PHR_OK, "ok", ""},
    {PHR_INVALID_HANDLE, "invalid_handle", "pass a handle of this kind that has not ended"},
    {PHR_BUFFER_TOO_SMALL, "buffer_too_small", "pass a buffer of the size that was told"},
    {PHR_END, "end", ""},
    {PHR_OUT_OF_MEMORY, "out_of_memory", "free some memory and try again"},
};

constexpr const own_status* find_own(phr_status status) noexcept {
  for (const own_status& candidate : own_statuses) {
    if (candidate.status == status) return &candidate;
  }
  return nullptr;
}

// 0 for what is no errc.
constexpr errc code_of(phr_status status) noexcept {
  const int number = status;
  return number > 0 && number < first_own ? static_cast<errc>(number) : errc{};
}

}  // namespace

phr_status tell(phr_error* err, const std::optional<failure>& failed) noexcept {
  const phr_status status = failed ? failed->status : PHR_OK;
  if (err == nullptr) return status;
  phr_error known = PHR_ERROR_INIT;
  known.code = status;
  if (failed) {
    const error& what = failed->what;
    known.line = what.line();
    known.column = what.column();
    known.ordinal = what.ordinal();
    known.has_ordinal = what.has_ordinal() ? 1 : 0;
    copy_text(known.place, {what.place().data(), what.place().size()});
  }
  static_cast<void>(fill(err, known));  // an error without its size is left alone; the status is returned all the same
  return status;
}

}  // namespace phr::c

using namespace phr::c;

const char* phr_version(void) noexcept { return PHR_VERSION; }

const char* phr_status_name(phr_status status) noexcept {
  if (const own_status* own = find_own(status)) return own->name;
  return phr::name(code_of(status)).data();
}

const char* phr_status_advice(phr_status status) noexcept {
  if (const own_status* own = find_own(status)) return own->advice;
  return phr::advice(code_of(status)).data();
}

int64_t phr_clock_now(void) noexcept { return phr::clock_now(); }

phr_status phr_random_bytes(uint8_t* out, size_t size, phr_error* err) noexcept {
  return guarded(err, [&]() -> outcome {
    if (size != 0) PHR_TRY(wanted(out, "out"));
    return phr::crypto::fill({out, size});
  });
}
