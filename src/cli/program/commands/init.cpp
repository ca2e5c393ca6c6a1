#include "cli/program/commands/commands.hpp"

#include "cli/program/json_text.hpp"
#include "cli/program/terminal.hpp"
#include "core/platform/file.hpp"

#include <phr/crypto/recovery_code.hpp>

#include <memory>

namespace phr::cli {

namespace {

struct init_options {
  store_options_given store;
  bool recovery = false;
  std::uint32_t page_bytes = 8192;
};

result<exit_code> init(const init_options& given) {
  const auto there = platform::look_up(given.store.path, "the store");
  if (there && there.value().kind != platform::name_kind::nothing) return error{errc::already_exists}.at("the store");
  PHR_TRY(auto made, open_store(given.store, {.create = true, .page_bytes = given.page_bytes}));
  json_object out;
  out.add("store", given.store.path);
  if (given.recovery) {
    PHR_TRY(const auto code, crypto::recovery_code::generate());
    PHR_TRY(made.add_recovery_code(code));
    PHR_TRY(const auto text, code.text());
    const std::string_view printed(reinterpret_cast<const char*>(text.view().data()), text.size());
    out.add("recoveryCode", printed);
    if (!given.store.json) {
      PHR_TRY(print("Recovery code, shown this once; print it and keep it apart from the file:\n  "));
      PHR_TRY(print(printed));
      PHR_TRY(print("\n"));
    }
  }
  PHR_TRY(made.close());
  PHR_TRY(print(given.store.json ? out.text() + "\n" : shown(given.store.path) + " is ready: encrypted, empty.\n"));
  return done;
}

}  // namespace

void add_init(CLI::App& program, action& run) {
  auto* command = program.add_subcommand("init", "Make a new, empty, encrypted record");
  const auto given = std::make_shared<init_options>();
  add_store_options(*command, given->store, asker::none);
  command->add_flag("--recovery-code", given->recovery, "Also add a recovery code, and print it once");
  command->add_option("--page-bytes", given->page_bytes, "Bytes of a database page")->check(CLI::IsMember({4096, 8192, 16384}))->capture_default_str();
  command->callback([given, &run] { run = [given] { return init(*given); }; });
}

}  // namespace phr::cli
