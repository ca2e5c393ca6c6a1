#include "fixture.h"

TEST(Status, NamesAreThoseOfTheCore) {
  CHECK(strcmp(phr_status_name(PHR_OK), "ok") == 0);
  CHECK(strcmp(phr_status_name(PHR_WRONG_KEY), "wrong_key") == 0);
  CHECK(strcmp(phr_status_name(PHR_NO_VALUES), "no_values") == 0);
  CHECK(strcmp(phr_status_name(PHR_BUFFER_TOO_SMALL), "buffer_too_small") == 0);
  CHECK(strcmp(phr_status_name(PHR_END), "end") == 0);
  CHECK(strcmp(phr_status_name((phr_status)3999), "unknown") == 0);
  CHECK(strcmp(phr_status_name((phr_status)19), "unknown") == 0);
  CHECK(strcmp(phr_status_name((phr_status)(65536 + 40)), "unknown") == 0);
}

TEST(Status, AdviceSaysWhatToDoNext) {
  CHECK(strcmp(phr_status_advice(PHR_OK), "") == 0);
  CHECK(strcmp(phr_status_advice(PHR_END), "") == 0);
  CHECK(strstr(phr_status_advice(PHR_WRONG_KEY), "passphrase") != NULL);
  CHECK(strstr(phr_status_advice(PHR_INVALID_HANDLE), "handle") != NULL);
  CHECK(strlen(phr_status_advice((phr_status)3999)) > 0);
}

TEST(Status, EveryErrorOfTheCoreHasANumberHere) {
  int number = 0;
  int known = 0;
  for (number = 1; number < 1000; ++number) {
    if (strcmp(phr_status_name((phr_status)number), "unknown") != 0) ++known;
  }
  CHECK(known == 63);  // as in status.h; a new one must be added there and to status_numbers.cpp
}

static const phr_text everywhere = PHR_TEXT_INIT("with a \0 in it");

TEST(Text, IsOfALiteralOrOfAStringThatEndsWithZero) {
  const char typed[] = "five\0hidden";
  const phr_text literal = PHR_TEXT("Patient?name=" "ada");
  const phr_text several[2] = {PHR_TEXT_INIT("a"), PHR_TEXT_INIT("")};
  CHECK_TEXT(literal, "Patient?name=ada");
  CHECK(PHR_TEXT("").size == 0 && PHR_TEXT("").data != NULL);
  CHECK(everywhere.size == 14 && several[0].size == 1 && several[1].size == 0);
  CHECK(phr_text_of(typed).data == typed && phr_text_of(typed).size == 4);
  CHECK(phr_text_of(NULL).data == NULL && phr_text_of(NULL).size == 0);
}

TEST(OptionalTime, IsNoneUnlessItIsGiven) {
  const phr_optional_time none = PHR_OPTIONAL_TIME_INIT;
  CHECK(none.is_given == 0);
  CHECK(phr_time_of(0).is_given == 1 && phr_time_of(0).us == 0 && phr_time_of(0).reserved == 0);
  CHECK(phr_time_of(-5).us == -5);
}

TEST(Version, IsThreeNumbers) {
  const char *version = phr_version();
  CHECK(strchr(version, '.') != NULL && strchr(version, '.') != strrchr(version, '.'));
}

TEST(Clock, IsAfter2020AndBefore2200) {
  CHECK(phr_clock_now() > 1577836800000000LL);
  CHECK(phr_clock_now() < 7258118400000000LL);
}

TEST(Random, FillsAllBytesAndDiffersEachTime) {
  uint8_t one[32] = {0};
  uint8_t two[32] = {0};
  CHECK_OK(phr_random_bytes(one, sizeof one, NULL));
  CHECK_OK(phr_random_bytes(two, sizeof two, NULL));
  CHECK(memcmp(one, two, sizeof one) != 0);
  CHECK_OK(phr_random_bytes(NULL, 0, NULL));
  CHECK_STATUS(phr_random_bytes(NULL, 1, NULL), PHR_INVALID_ARGUMENT);
}

TEST(Error, IsOverwrittenByEveryCall) {
  phr_error err = PHR_ERROR_INIT;
  CHECK_STATUS(phr_random_bytes(NULL, 1, &err), PHR_INVALID_ARGUMENT);
  CHECK(err.code == PHR_INVALID_ARGUMENT);
  CHECK(strcmp(err.place, "out") == 0);
  CHECK_OK(phr_random_bytes(NULL, 0, &err));
  CHECK(err.code == PHR_OK);
  CHECK(err.place[0] == '\0');
  CHECK(err.struct_size == sizeof err);
}

TEST(Error, OfAnEarlierSizeIsNotWrittenBeyondIt) {
  phr_error err = PHR_ERROR_INIT;
  err.struct_size = offsetof(phr_error, ordinal);
  err.ordinal = 77;
  err.place[0] = 'k';
  CHECK_STATUS(phr_random_bytes(NULL, 1, &err), PHR_INVALID_ARGUMENT);
  CHECK(err.code == PHR_INVALID_ARGUMENT);
  CHECK(err.ordinal == 77);
  CHECK(err.place[0] == 'k');
}

TEST(Error, OfALaterSizeGetsZerosInWhatThisVersionDoesNotKnow) {
  struct {
    phr_error known;
    uint8_t later[24];
    uint8_t beyond;
  } err;
  size_t each = 0;
  memset(&err, 0xEE, sizeof err);
  err.known.struct_size = offsetof(phr_error, place) + sizeof err.known.place + sizeof err.later;
  CHECK_STATUS(phr_random_bytes(NULL, 1, &err.known), PHR_INVALID_ARGUMENT);
  for (each = 0; each < sizeof err.later; ++each) CHECK(err.later[each] == 0);
  CHECK(err.beyond == 0xEE);
}

TEST(Error, WithoutItsSizeIsLeftAlone) {
  phr_error err;
  memset(&err, 0, sizeof err);
  CHECK_STATUS(phr_random_bytes(NULL, 1, &err), PHR_INVALID_ARGUMENT);
  CHECK(err.code == PHR_OK);
  memset(&err, 0xEE, sizeof err);
  CHECK_STATUS(phr_random_bytes(NULL, 1, &err), PHR_INVALID_ARGUMENT);
  CHECK(err.line == 0xEEEEEEEEU);
}
