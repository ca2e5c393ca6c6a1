/* AES-256-CBC without padding, in place, for the pages of a file. Botan's C API hands a page back byte by byte through a buffer of its own, which was
 * a quarter of reading a page; its C++ API works in place. For C and C++. */
#ifndef PHR_STORE_SQLCIPHER_PAGE_CIPHER_H
#define PHR_STORE_SQLCIPHER_PAGE_CIPHER_H

#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

enum { phr_key_bytes = 32, phr_iv_bytes = 16, phr_block_bytes = 16 };

typedef struct phr_page_cipher phr_page_cipher; /* one direction; keeps its key until another comes */

phr_page_cipher *phr_page_cipher_new(int encrypts); /* NULL when there is no memory or no such cipher */
void phr_page_cipher_free(phr_page_cipher *gone);    /* wipes; NULL is none */

/* `size` is a multiple of the block; `in` and `out` are the same or do not overlap. 0 for success. */
int phr_page_cipher_run(phr_page_cipher *cipher, const unsigned char *key, const unsigned char *iv, const unsigned char *in, size_t size,
                        unsigned char *out);

#ifdef __cplusplus
}
#endif

#endif
