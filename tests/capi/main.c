#include "check.h"

#include <stdio.h>
#include <string.h>

enum { most_tests = 256 };

static struct {
  const char *name;
  test_fn body;
} tests[most_tests];
static int test_count = 0;
static int check_count = 0;
static int failure_count = 0;

void test_register(const char *name, test_fn body) {
  if (test_count < most_tests) {
    tests[test_count].name = name;
    tests[test_count].body = body;
  }
  ++test_count;
}

void test_check(int holds, const char *text, const char *file, int line) {
  ++check_count;
  if (holds) return;
  ++failure_count;
  printf("%s:%d: not true: %s\n", file, line, text);
}

void test_check_status(phr_status got, phr_status expected, const char *text, const char *file, int line) {
  ++check_count;
  if (got == expected) return;
  ++failure_count;
  printf("%s:%d: %s, expected %s: %s\n", file, line, phr_status_name(got), phr_status_name(expected), text);
}

void test_check_text(phr_text got, const char *expected, const char *text, const char *file, int line) {
  const size_t size = strlen(expected);
  ++check_count;
  if (got.data != NULL && got.size == size && memcmp(got.data, expected, size + 1) == 0) return;
  ++failure_count;
  printf("%s:%d: \"%s\" of %lu bytes, expected \"%s\": %s\n", file, line, got.data == NULL ? "(null)" : got.data,
         (unsigned long)got.size, expected, text);
}

// Without arguments all tests; otherwise those named.
int main(int argc, char **argv) {
  int ran = 0;
  int each = 0;
  int named = 0;
  if (test_count > most_tests) {
    printf("too many tests for the table\n");
    return 2;
  }
  for (each = 0; each < test_count; ++each) {
    int wanted = argc < 2;
    for (named = 1; named < argc; ++named) wanted = wanted || strcmp(argv[named], tests[each].name) == 0;
    if (!wanted) continue;
    const int failed_before = failure_count;
    tests[each].body();
    ++ran;
    if (failure_count != failed_before) printf("failed: %s\n", tests[each].name);
  }
  printf("%d tests, %d checks, %d failed\n", ran, check_count, failure_count);
  if (argc >= 2 && ran != argc - 1) return 2;
  return failure_count == 0 && check_count > 0 ? 0 : 1;
}
