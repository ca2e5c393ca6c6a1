// Records of any size, of our own making (`phr synth`), for benchmarks that show how cost grows.
#pragma once

#include <phr/session/session.hpp>

#include "support/temporary_folder.hpp"

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

namespace phr::bench {

inline constexpr std::int64_t bench_now = 1'767'225'600'000'000;  // 2026-01-01, when the records end

// A store of its own folder, and what it took to fill it.
struct filled_store {
  std::unique_ptr<test::temporary_folder> folder;
  std::string path;
  double ndjson_bytes = 0;
  double resources = 0;
  double import_seconds = 0;
  phr::store store;

  [[nodiscard]] session me() const { return store.session(owner(), {.now = bench_now}).value(); }
};

// Takes one line, may change it, and says whether it is wanted.
using line_filter = std::function<bool(std::string& line)>;

// A store of exactly that many resources, from so many years of made-up people; of those that the filter wants.
[[nodiscard]] filled_store fill(std::uint64_t resources, unsigned years, const line_filter& filter = {});

// Of one patient: everybody's resources as that one's. The patient's id is in `patient`.
[[nodiscard]] filled_store fill_one_patient(std::uint64_t resources, std::string& patient);

}  // namespace phr::bench
