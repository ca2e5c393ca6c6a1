// A record as the writes that make it, for three twins: without what is hidden, with it, and with other hidden things in its place.
#pragma once

#include "noninterference/policy.hpp"

#include <array>
#include <cstdint>
#include <set>
#include <string>
#include <vector>

namespace phr::twins {

enum class twin : int { without = 0, with = 1, other = 2 };
inline constexpr std::array all_twins{twin::without, twin::with, twin::other};
inline constexpr std::array<const char*, 3> twin_names{"without", "with", "other"};

enum class verb { put, remove, purge, purge_history, erase };

struct act {
  verb what = verb::put;
  std::string type;
  std::string id;
  std::array<bool, 3> in{true, true, true};
  std::array<std::string, 3> json;  // of a put
  bool hidden = false;
  std::int64_t now = 0;
  arrival by = arrival::written;  // of a Consent
  std::uint32_t chunk = 0;  // acts of one chunk are one transaction; 0 is alone

  [[nodiscard]] bool is_in(twin which) const { return in[static_cast<std::size_t>(which)]; }
  [[nodiscard]] const std::string& text(twin which) const { return json[static_cast<std::size_t>(which)]; }
};

struct name {
  std::string type;
  std::string id;
  bool hidden = false;
};

// What is done to the store beside the writes.
struct setting {
  bool words_before = false;  // the index of all words, made before the writes or after
  bool words_after = false;
  bool parameters = false;  // of the store's own
  bool reindexed = false;
  bool reopened = false;
  bool large = false;
};

inline constexpr std::int64_t script_now = 1'700'000'000'000'000;  // 2023-11-14T22:13:20Z

struct world {
  explicit world(policy made) : rules(std::move(made)) {}
  policy rules;
  twins::setting setting;
  twins::roster roster;
  std::vector<name> names;
  std::vector<act> acts;
  std::vector<act> later;  // done between the operations of the script
};

struct world_options {
  std::set<std::string> skipped = {};  // types that are never among the hidden ones; "moved": no hidden earlier versions
  bool hidden_last = false;            // what is hidden is written last: for what differs though no order and no number is shifted
};

[[nodiscard]] world make_world(dice by, const world_options& how);

// One record more for all that the principal may see; false where there is none to be seen.
[[nodiscard]] bool add_visible(dice by, world& to);

}  // namespace phr::twins
