// Search parameters of a store's own.
#include "cli/program/commands/commands.hpp"

#include "cli/program/documents.hpp"
#include "cli/program/json_text.hpp"
#include "cli/program/table.hpp"
#include "cli/program/terminal.hpp"

#include <memory>

namespace phr::cli {

namespace {

struct parameter_given {
  store_options_given store;
  std::string file;
  std::string type;
  std::string code;
};

result<void> print_all(const session& me, bool as_json) {
  PHR_TRY(const auto all, me.search_parameters());
  table rows{table::names("type"), table::names("parameter"), table::names("kind"), {"expression"}};
  for (const auto& each : all) {
    if (as_json) {
      PHR_TRY(print(json_object().add("type", fhir::name(each.type)).add("code", each.code).add("kind", each.kind).add("expression", each.expression).text() + "\n"));
    }
    rows.add({std::string(fhir::name(each.type)), each.code, each.kind, each.expression});
  }
  return as_json ? success() : print(rows.text());
}

result<exit_code> add(const parameter_given& given) {
  PHR_TRY(const auto opened, open_store(given.store));
  PHR_TRY(auto me, open_session(opened, given.store));
  PHR_TRY(const auto text, read_document(given.file));
  {
    progress_bar bar("indexing");
    PHR_TRY(me.add_search_parameter(text, bar));
  }
  PHR_TRY(print_all(me, given.store.json));
  return done;
}

result<exit_code> list(const parameter_given& given) {
  PHR_TRY(const auto opened, open_store(given.store));
  PHR_TRY(const auto me, open_session(opened, given.store));
  PHR_TRY(print_all(me, given.store.json));
  return done;
}

result<exit_code> remove(const parameter_given& given) {
  const auto type = fhir::resource_type_named(given.type);
  if (!type) return error{errc::unknown_resource_type}.at("TYPE");
  PHR_TRY(const auto opened, open_store(given.store));
  PHR_TRY(auto me, open_session(opened, given.store));
  {
    progress_bar bar("indexing");
    PHR_TRY(me.remove_search_parameter(*type, given.code, bar));
  }
  PHR_TRY(print_all(me, given.store.json));
  return done;
}

}  // namespace

void add_parameter(CLI::App& program, action& run) {
  auto* command = program.add_subcommand("parameter", "Search parameters of the record's own, beside those of R4");
  command->require_subcommand(1);
  const auto given = std::make_shared<parameter_given>();
  auto* adding = command->add_subcommand("add", "Search by a SearchParameter's FHIRPath expression; the index is made anew");
  add_store_options(*adding, given->store, asker::owner);
  adding->add_option("FILE", given->file, "The SearchParameter as JSON (- for standard input)")->required();
  adding->callback([given, &run] { run = [given] { return add(*given); }; });
  auto* listing = command->add_subcommand("list", "What there is, by type");
  add_store_options(*listing, given->store, asker::owner);
  listing->callback([given, &run] { run = [given] { return list(*given); }; });
  auto* removing = command->add_subcommand("remove", "Search by it no more; the index is made anew");
  add_store_options(*removing, given->store, asker::owner);
  removing->add_option("TYPE", given->type, "The type that it is of")->required();
  removing->add_option("CODE", given->code, "Its name in a query")->required();
  removing->callback([given, &run] { run = [given] { return remove(*given); }; });
}

}  // namespace phr::cli
