// What a search finds, gone through in portions.
#pragma once

#include <phr/interactions/hits.hpp>

#include <optional>

namespace phr {

// All hits of a search, of any number in little memory, all as of one moment: the first ones are there at once, and the portions grow. What is
// included follows the matches of its portion, and comes once. Where the text has a _count, or the options do, the hits are those of that page alone.
// Lifetime: holds a connection until it ends; ends before the store is closed. It goes on after its session has ended, by the time that was the
// session's last. Threads: those of its session, and for one at a time. Errors: those of the search, after which it has ended; each portion is
// decided by the consents of its time, and leaves a row in the trail.
class cursor {
 public:
  struct state;  // of the implementation
  explicit cursor(owned<state> made) noexcept;
  cursor(cursor&&) noexcept;
  cursor& operator=(cursor&&) noexcept;
  // One that goes on from the same place by itself.
  cursor(const cursor& other);
  cursor& operator=(const cursor& other);
  ~cursor();

  // The next hit, which lives until the next call; nullopt at the end. `watch` is told as search_options::watch is.
  [[nodiscard]] result<std::optional<hit>> next(const progress& watch = {});
  // What is left of the portion at hand, or the next portion: hits of their own. The first is given also where there is none; nullopt at the end.
  [[nodiscard]] result<std::optional<hits>> portion(const progress& watch = {});
  // The JSON of all that is left, in order; gives how many there were. Errors: those of hit::json(); cancelled, with how many the sink had taken in `nth`.
  [[nodiscard]] result<std::uint64_t> each(const resource_sink& sink, const progress& watch = {});

  // Whether it is known that there are no more: true after the last portion.
  [[nodiscard]] bool at_end() const noexcept;
  // As those of hits. The page behind the last hit, where there is a _count; else "".
  [[nodiscard]] std::optional<std::uint64_t> total() const noexcept;
  [[nodiscard]] const std::string& next_page() const noexcept;
  [[nodiscard]] const std::vector<std::uint64_t>& ignored() const noexcept;
  [[nodiscard]] moment as_of() const;

 private:
  owned<state> state_;
};

}  // namespace phr
