// A connection with the statements and buffers that go with it.
#pragma once

#include "store/body/codec.hpp"
#include "store/file/opening.hpp"
#include "store/sql/functions.hpp"

#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

namespace phr::storage {

struct custom_parameter;

// One connection and everything that is prepared once for it.
// Lifetime: owns the connection; statements borrowed from it end with it. Threads: per-thread.
// Errors: those of sql::connection.
class database {
 public:
  [[nodiscard]] static result<database> open(const opened_file& file, bool read_only) {
    PHR_TRY(auto connected, file.connect(read_only));
    database made(std::move(connected));
    PHR_TRY(add_functions(made.on_, *made.hooks_));
    return made;
  }

  // An empty one, without a file.
  [[nodiscard]] static result<database> in_memory() {
    PHR_TRY(auto connected, sql::connection::in_memory());
    database made(std::move(connected));
    PHR_TRY(add_functions(made.on_, *made.hooks_));
    return made;
  }

  // The prepared statement of this literal; the literal's address is its name.
  [[nodiscard]] result<sql::statement*> use(const char* literal) {
    const auto found = statements_.find(literal);
    if (found != statements_.end()) return &found->second;
    PHR_TRY(auto prepared, on_.prepare(literal));
    return &statements_.emplace(literal, std::move(prepared)).first->second;
  }

  // The same for a text that was put together; a few are kept, and those that run: a step may ask for others in between. Not to be used
  // again while it runs.
  [[nodiscard]] result<sql::statement*> use_text(const std::string& text) {
    const auto found = made_.find(text);
    if (found != made_.end()) return &found->second;
    if (made_.size() >= most_made) std::erase_if(made_, [](const auto& each) { return !each.second.is_running(); });
    PHR_TRY(auto prepared, on_.prepare(text));
    return &made_.emplace(text, std::move(prepared)).first->second;
  }
  // A statement of one's own, to be given back when it has run.
  [[nodiscard]] result<sql::statement> take(const std::string& text) {
    const auto found = made_.find(text);
    if (found == made_.end()) return on_.prepare(text);
    sql::statement taken = std::move(found->second);
    made_.erase(found);
    return taken;
  }
  void give_back(std::string text, sql::statement used) {
    used.reset();
    if (made_.size() < most_made) made_.insert_or_assign(std::move(text), std::move(used));
  }

  [[nodiscard]] const sql::connection& on() const noexcept { return on_; }
  [[nodiscard]] body_codec& bodies() noexcept { return bodies_; }
  // Memory of the last body that was expanded, kept for the next.
  [[nodiscard]] std::string& body_scratch() noexcept { return body_scratch_; }
  [[nodiscard]] std::vector<std::int64_t>& key_scratch() noexcept { return key_scratch_; }
  // Names of identities, as this moment has them: see reference_text. To be asked for inside a read.
  [[nodiscard]] std::unordered_map<std::int64_t, std::string>& names() noexcept {
    if (is_new_moment_) {
      is_new_moment_ = false;
      const std::uint32_t version = on_.data_version();
      if (version != names_version_) names_.clear();
      names_version_ = version;
    }
    return names_;
  }
  // A read transaction has begun: what others have committed since the last one may have given keys anew.
  void new_moment() noexcept { is_new_moment_ = true; }
  void forget_names() noexcept { names_.clear(); }
  // The data version whose schema was looked at last.
  [[nodiscard]] std::uint32_t& checked_version() noexcept { return checked_version_; }
  // Search parameters of the store's own that were compiled, by id: see intern/catalogue.hpp.
  [[nodiscard]] std::unordered_map<std::uint16_t, std::shared_ptr<const custom_parameter>>& customs() noexcept { return customs_; }
  [[nodiscard]] sql_hooks& hooks() noexcept { return *hooks_; }

 private:
  explicit database(sql::connection connected) : on_(std::move(connected)) {}
  std::unique_ptr<sql_hooks> hooks_ = std::make_unique<sql_hooks>();
  sql::connection on_;
  std::unordered_map<const char*, sql::statement> statements_;
  static constexpr std::size_t most_made = 64;
  std::unordered_map<std::string, sql::statement> made_;
  body_codec bodies_;
  std::string body_scratch_;
  std::vector<std::int64_t> key_scratch_;
  std::unordered_map<std::int64_t, std::string> names_;
  std::uint32_t names_version_ = 0;
  std::uint32_t checked_version_ = 0;
  bool is_new_moment_ = false;
  std::unordered_map<std::uint16_t, std::shared_ptr<const custom_parameter>> customs_;
};

}  // namespace phr::storage
