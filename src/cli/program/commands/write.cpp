// Writing one resource: put, patch, delete.
#include "cli/program/commands/commands.hpp"

#include "cli/program/documents.hpp"
#include "cli/program/written.hpp"

#include <phr/fhir/json.hpp>

#include <memory>
#include <optional>

namespace phr::cli {

namespace {

struct write_given {
  store_options_given store;
  std::string which;  // Type/id or Type?criteria
  std::string file;
  std::uint32_t if_match = 0;
  std::string where;
  std::string if_none;
  bool anew = false;
};

std::optional<std::uint32_t> version_of(const write_given& given) {
  return given.if_match == 0 ? std::nullopt : std::optional(given.if_match);
}

bool is_query(const std::string& which) { return which.find('?') != std::string::npos; }

result<bool> has_id(const std::string& text) {
  fhir::json::document parsed;
  PHR_TRY(parsed.parse(text));
  return static_cast<bool>(parsed.root()["id"]);
}

result<write_report> put_text(const write_given& given, session& me, const std::string& text) {
  if (!given.if_none.empty()) return me.create_if_none(text, given.if_none);
  if (!given.where.empty()) return me.update_where(text, given.where, version_of(given));
  if (given.anew) return me.create(text);
  PHR_TRY(const bool named, has_id(text));
  // With a version to match, the text has to say of what.
  return named || given.if_match != 0 ? me.update(text, version_of(given)) : me.create(text);
}

result<exit_code> put(const write_given& given) {
  PHR_TRY(const auto opened, open_store(given.store));
  PHR_TRY(auto me, open_session(opened, given.store));
  PHR_TRY(const auto text, read_document(given.file));
  PHR_TRY(const auto written, put_text(given, me, text));
  PHR_TRY(print_written(written, given.store.json));
  return done;
}

// What is wrong with the text of a patch is no wrong command line.
result<write_report> as_input(result<write_report> patched) {
  if (patched || patched.error().code() != errc::invalid_argument) return patched;
  const error& why = patched.error();
  const error told = error{errc::invalid_value}.at(why.place());
  return why.has_ordinal() ? told.nth(why.ordinal()) : told;
}

result<exit_code> patch(const write_given& given) {
  reference_given which;
  if (!is_query(given.which)) {
    PHR_TRY(which, parse_reference(given.which));
  }
  PHR_TRY(const auto opened, open_store(given.store));
  PHR_TRY(auto me, open_session(opened, given.store));
  PHR_TRY(const auto text, read_document(given.file));
  PHR_TRY(const auto written, as_input(is_query(given.which) ? me.patch_where(given.which, text, version_of(given))
                                                             : me.patch(which.type, which.id, text, version_of(given))));
  PHR_TRY(print_written(written, given.store.json));
  return done;
}

result<exit_code> remove(const write_given& given) {
  reference_given which;
  if (!is_query(given.which)) {
    PHR_TRY(which, parse_reference(given.which));
  }
  PHR_TRY(const auto opened, open_store(given.store));
  PHR_TRY(auto me, open_session(opened, given.store));
  PHR_TRY(const auto written,
          is_query(given.which) ? me.remove_where(given.which, version_of(given)) : me.remove(which.type, which.id, version_of(given)));
  PHR_TRY(print_written(written, given.store.json));
  return done;
}

CLI::Option* add_if_match(CLI::App& to, write_given& given) {
  return to.add_option("--if-match", given.if_match, "Only where this is its version now")->check(CLI::Range(1, INT32_MAX));
}

}  // namespace

void add_put(CLI::App& program, action& run) {
  auto* command = program.add_subcommand("put", "Write one resource: under its id, or under a new one where it has none");
  const auto given = std::make_shared<write_given>();
  add_store_options(*command, given->store, asker::owner);
  command->add_option("FILE", given->file, "The resource as JSON (- for standard input)")->required();
  auto* anew = command->add_flag("--new", given->anew, "Under a new id, whatever the text says");
  auto* where = command->add_option("--where", given->where, "Update what these criteria find: 'identifier=urn:x|7'; create where they find none");
  auto* if_none = command->add_option("--if-none", given->if_none, "Create only where these criteria find none");
  auto* if_match = add_if_match(*command, *given);
  anew->excludes(where)->excludes(if_none)->excludes(if_match);
  if_none->excludes(where)->excludes(if_match);
  command->callback([given, &run] { run = [given] { return put(*given); }; });
}

void add_patch(CLI::App& program, action& run) {
  auto* command = program.add_subcommand("patch", "Change one resource by a JSON Patch or a FHIRPath Patch");
  const auto given = std::make_shared<write_given>();
  add_store_options(*command, given->store, asker::owner);
  command->add_option("RESOURCE", given->which, "Type/id, or Type?criteria that find it")->required();
  command->add_option("FILE", given->file, "The patch: a JSON Patch, or Parameters (- for standard input)")->required();
  add_if_match(*command, *given);
  command->callback([given, &run] { run = [given] { return patch(*given); }; });
}

void add_delete(CLI::App& program, action& run) {
  auto* command = program.add_subcommand("delete", "Delete one resource; its versions stay, see purge and erase");
  const auto given = std::make_shared<write_given>();
  add_store_options(*command, given->store, asker::owner);
  command->add_option("RESOURCE", given->which, "Type/id, or Type?criteria that find it")->required();
  add_if_match(*command, *given);
  command->callback([given, &run] { run = [given] { return remove(*given); }; });
}

}  // namespace phr::cli
