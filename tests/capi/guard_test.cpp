// What only a host in C++ can do.
#include "fixture.h"

#include <cstring>
#include <new>
#include <stdexcept>

namespace {

void throw_an_error(void *, const std::uint8_t *, std::size_t) { throw std::runtime_error("of the host"); }
void throw_bad_alloc(void *, const std::uint8_t *, std::size_t) { throw std::bad_alloc(); }

}  // namespace

TEST(Guard, KeepsExceptionsInside) {
  fixture in;
  phr_hits *hits = nullptr;
  phr_error err = PHR_ERROR_INIT;
  setup(&in);
  put(in.me, patient_p);
  CHECK_OK(phr_session_search(in.me, PHR_TEXT("Patient"), nullptr, &hits, nullptr));
  CHECK_STATUS(phr_hits_json(hits, 0, throw_an_error, nullptr, &err), PHR_INTERNAL);
  CHECK(std::strcmp(err.place, "an exception") == 0);
  CHECK_STATUS(phr_hits_json(hits, 0, throw_bad_alloc, nullptr, &err), PHR_OUT_OF_MEMORY);
  CHECK(err.code == PHR_OUT_OF_MEMORY);
  phr_hits_end(hits);
  teardown(&in);
}

namespace {

const phr_text of_a_namespace = PHR_TEXT_INIT("Patient");

}  // namespace

TEST(Text, IsTheSameInCxx) {
  const phr_text literal = PHR_TEXT("Patient");
  const phr_optional_time time = phr_time_of(7);
  CHECK(literal.size == 7 && std::strcmp(literal.data, of_a_namespace.data) == 0);
  CHECK(phr_text_of(nullptr).data == nullptr && phr_text_of("ab").size == 2);
  CHECK(time.is_given == 1 && time.us == 7);
}
