// An encrypted store that holds the sample records.
#pragma once

#include "support/temporary_folder.hpp"

#include <phr/session/session.hpp>

#include <cstdint>
#include <string>

namespace phr::bench {

inline constexpr std::int64_t now = 1'700'000'000'000'000;
inline const passphrase key("bench");
inline const store_options cheap{.create = true, .cost = crypto::argon2_test_cost};

// A new store at this path, with all of records().
[[nodiscard]] store import_into(const std::string& path);

struct filled {
  test::temporary_folder folder;
  std::string path = folder.path("me.phr");
  phr::store store = import_into(path);
};

// One imported store for all that only read. Made once.
[[nodiscard]] filled& common();

}  // namespace phr::bench
