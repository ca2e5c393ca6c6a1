#include "store/sqlcipher/page_cipher.h"

#include <botan/cipher_mode.h>
#include <botan/mem_ops.h>
#include <botan/secmem.h>

#include <cstdint>
#include <cstring>
#include <memory>
#include <new>

struct phr_page_cipher {
  std::unique_ptr<Botan::Cipher_Mode> mode;
  Botan::secure_vector<std::uint8_t> key;
};

phr_page_cipher* phr_page_cipher_new(int encrypts) {
  try {
    auto made = std::make_unique<phr_page_cipher>();
    made->mode = Botan::Cipher_Mode::create("AES-256/CBC/NoPadding", encrypts != 0 ? Botan::ENCRYPTION : Botan::DECRYPTION);
    return made->mode ? made.release() : nullptr;
  } catch (...) {
    return nullptr;
  }
}

void phr_page_cipher_free(phr_page_cipher* gone) { delete gone; }

int phr_page_cipher_run(phr_page_cipher* cipher, const unsigned char* key, const unsigned char* iv, const unsigned char* in, std::size_t size,
                        unsigned char* out) {
  try {
    if (cipher->key.size() != phr_key_bytes || !Botan::constant_time_compare(cipher->key.data(), key, phr_key_bytes)) {
      cipher->key.clear();
      cipher->mode->set_key(key, phr_key_bytes);
      cipher->key.assign(key, key + phr_key_bytes);
    }
    cipher->mode->start(iv, phr_iv_bytes);
    if (in != out) std::memcpy(out, in, size);
    // Whole blocks without padding need no end: every block is done by this call.
    return cipher->mode->process(out, size) == size ? 0 : 1;
  } catch (...) {
    return 1;
  }
}
