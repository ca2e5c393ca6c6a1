// A connection with the statements and buffers that go with it.
#pragma once

#include "store/body/codec.hpp"
#include "store/file/opening.hpp"
#include "store/sql/connection.hpp"

#include <string>
#include <unordered_map>

namespace phr::storage {

// One connection and everything that is prepared once for it.
// Lifetime: owns the connection; statements borrowed from it end with it. Threads: per-thread.
// Errors: those of sql::connection.
class database {
 public:
  [[nodiscard]] static result<database> open(const opened_file& file, bool read_only) {
    PHR_TRY(auto connected, file.connect(read_only));
    return database(std::move(connected));
  }

  // The prepared statement of this literal; the literal's address is its name.
  [[nodiscard]] result<sql::statement*> use(const char* literal) {
    const auto found = statements_.find(literal);
    if (found != statements_.end()) return &found->second;
    PHR_TRY(auto prepared, on_.prepare(literal));
    return &statements_.emplace(literal, std::move(prepared)).first->second;
  }

  [[nodiscard]] const sql::connection& on() const noexcept { return on_; }
  [[nodiscard]] body_codec& bodies() noexcept { return bodies_; }

 private:
  explicit database(sql::connection connected) : on_(std::move(connected)) {}
  sql::connection on_;
  std::unordered_map<const char*, sql::statement> statements_;
  body_codec bodies_;
};

}  // namespace phr::storage
