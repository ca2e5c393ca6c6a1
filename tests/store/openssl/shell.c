/* shell FILE KEY PAGE_BYTES SQL: opens a stock SQLCipher database with a raw key of 64 hexadecimal digits and prints the
   rows of each statement, columns parted by '|'. */
#include <sqlite3.h>
#include <stdio.h>

static int print_row(void *ignored, int columns, char **values, char **names) {
  (void)ignored;
  (void)names;
  for (int i = 0; i < columns; ++i) printf(i == 0 ? "%s" : "|%s", values[i] ? values[i] : "NULL");
  printf("\n");
  return 0;
}

int main(int argc, char **argv) {
  sqlite3 *database = NULL;
  char settings[512];
  char *problem = NULL;
  if (argc != 5 || sqlite3_open(argv[1], &database) != SQLITE_OK) return 2;
  snprintf(settings, sizeof settings,
           "PRAGMA key=\"x'%s'\";PRAGMA cipher_page_size=%s;PRAGMA cipher_hmac_algorithm=HMAC_SHA256;"
           "PRAGMA cipher_kdf_algorithm=PBKDF2_HMAC_SHA512;",
           argv[2], argv[3]);
  if (sqlite3_exec(database, settings, NULL, NULL, &problem) != SQLITE_OK ||
      sqlite3_exec(database, argv[4], print_row, NULL, &problem) != SQLITE_OK) {
    fprintf(stderr, "%s\n", problem);
    return 1;
  }
  return sqlite3_close(database) == SQLITE_OK ? 0 : 3;
}
