// A test program in C: TEST(Subject, SaysWhatIsTrue) { CHECK(...); }. Every test is one ctest test.
#ifndef PHR_TESTS_CHECK_H
#define PHR_TESTS_CHECK_H

#include <phr/phr.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef void (*test_fn)(void);

void test_register(const char *name, test_fn body);
void test_check(int holds, const char *text, const char *file, int line);
void test_check_status(phr_status got, phr_status expected, const char *text, const char *file, int line);
void test_check_text(phr_text got, const char *expected, const char *text, const char *file, int line);

#ifdef __cplusplus
}
#endif

// The name is literal in the source, because CMake reads it there.
#define TEST(subject, claim)                                                                  \
  static void subject##_##claim(void);                                                        \
  __attribute__((constructor)) static void register_##subject##_##claim(void) {               \
    test_register(#subject "." #claim, subject##_##claim);                                    \
  }                                                                                           \
  static void subject##_##claim(void)

#define CHECK(condition) test_check((condition) != 0, #condition, __FILE__, __LINE__)
#define CHECK_STATUS(call, expected) test_check_status((call), (expected), #call, __FILE__, __LINE__)
#define CHECK_OK(call) CHECK_STATUS(call, PHR_OK)
#define CHECK_TEXT(got, expected) test_check_text((got), (expected), #got, __FILE__, __LINE__)

#endif
