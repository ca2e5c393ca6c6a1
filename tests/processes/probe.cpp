// A process that has a store open: probe WHAT FILE [ARGUMENT...]. What it has to tell it writes in lines; it ends with 0 where all was well.
#include "support/resources.hpp"

#include <phr/core/describe.hpp>
#include <phr/crypto/random.hpp>
#include <phr/session/session.hpp>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <optional>
#include <string>
#include <string_view>
#include <unistd.h>

namespace {

constexpr std::int64_t now = 1'700'000'000'000'000;

[[noreturn]] void fail(std::string_view what, const phr::error& why) {
  std::fprintf(stderr, "probe: %s: %s\n", std::string(what).c_str(), phr::describe(why).c_str());
  std::_Exit(1);
}

template <class T>
T must(phr::result<T> made, std::string_view what) {
  if (!made) fail(what, made.error());
  return std::move(made).value();
}
void must(const phr::result<void>& done, std::string_view what) {
  if (!done) fail(what, done.error());
}

phr::store opened(const char* path, const phr::store_options& options = {}) { return must(phr::store::open(path, phr::passphrase("x"), options), "open"); }
phr::session owner(const phr::store& of) { return must(of.session(phr::owner(), {.now = now}), "session"); }

void say(const std::string& line) {
  std::printf("%s\n", line.c_str());
  std::fflush(stdout);
}

std::string together(std::int64_t value) {
  std::string text = R"({"resourceType":"Bundle","type":"transaction","entry":[)";
  for (const char* id : {"a", "b", "c"}) {
    if (text.back() != '[') text += ",";
    text += R"({"resource":)" + phr::test::observation(id, "p", "together", "2020-01-01", std::to_string(value)) + R"(,"request":{"method":"PUT","url":"Observation/)" + id + "\"}}";
  }
  return text + "]}";
}

std::int64_t value_of(const std::string& json) {
  const std::size_t at = json.find("\"value\":");
  return at == std::string::npos ? -1 : std::atoll(json.c_str() + at + 8);
}

// The value that all three have; -1 where they have none yet.
std::int64_t read_together(phr::session& me) {
  const auto hits = must(me.search("Observation?code=together"), "search");
  if (hits.size() == 0) return -1;
  if (hits.size() != 3) fail("a torn read: how many", phr::error{phr::errc::internal}.nth(hits.size()));
  std::int64_t value = -1;
  std::uint32_t version = 0;
  for (const auto& hit : hits) {
    const std::int64_t each = value_of(must(hit.json(), "json"));
    if (version != 0 && (each != value || hit.version() != version)) fail("a torn read: values", phr::error{phr::errc::internal});
    value = each;
    version = hit.version();
  }
  return value;
}

using clock = std::chrono::steady_clock;
clock::time_point after(const char* seconds) { return clock::now() + std::chrono::milliseconds(static_cast<long>(1000 * std::atof(seconds))); }

// Writes the next value and tells it once it is durable.
int write(const char* path, const char* seconds) {
  const auto end = after(seconds);
  const phr::store of = opened(path, {.busy_milliseconds = 30'000});  // the readers' rows of the trail are writes, too
  phr::session me = owner(of);
  for (std::int64_t value = read_together(me) + 1; clock::now() < end; ++value) {
    must(me.execute(together(value)), "execute");
    say(std::to_string(value));
  }
  return 0;
}

// Values never go back.
int read(const char* path, const char* seconds) {
  const auto end = after(seconds);
  const phr::store of = opened(path);
  phr::session me = owner(of);
  std::int64_t last = -1;
  std::int64_t reads = 0;
  for (; clock::now() < end; ++reads) {
    const std::int64_t value = read_together(me);
    if (value < last) fail("a lost commit", phr::error{phr::errc::internal});
    last = value;
  }
  must(of.info(), "info");
  say(std::to_string(reads));
  return 0;
}

int add_keys(const char* path, const char* many) {
  phr::store of = opened(path);
  for (int more = std::atoi(many); more > 0; --more) must(of.add_host_key(must(phr::crypto::random_key(), "key")), "add");
  return 0;
}

// One command for each line of standard input, so that a test says what comes next.
int obey(const char* path) {
  phr::store of = opened(path, {.busy_milliseconds = 200});
  phr::session me = owner(of);
  char line[4096];
  say("ready");
  while (std::fgets(line, sizeof line, stdin) != nullptr) {
    const std::string_view told(line, std::char_traits<char>::length(line) - 1);
    const auto answer = [&](const auto& done) { say(done ? "ok" : std::string(phr::name(done.error().code()).data())); };
    if (told == "read") {
      say(std::to_string(read_together(me)));
    } else if (told.starts_with("put ")) {
      answer(me.update(told.substr(4)));
    } else if (told.starts_with("write ")) {
      answer(me.execute(together(std::atoll(told.data() + 6))));
    } else if (told == "key") {
      answer(of.add_host_key(must(phr::crypto::random_key(), "key")));
    } else if (told.starts_with("parameter ")) {
      answer(me.add_search_parameter(told.substr(10)));
    } else if (told.starts_with("drop ")) {
      answer(me.remove_search_parameter(phr::fhir::resource_type::Observation, told.substr(5)));
    } else {
      return 2;
    }
  }
  return 0;
}

std::optional<phr::store> global_store;
std::optional<phr::session> global_session;
std::optional<phr::hits> global_hits;

// Ends as programs do, in a way that the store is not closed by anybody. Its last read is a row of the trail that waits.
int end(const char* path, std::string_view how) {
  const auto use = [](const phr::store& of) {
    phr::session me = owner(of);
    must(me.update(phr::test::patient("left")), "update");
    must(me.read(phr::fhir::resource_type::Patient, "left"), "read");
  };
  if (how == "global") {
    use(global_store.emplace(opened(path)));
  } else if (how == "session") {
    use(global_store.emplace(opened(path)));
    global_session.emplace(owner(*global_store));
    global_hits.emplace(must(global_session->search("Patient"), "search"));
  } else if (how == "static") {
    static const phr::store of = opened(path);
    use(of);
  } else if (how == "leaked") {
    use(*new phr::store(opened(path)));
  } else {
    return 2;
  }
  if (how == "leaked") std::exit(0);
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 3) return 2;
  const std::string_view what = argv[1];
  if (what == "obey") return obey(argv[2]);
  if (argc < 4) return 2;
  if (what == "write") return write(argv[2], argv[3]);
  if (what == "read") return read(argv[2], argv[3]);
  if (what == "keys") return add_keys(argv[2], argv[3]);
  if (what == "end") return end(argv[2], argv[3]);
  if (what == "make") {
    const auto made = phr::store::open(argv[2], phr::passphrase("x"), {.create = true, .cost = phr::crypto::argon2_test_cost});
    if (!made) fail("make", made.error());
    phr::session me = owner(made.value());
    must(me.update(phr::test::patient(argv[3])), "update");
    return 0;
  }
  return 2;
}
