#include "store/sql/functions.hpp"

#include "store/body/codec.hpp"
#include "store/body/reference_list.hpp"

#include <sqlite3.h>

#include <algorithm>
#include <cmath>
#include <memory>
#include <numbers>

namespace phr::storage {

namespace {

sql_hooks& hooks_of(sqlite3_context* call) noexcept { return *static_cast<sql_hooks*>(sqlite3_user_data(call)); }

void fail(sqlite3_context* call, const error& problem) {
  hooks_of(call).problem = problem;
  sqlite3_result_error_code(call, SQLITE_ABORT);
}

void visible(sqlite3_context* call, int, sqlite3_value** values) {
  const auto& decide = hooks_of(call).visible;
  if (!decide) return sqlite3_result_int(call, 1);
  const auto decided = decide(sqlite3_value_int64(values[0]));
  if (!decided) return fail(call, decided.error());
  sqlite3_result_int(call, decided.value() ? 1 : 0);
}

void token(sqlite3_context* call, int, sqlite3_value** values) {
  const auto& read = hooks_of(call).token;
  if (!read) return sqlite3_result_null(call);
  const auto* const ids = reinterpret_cast<const char*>(sqlite3_value_text(values[1]));
  const auto found = read(sqlite3_value_int64(values[0]), ids == nullptr ? "" : ids, sqlite3_value_int(values[2]) != 0,
                          sqlite3_value_int(values[3]) != 0);
  if (!found) return fail(call, found.error());
  if (!found.value()) return sqlite3_result_null(call);
  sqlite3_result_text64(call, found.value()->data(), found.value()->size(), SQLITE_TRANSIENT, SQLITE_UTF8);
}

std::string_view text_at(sqlite3_value* value) {
  const auto* const text = reinterpret_cast<const char*>(sqlite3_value_text(value));
  return text == nullptr ? std::string_view{} : std::string_view(text, static_cast<std::size_t>(sqlite3_value_bytes(value)));
}

// The third value, read once for a statement: it is the same for all rows.
template <class Look>
void look_for_lines(sqlite3_context* call, sqlite3_value** values, const Look& look) {
  constexpr int third = 2;
  const auto* kept = static_cast<const text_list*>(sqlite3_get_auxdata(call, third));
  std::unique_ptr<text_list> read;
  if (kept == nullptr) {
    read = std::make_unique<text_list>(text_at(values[third]));
    kept = read.get();
  }
  const auto has = look(*kept);
  if (read) sqlite3_set_auxdata(call, third, read.release(), [](void* list) { delete static_cast<text_list*>(list); });
  if (!has) return fail(call, has.error());
  sqlite3_result_int(call, has.value() ? 1 : 0);
}

void words(sqlite3_context* call, int, sqlite3_value** values) {
  const auto& look = hooks_of(call).words;
  if (!look) return sqlite3_result_int(call, 0);
  look_for_lines(call, values, [&](const text_list& lines) { return look(sqlite3_value_int64(values[0]), sqlite3_value_int(values[1]) != 0, lines); });
}

void label(sqlite3_context* call, int, sqlite3_value** values) {
  const auto& look = hooks_of(call).label;
  if (!look) return sqlite3_result_int(call, 0);
  look_for_lines(call, values, [&](const text_list& lines) { return look(sqlite3_value_int64(values[0]), text_at(values[1]), lines); });
}

void refs(sqlite3_context* call, int, sqlite3_value** values) {
  std::string text = "[";
  if (sqlite3_value_int64(values[0]) == packed_dictionary) {
    bytes_view body(static_cast<const std::uint8_t*>(sqlite3_value_blob(values[1])), static_cast<std::size_t>(sqlite3_value_bytes(values[1])));
    std::vector<std::int64_t> keys;
    if (!take_reference_list(body, keys)) return fail(call, error{errc::damaged_page}.at("the body of a record"));
    for (const std::int64_t key : keys) {
      if (text.size() > 1) text += ',';
      text += std::to_string(key);
    }
  }
  text += ']';
  sqlite3_result_text64(call, text.data(), text.size(), SQLITE_TRANSIENT, SQLITE_UTF8);
}

void distance(sqlite3_context* call, int, sqlite3_value** values) {
  const auto radians = [&](int nth) { return sqlite3_value_double(values[nth]) * std::numbers::pi / 180; };
  const double a = radians(0);
  const double b = radians(2);
  const double north = std::sin((b - a) / 2);
  const double east = std::sin((radians(3) - radians(1)) / 2);
  const double half = north * north + std::cos(a) * std::cos(b) * east * east;  // the haversine formula
  sqlite3_result_double(call, 2 * 6'371'000 * std::asin(std::min(1.0, std::sqrt(half))));
}

}  // namespace

result<void> add_functions(const sql::connection& to, sql_hooks& hooks) {
  constexpr int plain = SQLITE_UTF8 | SQLITE_DIRECTONLY;
  const int made[] = {
      sqlite3_create_function_v2(to.handle(), "phr_visible", 1, plain, &hooks, visible, nullptr, nullptr, nullptr),
      sqlite3_create_function_v2(to.handle(), "phr_token", 4, plain, &hooks, token, nullptr, nullptr, nullptr),
      sqlite3_create_function_v2(to.handle(), "phr_words", 3, plain, &hooks, words, nullptr, nullptr, nullptr),
      sqlite3_create_function_v2(to.handle(), "phr_label", 3, plain, &hooks, label, nullptr, nullptr, nullptr),
      sqlite3_create_function_v2(to.handle(), "phr_refs", 2, plain | SQLITE_DETERMINISTIC, &hooks, refs, nullptr, nullptr, nullptr),
      sqlite3_create_function_v2(to.handle(), "phr_distance", 4, plain | SQLITE_DETERMINISTIC, &hooks, distance, nullptr, nullptr, nullptr)};
  for (const int status : made) {
    if (status != SQLITE_OK) return sql::failure(status, "starting SQLite");
  }
  return success();
}

}  // namespace phr::storage
