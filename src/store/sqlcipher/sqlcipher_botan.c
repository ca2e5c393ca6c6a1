/* SQLCipher with Botan as its crypto provider (decision D2): this one file compiles the amalgamation and fills the
 * provider table that SQLCIPHER_CRYPTO_CUSTOM asks for. Botan is reached through its C API, which is the same in
 * versions 2 and 3, but for the cipher of the pages (page_cipher.h). */
#define _GNU_SOURCE
#include <stdint.h>

#include "sqlite3.c"

#include "page_cipher.h"
#include "system.h"

#include <botan/ffi.h>

enum { phr_longest_mac_key = 64 };

/* One connection's objects. Keying a cipher or a MAC costs more than a page's work, so each object stays keyed until
 * another key comes. SQLite holds the connection's mutex around every call. */
typedef struct {
  botan_mac_t mac[3]; /* by SQLCIPHER_HMAC_SHA1, _SHA256, _SHA512 */
  unsigned char mac_key[3][phr_longest_mac_key];
  int mac_key_size[3];
  phr_page_cipher *cipher[2]; /* by SQLCIPHER_DECRYPT, SQLCIPHER_ENCRYPT */
} phr_botan;

static const char *phr_hash_name(int algorithm) {
  switch (algorithm) {
    case SQLCIPHER_HMAC_SHA1: return "SHA-1";
    case SQLCIPHER_HMAC_SHA256: return "SHA-256";
    case SQLCIPHER_HMAC_SHA512: return "SHA-512";
    default: return NULL;
  }
}

static int phr_botan_hmac_size(void *ctx, int algorithm) {
  (void)ctx;
  switch (algorithm) {
    case SQLCIPHER_HMAC_SHA1: return 20;
    case SQLCIPHER_HMAC_SHA256: return 32;
    case SQLCIPHER_HMAC_SHA512: return 64;
    default: return 0;
  }
}

static int phr_same_key(const unsigned char *held, int held_size, const unsigned char *key, int size) {
  return held_size == size && botan_constant_time_compare(held, key, (size_t)size) == 0;
}

/* The connection's MAC object, keyed with `key`; NULL when Botan fails. */
static botan_mac_t phr_keyed_mac(phr_botan *objects, int algorithm, const unsigned char *key, int size) {
  if (objects->mac[algorithm] == NULL) {
    char name[32];
    sqlite3_snprintf(sizeof(name), name, "HMAC(%s)", phr_hash_name(algorithm));
    if (botan_mac_init(&objects->mac[algorithm], name, 0) != 0) return NULL;
  }
  if (!phr_same_key(objects->mac_key[algorithm], objects->mac_key_size[algorithm], key, size)) {
    objects->mac_key_size[algorithm] = 0;
    if (botan_mac_set_key(objects->mac[algorithm], key, (size_t)size) != 0) return NULL;
    if (size <= phr_longest_mac_key) {
      memcpy(objects->mac_key[algorithm], key, (size_t)size);
      objects->mac_key_size[algorithm] = size;
    }
  }
  return objects->mac[algorithm];
}

static int phr_botan_hmac(void *ctx, int algorithm, const unsigned char *key, int key_size, const unsigned char *in,
                          int in_size, const unsigned char *in2, int in2_size, unsigned char *out) {
  botan_mac_t mac;
  if (phr_hash_name(algorithm) == NULL || in == NULL) return SQLITE_ERROR;
  mac = phr_keyed_mac((phr_botan *)ctx, algorithm, key, key_size);
  if (mac == NULL || botan_mac_update(mac, in, (size_t)in_size) != 0) return SQLITE_ERROR;
  if (in2 != NULL && botan_mac_update(mac, in2, (size_t)in2_size) != 0) return SQLITE_ERROR;
  return botan_mac_final(mac, out) == 0 ? SQLITE_OK : SQLITE_ERROR;
}

static int phr_botan_kdf(void *ctx, int algorithm, const unsigned char *pass, int pass_size, const unsigned char *salt,
                         int salt_size, int rounds, int key_size, unsigned char *key) {
  char name[32];
  (void)ctx;
  if (phr_hash_name(algorithm) == NULL) return SQLITE_ERROR;
  sqlite3_snprintf(sizeof(name), name, "PBKDF2(%s)", phr_hash_name(algorithm));
  return botan_pwdhash(name, (size_t)rounds, 0, 0, key, (size_t)key_size, (const char *)pass, (size_t)pass_size, salt,
                       (size_t)salt_size) == 0
             ? SQLITE_OK
             : SQLITE_ERROR;
}

static int phr_botan_cipher(void *ctx, int mode, const unsigned char *key, int key_size, const unsigned char *iv,
                            const unsigned char *in, int in_size, unsigned char *out) {
  phr_botan *objects = (phr_botan *)ctx;
  const int slot = mode == SQLCIPHER_ENCRYPT ? 1 : 0;
  if (key_size != phr_key_bytes || in_size < 0) return SQLITE_ERROR;
  if (objects->cipher[slot] == NULL) objects->cipher[slot] = phr_page_cipher_new(slot);
  if (objects->cipher[slot] == NULL) return SQLITE_ERROR;
  return phr_page_cipher_run(objects->cipher[slot], key, iv, in, (size_t)in_size, out) == 0 ? SQLITE_OK : SQLITE_ERROR;
}

