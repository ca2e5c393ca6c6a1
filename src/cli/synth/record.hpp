// Writes the resources of one person into a buffer: no tree, no copies.
#pragma once

#include "cli/synth/codes.hpp"
#include "cli/synth/synth.hpp"
#include "cli/synth/zone.hpp"

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

namespace phr::synth {

// What a resource is called: its type and a UUID made from the seed, or an id of its own for what persons share.
// The UUID has the shape of version 4; its bits are not secret and not random.
struct identity {
  std::string_view type;
  std::array<char, 36> uuid{};
  std::string_view stable_id;  // empty: the UUID is the id

  [[nodiscard]] std::string_view uuid_text() const noexcept { return {uuid.data(), uuid.size()}; }
  [[nodiscard]] std::string_view id() const noexcept { return stable_id.empty() ? uuid_text() : stable_id; }
};
[[nodiscard]] identity make_identity(std::string_view type, std::uint64_t key, std::string_view stable_id = {});

// A local time: a day and the second of that day.
struct moment {
  std::int64_t day = 0;
  int second = 0;
};
[[nodiscard]] constexpr moment at(std::int64_t day, int hour, int minute, int second = 0) noexcept {
  return {day, (hour * 60 + minute) * 60 + second};
}
[[nodiscard]] constexpr moment later(moment when, int seconds) noexcept {
  const int sum = when.second + seconds;
  return {when.day + sum / 86400, sum % 86400};
}

struct unit {
  std::string_view code;  // UCUM
  std::string_view text;
};

// A JSON writer with FHIR's common shapes. Members are written with the comma in front: the first two of a resource,
// resourceType and id, always stand.
// Lifetime: borrows the buffer. Threads: per-thread. Errors: none; text passed to raw() must be JSON already.
class record {
 public:
  record(std::string& out, format shape, zone where) : out_(out), shape_(shape), zone_(where) {}

  void open_document();
  void close_document();
  void begin(const identity& which);
  void end();
  [[nodiscard]] std::uint64_t resources() const noexcept { return resources_; }

  template <class... Text>
  void raw(const Text&... parts) {
    (out_.append(std::string_view(parts)), ...);
  }
  void number(std::int64_t value);
  void fixed(std::int64_t scaled, int decimals);  // 540 with 2 is 5.40
  void day(std::int64_t day);                     // 2024-03-31, bare
  void time(moment when);                         // 2024-03-31T07:30:00+02:00, bare
  void target(const identity& to);                // {"reference":"..."}
  void coding(const code& what);                  // {"system":...}
  void concept_of(const code& what);              // {"coding":[...],"text":...}

  void member(std::string_view name, std::string_view text);  // ,"name":"text"
  void member_day(std::string_view name, std::int64_t day);
  void member_time(std::string_view name, moment when);
  void member_period(std::string_view name, moment start, moment end);
  void member_target(std::string_view name, const identity& to);
  void member_concept(std::string_view name, const code& what);
  void quantity(std::int64_t scaled, int decimals, const unit& of);  // {"value":...}

 private:
  std::string& out_;
  format shape_;
  zone zone_;
  std::uint64_t resources_ = 0;
  const identity* current_ = nullptr;
  bool first_ = true;
};

}  // namespace phr::synth
