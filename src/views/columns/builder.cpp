#include "views/columns/builder.hpp"

namespace phr::views {

namespace {

void put_bit(std::vector<std::uint8_t>& bits, std::size_t at, bool on) {
  if (at % 8 == 0) bits.push_back(0);
  if (on) bits[at / 8] = static_cast<std::uint8_t>(bits[at / 8] | 1U << (at % 8));
}

}  // namespace

void validity::append_bit(bool valid) {
  if (bits_.empty()) bits_.assign(size_ / 8 + (size_ % 8 == 0 ? 0 : 1), 0xFF);
  if (size_ % 8 != 0 && nulls_ == 0) bits_.back() = static_cast<std::uint8_t>((1U << (size_ % 8)) - 1U);
  put_bit(bits_, size_, valid);
  ++size_;
  nulls_ += valid ? 0 : 1;
}

void validity::shrink(std::size_t size) noexcept {
  for (; size_ > size; --size_) {
    if (bits_.empty()) continue;
    const std::size_t last = size_ - 1;
    if ((bits_[last / 8] >> (last % 8) & 1U) == 0) --nulls_;
    bits_[last / 8] = static_cast<std::uint8_t>(bits_[last / 8] & ~(1U << (last % 8)));
    if (last % 8 == 0) bits_.pop_back();
  }
  if (nulls_ == 0) bits_.clear();
}

column_builder::column_builder(column_kind kind, bool list) : kind_(kind), list_(list) {
  if (list_) offsets_.push_back(0);
  if (is_text()) text_offsets_.push_back(0);
}

void column_builder::reserve_as(const column_builder& other) {
  const auto with_some_more = [](std::size_t size) { return size + size / 16; };
  offsets_.reserve(with_some_more(other.offsets_.size()));
  text_offsets_.reserve(with_some_more(other.text_offsets_.size()));
  text_.reserve(with_some_more(other.text_.size()));
  values_.reserve(with_some_more(other.values_.size()));
}

void column_builder::append_null() {
  if (is_text()) {
    text_offsets_.push_back(text_offsets_.back());
  } else if (kind_ == column_kind::boolean) {
    put_bit(values_, valid_.size(), false);
  } else {
    values_.resize(values_.size() + width());
  }
  valid_.append(false);
}

void column_builder::append_text(std::string_view text) {
  text_.insert(text_.end(), text.begin(), text.end());
  text_offsets_.push_back(static_cast<std::int32_t>(text_.size()));
  valid_.append(true);
}

void column_builder::append_flag(bool flag) {
  put_bit(values_, valid_.size(), flag);
  valid_.append(true);
}

void column_builder::append_integer(std::int64_t number) { width() == 4 ? put(static_cast<std::int32_t>(number)) : put(number); }

void column_builder::append_number(double number) { put(number); }

void column_builder::end_row(bool valid) {
  list_valid_.append(valid);
  offsets_.push_back(static_cast<std::int32_t>(valid_.size()));
}

void column_builder::shrink(std::size_t rows) noexcept {
  if (list_) {
    list_valid_.shrink(rows);
    offsets_.resize(list_valid_.size() + 1);
  }
  const std::size_t items = list_ ? static_cast<std::size_t>(offsets_.back()) : rows;
  if (items >= valid_.size()) return;
  if (is_text()) {
    text_offsets_.resize(items + 1);
    text_.resize(static_cast<std::size_t>(text_offsets_.back()));
  } else if (kind_ == column_kind::boolean) {
    values_.resize((items + 7) / 8);
    if (items % 8 != 0) values_.back() = static_cast<std::uint8_t>(values_.back() & ((1U << (items % 8)) - 1U));
  } else {
    values_.resize(items * width());
  }
  valid_.shrink(items);
}

column_view column_builder::view() const noexcept {
  column_view made;
  made.kind = kind_;
  made.list = list_;
  made.size = rows();
  made.nulls = list_ ? list_valid_.nulls() : valid_.nulls();
  made.items = valid_.size();
  made.valid = valid_.bits();
  made.offsets = offsets_;
  made.list_valid = list_valid_.bits();
  made.text_offsets = text_offsets_;
  made.text = text_;
  made.values = values_;
  return made;
}

}  // namespace phr::views
