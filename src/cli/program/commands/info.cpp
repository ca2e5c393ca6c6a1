#include "cli/program/commands/commands.hpp"

#include "cli/program/json_text.hpp"
#include "cli/program/table.hpp"

#include <fmt/format.h>

#include <memory>

namespace phr::cli {

namespace {

const char* text_of(crypto::slot_kind kind) {
  switch (kind) {
    case crypto::slot_kind::empty: return "empty";
    case crypto::slot_kind::passphrase: return "passphrase";
    case crypto::slot_kind::host_key: return "host key";
    case crypto::slot_kind::recovery_code: return "recovery code";
    case crypto::slot_kind::unknown: return "unknown";
  }
  return "unknown";
}

result<void> print_json(const store_info& about) {
  json_array slots;
  for (const auto kind : about.slots) slots.raw(quoted(text_of(kind)));
  json_object counts;
  for (const auto& each : about.counts) counts.add(fhir::name(each.type), each.count);
  return print(json_object()
                   .add("fileBytes", about.file_bytes)
                   .add("pageBytes", about.page_bytes)
                   .add("formatVersion", static_cast<std::uint32_t>(about.format_version))
                   .add("fullText", about.full_text)
                   .raw("slots", slots.text())
                   .raw("counts", counts.text())
                   .text() +
               "\n");
}

result<void> print_table(const store_info& about) {
  std::string slots;
  for (const auto kind : about.slots) {
    if (kind == crypto::slot_kind::empty) continue;
    slots += slots.empty() ? "" : ", ";
    slots += text_of(kind);
  }
  PHR_TRY(print(fmt::format("file     {:.1f} MB, format {}, pages of {} bytes{}\nopens by {}\n", static_cast<double>(about.file_bytes) / 1e6,
                            about.format_version, about.page_bytes, about.full_text ? ", all words indexed" : "", slots)));
  table rows{table::names("type"), {"resources", table::side::right}};
  std::uint64_t total = 0;
  for (const auto& each : about.counts) {
    total += each.count;
    rows.add({std::string(fhir::name(each.type)), std::to_string(each.count)});
  }
  rows.add({"total", std::to_string(total)});
  return print(rows.text());
}

result<exit_code> info(const store_options_given& given) {
  PHR_TRY(const auto opened, open_store(given));
  PHR_TRY(const auto about, opened.info());
  PHR_TRY(given.json ? print_json(about) : print_table(about));
  return done;
}

}  // namespace

void add_info(CLI::App& program, action& run) {
  auto* command = program.add_subcommand("info", "Size, format, key slots and counts");
  const auto given = std::make_shared<store_options_given>();
  add_store_options(*command, *given, asker::none);
  command->callback([given, &run] { run = [given] { return info(*given); }; });
}

}  // namespace phr::cli
