#include "cli/program/inputs/import_bar.hpp"

#include "core/platform/clock.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace phr::cli {

namespace {

constexpr std::int64_t between_drawings = 100;
constexpr std::int64_t before_rates = 1'000;  // nothing is foretold of less

// "512 B", "9.5 MB", "29 MB": powers of a thousand, as files are told.
std::string bytes_text(double bytes) {
  constexpr const char* units[] = {"B", "kB", "MB", "GB", "TB"};
  std::size_t unit = 0;
  for (; bytes >= 1'000 && unit < 4; ++unit) bytes /= 1'000;
  return unit > 0 && bytes < 10 ? fmt::format("{:.1f} {}", bytes, units[unit]) : fmt::format("{:.0f} {}", bytes, units[unit]);
}

std::string time_text(std::int64_t seconds) {
  return seconds < 3'600 ? fmt::format("{}:{:02}", seconds / 60, seconds % 60) : fmt::format("{}:{:02}:{:02}", seconds / 3'600, seconds / 60 % 60, seconds % 60);
}

}  // namespace

std::string import_line(const import_state& at, std::size_t columns) {
  std::string line = "importing";
  if (at.bytes != 0) {
    constexpr std::uint64_t wide = 20;
    const std::uint64_t done = std::min(at.done, at.bytes);
    line += fmt::format(" [{:<20}] {:>3} %", std::string(static_cast<std::size_t>(done * wide / at.bytes), '#'), done * 100 / at.bytes);
  }
  const auto add = [&](const std::string& part) {
    if (width(line) + 2 + width(part) < columns) line += "  " + part;
  };
  const bool foretells = at.milliseconds >= before_rates && at.done > 0;
  const double rate = foretells ? static_cast<double>(at.done) * 1'000 / static_cast<double>(at.milliseconds) : 0;
  if (at.files > 1) add(fmt::format("{} of {} files", at.file, at.files));
  add(at.bytes == 0 ? bytes_text(static_cast<double>(at.done)) : bytes_text(static_cast<double>(at.done)) + " of " + bytes_text(static_cast<double>(at.bytes)));
  if (foretells) add(bytes_text(rate) + "/s");
  if (foretells && at.bytes > at.done) add(time_text(static_cast<std::int64_t>(static_cast<double>(at.bytes - at.done) / rate)) + " left");
  return line;
}

import_bar::import_bar(std::size_t files, std::uint64_t bytes) : files_(files), bytes_(bytes), begun_(platform::steady_milliseconds()) {}

import_bar::~import_bar() { clear(); }

void import_bar::clear() {
  if (std::exchange(drawn_, false)) fmt::print(stderr, "\r\x1b[K");
}

void import_bar::next_file(std::uint64_t bytes) {
  before_ += std::exchange(file_, bytes);
  bytes_read_ = nullptr;
  ++nth_;
}

bool import_bar::operator()(const progress_step& step) {
  if (watch_.interrupted()) return false;
  if (!is_terminal(standard_stream::error)) return true;
  const std::int64_t now = platform::steady_milliseconds();
  if (now < next_) return true;
  next_ = now + between_drawings;
  drawn_ = true;
  std::uint64_t here = step.done;
  if (bytes_read_) {
    here = bytes_read_();
  } else if (std::string_view(step.unit.data()) != "bytes") {  // a part of what it counts is that part of the file
    here = step.total == 0 ? 0 : static_cast<std::uint64_t>(static_cast<double>(file_) * static_cast<double>(step.done) / static_cast<double>(step.total));
  }
  const std::size_t columns = platform::terminal_columns();
  fmt::print(stderr, "\r{}\x1b[K", import_line({nth_, files_, before_ + here, bytes_, now - begun_}, columns == 0 ? 80 : columns));
  return true;
}

}  // namespace phr::cli