/* A generator for each call: SQLCipher asks seldom, and a shared one would be mutable global state. */
static int phr_botan_random(void *ctx, void *buffer, int size) {
  botan_rng_t generator = NULL;
  int failed;
  (void)ctx;
  if (botan_rng_init(&generator, "system") != 0) return SQLITE_ERROR;
  failed = botan_rng_get(generator, (uint8_t *)buffer, (size_t)size);
  botan_rng_destroy(generator);
  return failed == 0 ? SQLITE_OK : SQLITE_ERROR;
}

/* The system generator needs no seed of ours. */
static int phr_botan_add_random(void *ctx, const void *buffer, int size) {
  (void)ctx;
  (void)buffer;
  (void)size;
  return SQLITE_OK;
}

static int phr_botan_open(void **ctx) {
  phr_botan *objects = (phr_botan *)sqlcipher_malloc(sizeof(phr_botan));
  if (objects == NULL) return SQLITE_NOMEM;
  memset(objects, 0, sizeof(*objects));
  *ctx = objects;
  return SQLITE_OK;
}

static int phr_botan_close(void **ctx) {
  phr_botan *objects = (phr_botan *)*ctx;
  int index;
  if (objects == NULL) return SQLITE_OK;
  for (index = 0; index < 3; ++index) botan_mac_destroy(objects->mac[index]);
  for (index = 0; index < 2; ++index) phr_page_cipher_free(objects->cipher[index]);
  sqlcipher_free(objects, sizeof(phr_botan)); /* wipes */
  *ctx = NULL;
  return SQLITE_OK;
}

static const char *phr_botan_name(void *ctx) { (void)ctx; return "botan"; }
static const char *phr_botan_version(void *ctx) { (void)ctx; return botan_version_string(); }
static const char *phr_botan_cipher_name(void *ctx) { (void)ctx; return "aes-256-cbc"; }
static int phr_botan_key_size(void *ctx) { (void)ctx; return phr_key_bytes; }
static int phr_botan_iv_size(void *ctx) { (void)ctx; return phr_iv_bytes; }
static int phr_botan_block_size(void *ctx) { (void)ctx; return phr_block_bytes; }
static int phr_botan_fips(void *ctx) { (void)ctx; return 0; }

int phr_botan_provider(sqlcipher_provider *provider) {
  provider->init = NULL;
  provider->shutdown = NULL;
  provider->get_provider_name = phr_botan_name;
  provider->add_random = phr_botan_add_random;
  provider->random = phr_botan_random;
  provider->hmac = phr_botan_hmac;
  provider->kdf = phr_botan_kdf;
  provider->cipher = phr_botan_cipher;
  provider->get_cipher = phr_botan_cipher_name;
  provider->get_key_sz = phr_botan_key_size;
  provider->get_iv_sz = phr_botan_iv_size;
  provider->get_block_sz = phr_botan_block_size;
  provider->get_hmac_sz = phr_botan_hmac_size;
  provider->ctx_init = phr_botan_open;
  provider->ctx_free = phr_botan_close;
  provider->fips_status = phr_botan_fips;
  provider->get_provider_version = phr_botan_version;
  return SQLITE_OK;
}

/* In the order in which SQLite takes them where it takes two. */
static const int phr_held_over_forks[] = {SQLITE_MUTEX_STATIC_VFS1, SQLITE_MUTEX_STATIC_PRNG, SQLITE_MUTEX_STATIC_LRU, SQLITE_MUTEX_STATIC_PMEM};
enum { phr_many_held_over_forks = sizeof(phr_held_over_forks) / sizeof(phr_held_over_forks[0]) };

void phr_before_fork(void) {
  int index;
  for (index = 0; index < phr_many_held_over_forks; ++index) sqlite3_mutex_enter(sqlite3_mutex_alloc(phr_held_over_forks[index]));
}

void phr_after_fork(int in_child) {
  int index;
#if SQLITE_OS_UNIX
  if (in_child) inodeList = NULL;
#else
  (void)in_child;
#endif
  for (index = phr_many_held_over_forks; index-- > 0;) sqlite3_mutex_leave(sqlite3_mutex_alloc(phr_held_over_forks[index]));
}

/* The memory of SQLite with a note of what was refused: its codec says "no memory" of a page that does not authenticate, too. */
static sqlite3_mem_methods phr_system_memory;
static _Thread_local int phr_refused_memory;

static void *phr_malloc(int size) {
  void *const given = phr_system_memory.xMalloc(size);
  if (given == NULL) phr_refused_memory = 1;
  return given;
}
static void *phr_realloc(void *from, int size) {
  void *const given = phr_system_memory.xRealloc(from, size);
  if (given == NULL) phr_refused_memory = 1;
  return given;
}

int phr_watch_memory(void) {
  sqlite3_mem_methods watched;
  int status = sqlite3_config(SQLITE_CONFIG_GETMALLOC, &phr_system_memory);
  if (status != SQLITE_OK) return status;
  watched = phr_system_memory;
  watched.xMalloc = phr_malloc;
  watched.xRealloc = phr_realloc;
  return sqlite3_config(SQLITE_CONFIG_MALLOC, &watched);
}

int phr_was_refused_memory(void) {
  const int was = phr_refused_memory;
  phr_refused_memory = 0;
  return was;
}
