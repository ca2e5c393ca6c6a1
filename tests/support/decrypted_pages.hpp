// Every page of a store as plain bytes, decrypted apart from the library: what a thief with the key would find.
#pragma once

#include "store/file/opening.hpp"
#include "support/file_bytes.hpp"

#include <botan/cipher_mode.h>

#include <algorithm>
#include <memory>
#include <string>
#include <vector>

namespace phr::test {

class decrypted_pages {
 public:
  // The file and its WAL as they stand. The key is read from a copy in `scratch`, so that the store may be open meanwhile.
  decrypted_pages(const std::string& path, const std::string& scratch) {
    const std::string file = read_file(path);
    const std::string wal = read_file(path + "-wal");
    write_file(scratch, file);
    write_file(scratch + "-wal", wal);
    const auto opened = storage::open_file(scratch, crypto::passphrase("x"), {});
    if (!opened) return;
    const auto key = opened.value().pages.view();
    cipher_->set_key(key.data(), key.size());
    page_ = opened.value().file.head().page_bytes;
    for (std::size_t at = storage::header_bytes; at + page_ <= file.size(); at += page_) add(file.substr(at, page_), at == storage::header_bytes);
    constexpr std::size_t wal_header = 32;
    constexpr std::size_t frame_header = 24;
    for (std::size_t at = wal_header; at + frame_header + page_ <= wal.size(); at += frame_header + page_) {
      const bool is_first = wal[at] == 0 && wal[at + 1] == 0 && wal[at + 2] == 0 && wal[at + 3] == 1;
      add(wal.substr(at + frame_header, page_), is_first);
    }
    wal_bytes_ = wal.size();
  }

  [[nodiscard]] bool contains(std::string_view bytes) const { return plain_.find(bytes) != std::string::npos; }
  // ASCII letters of either case.
  [[nodiscard]] bool mentions(std::string text) const {
    if (lower_.empty()) lower_ = lowered(plain_);
    return lower_.find(lowered(std::move(text))) != std::string::npos;
  }
  [[nodiscard]] std::size_t size() const noexcept { return plain_.size(); }
  [[nodiscard]] std::size_t wal_bytes() const noexcept { return wal_bytes_; }

 private:
  static std::string lowered(std::string text) {
    std::transform(text.begin(), text.end(), text.begin(), [](char each) { return each >= 'A' && each <= 'Z' ? static_cast<char>(each + 32) : each; });
    return text;
  }

  // SQLCipher's page: the salt on the first one, AES-256-CBC, then IV and MAC.
  void add(const std::string& page, bool is_first) {
    constexpr std::size_t iv_bytes = 16;
    constexpr std::size_t mac_bytes = 32;
    constexpr std::size_t salt_bytes = 16;
    const std::size_t begin = is_first ? salt_bytes : 0;
    const std::size_t end = page.size() - iv_bytes - mac_bytes;
    Botan::secure_vector<std::uint8_t> bytes(page.begin() + static_cast<std::ptrdiff_t>(begin), page.begin() + static_cast<std::ptrdiff_t>(end));
    cipher_->start(reinterpret_cast<const std::uint8_t*>(page.data()) + end, iv_bytes);
    cipher_->finish(bytes);
    plain_.append(bytes.begin(), bytes.end());
  }

  std::unique_ptr<Botan::Cipher_Mode> cipher_ = Botan::Cipher_Mode::create_or_throw("AES-256/CBC/NoPadding", Botan::DECRYPTION);
  std::string plain_;
  mutable std::string lower_;
  std::size_t page_ = 0;
  std::size_t wal_bytes_ = 0;
};

}  // namespace phr::test
