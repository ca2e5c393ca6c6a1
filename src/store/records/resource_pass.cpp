#include "store/records/resource_pass.hpp"

#include "store/body/reference_list.hpp"
#include "store/intern/interner.hpp"
#include "store/sql/access.hpp"

#include <algorithm>
#include <numeric>

namespace phr::storage {

namespace {

// Up to here it is cheaper to step over rows than to search from the root.
constexpr std::int64_t near = 12;

}  // namespace

result<bool> resource_pass::cursor::seek(std::int64_t key) {
  if (is_over) return false;
  if (!is_open || key > at + near) {
    rows.reset();
    rows.bind(1, key);
    is_open = true;
    at = INT64_MIN;
  }
  while (at < key) {
    PHR_TRY(const bool more, rows.step());
    is_over = !more;
    if (is_over) return false;
    at = rows.integer(0);
  }
  return at == key;
}

resource_pass::resource_pass(const snapshot& at, std::span<const std::int64_t> keys) : in_(&sql_of(at)), keys_(keys) {
  if (std::is_sorted(keys.begin(), keys.end())) return;
  order_.resize(keys.size());
  std::iota(order_.begin(), order_.end(), std::size_t{0});
  std::sort(order_.begin(), order_.end(), [&](std::size_t a, std::size_t b) { return keys[a] < keys[b]; });
}

result<resource_pass> resource_pass::over(const snapshot& at, std::span<const std::int64_t> keys) {
  resource_pass made(at, keys);
  PHR_TRY(made.bodies_.rows, sql_of(at).on().prepare("SELECT key, version, updated, dictionary, body FROM resource WHERE key >= ?1 ORDER BY key"));
  PHR_TRY(made.names_.rows, sql_of(at).on().prepare("SELECT key, type, id FROM identity WHERE key >= ?1 ORDER BY key"));
  return made;
}

result<bool> resource_pass::next() {
  while (next_ < keys_.size()) {
    ++next_;
    const std::int64_t key = keys_[nth()];
    PHR_TRY(const bool is_there, bodies_.seek(key));
    if (!is_there) continue;
    PHR_TRY(const bool is_named, names_.seek(key));
    if (!is_named) return error{errc::damaged_page}.at("the name of a record");
    return true;
  }
  return false;
}

std::string resource_pass::id() const { return id_text(names_.rows, 2); }

result<void> resource_pass::references(std::vector<std::int64_t>& into) const {
  into.clear();
  if (bodies_.rows.integer(3) != packed_dictionary) return success();
  bytes_view body = bodies_.rows.bytes(4);
  if (!take_reference_list(body, into)) return error{errc::damaged_page}.at("the body of a record");
  return success();
}

result<void> resource_pass::append_json(std::string& out) { return append(out, references_as::text); }

result<void> resource_pass::append_outline(std::string& out) { return append(out, references_as::nothing); }

result<void> resource_pass::append(std::string& out, references_as as) {
  if (instant_ != updated()) {
    instant_ = updated();
    instant_text_ = instant_text(instant_);
  }
  id_.clear();
  append_id(id_, names_.rows, 2);
  return append_resource(*in_, {type(), id_, version(), instant_text_}, bodies_.rows.bytes(4), bodies_.rows.integer(3), out, as);
}

}  // namespace phr::storage
