#include "cli/program/hits_output.hpp"

#include "cli/program/store_access.hpp"
#include "cli/program/table.hpp"

#include <phr/core/date_time.hpp>
#include <phr/interactions/searchset.hpp>

#include <fmt/format.h>

#include <cstdio>

namespace phr::cli {

namespace {

// "Type/id"; of a contained one that of what contains it, and its name there: "MedicationRequest/m#drug".
std::string reference(const hit& found) {
  if (!found.container().empty()) return found.container() + "#" + found.id();
  return std::string(fhir::name(found.type())) + "/" + found.id();
}

// The JSON of each, in order. Errors: also those of `take_one`.
template <class Take>
result<void> take_each(const hits& found, Take&& take_one) {
  result<void> written = success();
  const auto sink = [&](std::string_view json) {
    written = take_one(json);
    return static_cast<bool>(written);
  };
  const auto read = found.each(sink);
  return written ? read : written;
}

result<void> print_bundle(const hits& found, std::string_view url) {
  result<void> written = success();
  const auto put = [&](std::string_view piece) {
    written = print(piece);
    return static_cast<bool>(written);
  };
  const auto read = write_searchset(found, url, put);
  PHR_TRY(written);
  PHR_TRY(read);
  return print("\n");
}

result<void> print_lines(const hits& found, bool ids) {
  if (ids) {
    for (const auto each : found) PHR_TRY(print(reference(each) + "\n"));
  } else {
    PHR_TRY(take_each(found, [](std::string_view json) { return print(std::string(json) + "\n"); }));
  }
  // Lines are for other programs, so this is said aside: a part is not to be taken for the whole.
  if (!found.next_page().empty()) std::fprintf(stderr, "phr: there are more: --page %s\n", found.next_page().c_str());
  return success();
}

// A time in UTC, as in every table; a date, or a part of one, as it is written.
std::string when_text(const std::string& written) {
  const auto read = parse_date_time(written);
  if (!read || !read.value().has_time()) return written.substr(0, 16);
  return minute_text(read.value().as_interval().low);
}

result<void> print_table(const hits& found) {
  table rows{table::names("when (UTC)"), {"what"}, {"value"}, table::names("resource")};
  std::size_t nth = 0;
  PHR_TRY(take_each(found, [&](std::string_view json) -> result<void> {
    PHR_TRY(const auto few, summarize(json));
    const hit each = found[nth++];
    rows.add({when_text(few.when), few.title, few.value, reference(each) + (each.is_included() ? " (included)" : "")});
    return success();
  }));
  if (found.empty() && found.total()) return print(fmt::format("{} in all\n", *found.total()));
  if (!found.empty()) PHR_TRY(print(rows.text()));
  std::string last = fmt::format("{} found", found.matched());
  if (found.size() != found.matched()) last += fmt::format(", {} included", found.size() - found.matched());
  if (found.total()) last += fmt::format(", {} in all", *found.total());
  if (!found.next_page().empty()) last += "; there are more: --page " + found.next_page();
  return print(last + "\n");
}

}  // namespace

void add_hits_options(CLI::App& to, hits_style& style) {
  to.add_flag("--ids", style.ids, "Write one Type/id on a line");
  to.add_flag("--ndjson", style.ndjson, "Write one resource on a line; --json writes a searchset Bundle");
}

result<void> print_hits(const hits& found, const hits_style& style, std::string_view url) {
  if (style.json) return print_bundle(found, url);
  if (style.ids || style.ndjson) return print_lines(found, style.ids);
  return print_table(found);
}

}  // namespace phr::cli
