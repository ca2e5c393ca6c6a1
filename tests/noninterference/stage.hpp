// What operations are done on, and what they write down.
#pragma once

#include "noninterference/world.hpp"

#include <phr/phr.hpp>

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace phr::twins {

// The answer to one operation: everything that was given out, in order.
class answer {
 public:
  void say(std::string_view what, std::string_view text) { lines_.push_back(std::string(what) + ": " + std::string(text)); }
  void say(std::string_view what, std::uint64_t number) { say(what, std::to_string(number)); }
  void say(std::string_view what, std::int64_t number) { say(what, std::to_string(number)); }
  void fail(const error& why) { say("error", describe(why)); }
  // A name that the store gives a page or a place: its bytes are each store's own. What is a number is not sealed, and is told.
  void place(std::string_view what, std::string_view token);
  void resource(const record& of);

  [[nodiscard]] const std::vector<std::string>& lines() const noexcept { return lines_; }

 private:
  std::vector<std::string> lines_;
};

// Which listing gives a page its name.
enum class listing { search, history, everything, timeline };

struct page_name {
  listing of = listing::search;
  std::string query;
  std::string token;
};

struct stage {
  const world* of = nullptr;
  twin which = twin::without;
  session* who = nullptr;        // the principal
  session* owner = nullptr;
  session* another = nullptr;    // of another principal
  session* elsewhere = nullptr;  // the principal in another store
  moment then;                   // one that the principal took earlier
  moment as_of;                  // what reads are of: now, or `then`
  std::vector<page_name> pages;  // that the principal was given so far
  std::vector<std::string> faults;  // of a single store: nothing to compare with
};

struct operation {
  std::string kind;
  std::string text;  // for people
  std::function<void(stage&, answer&)> run;
};

}  // namespace phr::twins
