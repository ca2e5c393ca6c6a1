// Doing what a Bundle asks for.
#include "cli/program/commands/commands.hpp"

#include "cli/program/documents.hpp"
#include "cli/program/table.hpp"
#include "cli/program/terminal.hpp"

#include <phr/fhir/json.hpp>

#include <memory>

namespace phr::cli {

namespace {

namespace json = fhir::json;

struct bundle_given {
  store_options_given store;
  std::string file;
};

std::string text_of(const json::value& of) {
  std::string scratch;
  return std::string(of.text(scratch));
}

// What there is to say of an entry's answer: where it is now, why it was refused, or what was read.
std::string told(const json::value& entry) {
  const json::value response = entry["response"];
  if (const auto why = response["outcome"]["issue"].at(0)["diagnostics"]) return text_of(why);
  if (const auto location = response["location"]) return text_of(location);
  const json::value resource = entry["resource"];
  if (!resource) return {};
  const std::string type = text_of(resource["resourceType"]);
  if (type == "Bundle") return type + " of " + std::to_string(resource["entry"].size());
  return type + "/" + text_of(resource["id"]);
}

result<exit_code> bundle(const bundle_given& given) {
  PHR_TRY(const auto opened, open_store(given.store));
  PHR_TRY(auto me, open_session(opened, given.store));
  PHR_TRY(const auto text, read_document(given.file));
  const auto answer = [&] {
    progress_bar bar("executing");
    return me.execute(text, bar);
  }();
  if (!answer) return answer.as_failure();
  json::document parsed;
  PHR_TRY(parsed.parse(answer.value()));
  table rows{{"entry", table::side::right}, {"status"}, {"what"}};
  bool refused = false;
  std::size_t nth = 0;
  for (const json::value& entry : parsed.root()["entry"].elements()) {
    const std::string status = text_of(entry["response"]["status"]);
    refused = refused || status.starts_with('4') || status.starts_with('5');
    rows.add({std::to_string(nth++), status, told(entry)});
  }
  PHR_TRY(print(given.store.json ? answer.value() + "\n" : rows.text()));
  return refused ? refused_in_part : done;
}

}  // namespace

void add_bundle(CLI::App& program, action& run) {
  auto* command = program.add_subcommand("bundle", "Do what a transaction or batch Bundle asks for, and print the answers");
  const auto given = std::make_shared<bundle_given>();
  add_store_options(*command, given->store, asker::anybody);
  command->add_option("FILE", given->file, "The Bundle as JSON (- for standard input); --json prints the Bundle of the answers")->required();
  command->callback([given, &run] { run = [given] { return bundle(*given); }; });
}

}  // namespace phr::cli
