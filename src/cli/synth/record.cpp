#include "cli/synth/record.hpp"

#include "cli/synth/random.hpp"

#include <phr/core/date_time.hpp>

namespace phr::synth {

namespace {

void two_digits(char* out, int value) {
  out[0] = static_cast<char>('0' + value / 10);
  out[1] = static_cast<char>('0' + value % 10);
}

void write_day(char* out, std::int64_t day) {
  const civil_date date = civil_from_days(day);
  two_digits(out, static_cast<int>(date.year / 100));
  two_digits(out + 2, static_cast<int>(date.year % 100));
  out[4] = '-';
  two_digits(out + 5, date.month);
  out[7] = '-';
  two_digits(out + 8, date.day);
}

}  // namespace

identity make_identity(std::string_view type, std::uint64_t key, std::string_view stable_id) {
  constexpr std::string_view digits = "0123456789abcdef";
  const std::uint64_t high = (mix(key, 101) & ~std::uint64_t{0xf000}) | 0x4000U;
  const std::uint64_t low = (mix(key, 102) >> 2U) | (std::uint64_t{1} << 63U);
  identity made{type, {}, stable_id};
  std::size_t at = 0;
  for (int nibble = 0; nibble < 32; ++nibble) {
    if (nibble == 8 || nibble == 12 || nibble == 16 || nibble == 20) made.uuid[at++] = '-';
    const std::uint64_t half = nibble < 16 ? high : low;
    made.uuid[at++] = digits[(half >> (60U - 4U * (static_cast<unsigned>(nibble) & 15U))) & 15U];
  }
  return made;
}

void record::open_document() {
  if (shape_ == format::bundle) raw(R"({"resourceType":"Bundle","type":"transaction","entry":[)");
}

void record::close_document() {
  if (shape_ == format::bundle) raw("]}");
}

void record::begin(const identity& which) {
  if (shape_ == format::bundle) {
    raw(first_ ? "" : ",", R"({"fullUrl":"urn:uuid:)", which.uuid_text(), R"(","resource":)");
  }
  raw(R"({"resourceType":")", which.type, R"(","id":")", which.id(), "\"");
  first_ = false;
  current_ = &which;
  ++resources_;
}

void record::end() {
  if (shape_ == format::ndjson) {
    raw("}\n");
  } else if (current_->stable_id.empty()) {
    raw(R"(},"request":{"method":"POST","url":")", current_->type, "\"}}");
  } else {
    raw(R"(},"request":{"method":"PUT","url":")", current_->type, "/", current_->stable_id, "\"}}");
  }
}

void record::number(std::int64_t value) { fixed(value, 0); }

void record::fixed(std::int64_t scaled, int decimals) {
  std::array<char, 24> text;
  std::size_t at = text.size();
  std::uint64_t rest = scaled < 0 ? 0U - static_cast<std::uint64_t>(scaled) : static_cast<std::uint64_t>(scaled);
  for (int written = 0; rest != 0 || written <= decimals; ++written) {
    if (written == decimals && decimals != 0) text[--at] = '.';
    text[--at] = static_cast<char>('0' + rest % 10);
    rest /= 10;
  }
  if (scaled < 0) text[--at] = '-';
  out_.append(text.data() + at, text.size() - at);
}

void record::day(std::int64_t day) {
  std::array<char, 10> text;
  write_day(text.data(), day);
  out_.append(text.data(), text.size());
}

void record::time(moment when) {
  std::array<char, 25> text;
  write_day(text.data(), when.day);
  text[10] = 'T';
  two_digits(text.data() + 11, when.second / 3600);
  text[13] = ':';
  two_digits(text.data() + 14, when.second / 60 % 60);
  text[16] = ':';
  two_digits(text.data() + 17, when.second % 60);
  const int offset = offset_minutes(zone_, when.day, when.second / 60);
  const int size = offset < 0 ? -offset : offset;
  text[19] = offset < 0 ? '-' : '+';
  two_digits(text.data() + 20, size / 60);
  text[22] = ':';
  two_digits(text.data() + 23, size % 60);
  out_.append(text.data(), text.size());
}

void record::target(const identity& to) {
  if (shape_ == format::bundle) {
    raw(R"({"reference":"urn:uuid:)", to.uuid_text(), "\"}");
  } else {
    raw(R"({"reference":")", to.type, "/", to.id(), "\"}");
  }
}

void record::coding(const code& what) {
  raw(R"({"system":")", what.system, R"(","code":")", what.value);
  if (!what.display.empty()) raw(R"(","display":")", what.display);
  raw("\"}");
}

void record::concept_of(const code& what) {
  raw(R"({"coding":[)");
  coding(what);
  if (!what.display.empty()) raw(R"(],"text":")", what.display, "\"}");
  else raw("]}");
}

void record::member(std::string_view name, std::string_view text) { raw(",\"", name, "\":\"", text, "\""); }

void record::member_day(std::string_view name, std::int64_t when) {
  raw(",\"", name, "\":\"");
  day(when);
  raw("\"");
}

void record::member_time(std::string_view name, moment when) {
  raw(",\"", name, "\":\"");
  time(when);
  raw("\"");
}

void record::member_period(std::string_view name, moment start, moment end) {
  raw(",\"", name, R"(":{"start":")");
  time(start);
  raw(R"(","end":")");
  time(end);
  raw("\"}");
}

void record::member_target(std::string_view name, const identity& to) {
  raw(",\"", name, "\":");
  target(to);
}

void record::member_concept(std::string_view name, const code& what) {
  raw(",\"", name, "\":");
  concept_of(what);
}

void record::quantity(std::int64_t scaled, int decimals, const unit& of) {
  raw(R"({"value":)");
  fixed(scaled, decimals);
  raw(R"(,"unit":")", of.text, R"(","system":")", ucum, R"(","code":")", of.code, "\"}");
}

}  // namespace phr::synth
