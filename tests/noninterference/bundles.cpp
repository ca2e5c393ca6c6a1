// Batches and transactions.
#include "noninterference/operations.hpp"

#include <algorithm>
#include <string_view>

namespace phr::twins {

namespace {

std::string read_entry(dice& by, question& ask) {
  const name& what = ask.any_name();
  const std::string id = what.type + "/" + what.id;
  std::string url = id;
  std::string more;
  switch (by.below(8)) {
    case 0: url += "/_history/" + std::to_string(by.below(4)); break;
    case 1: url += "/_history"; break;
    case 2: url = by.chance(50) ? "_history?_count=3" : what.type + "/_history?_count=2"; break;
    case 3: more = R"(,"ifNoneMatch":"W/\")" + std::to_string(by.between(1, 3)) + R"(\"")"; break;
    case 4: more = R"(,"ifModifiedSince":")" + std::string(by.word("2023-09-15T00:00:00Z|2023-11-13T00:00:00Z|2020-01-01T00:00:00Z")) + "\""; break;
    case 5:
    case 6: url = ask.text(by.word("plain|chain|has|include|revinclude|compartment|types|sort|broken|list")); break;
    default: break;
  }
  std::string escaped;
  for (const char c : url) escaped += c == '"' ? "%22" : std::string(1, c);
  return R"({"request":{"method":")" + std::string(by.chance(90) ? "GET" : "HEAD") + R"(","url":")" + escaped + "\"" + more + "}}";
}

std::string write_entry(dice& by, question& ask) {
  const name& what = ask.any_name();
  const std::string url = what.type + "/" + what.id;
  const std::string body = R"({"resourceType":")" + what.type + R"(","id":")" + what.id + "\"}";
  switch (by.below(5)) {
    case 0: return R"({"request":{"method":"DELETE","url":")" + url + "\"}}";
    case 1: return R"({"resource":{"resourceType":"Patient"},"request":{"method":"POST","url":"Patient","ifNoneExist":"identifier=1"}})";
    case 2: return R"({"request":{"method":"DELETE","url":")" + what.type + "?_id=" + what.id + "\"}}";
    default: return R"({"resource":)" + body + R"(,"request":{"method":"PUT","url":")" + url + "\"" + (by.chance(40) ? R"(,"ifMatch":"W/\"1\"")" : "") + "}}";
  }
}

// The answer's page names are each store's own.
std::string without_pages(std::string text, answer& to) {
  constexpr std::string_view mark = "page=";
  for (std::size_t at = text.find(mark); at != std::string::npos; at = text.find(mark, at + mark.size())) {
    const std::size_t begin = at + mark.size();
    const std::size_t end = std::min(text.find_first_of("\"&", begin), text.size());
    to.place("next", std::string_view(text).substr(begin, end - begin));
    text.erase(begin, end - begin);
  }
  return text;
}

}  // namespace

operation bundle_operation(dice& by, const world& of) {
  question ask(by, of);
  const bool batch = by.chance(65);
  std::string entries;
  for (std::size_t more = 1 + by.below(5); more > 0; --more) {
    entries += entries.empty() ? "" : ",";
    entries += by.chance(batch ? 20 : 8) ? write_entry(by, ask) : read_entry(by, ask);
  }
  const std::string_view type = by.chance(4) ? "collection" : batch ? "batch" : "transaction";
  const std::string bundle = R"({"resourceType":"Bundle","type":")" + std::string(type) + R"(","entry":[)" + entries + "]}";
  return {batch ? "batch" : "transaction", bundle, [bundle](stage& on, answer& to) {
            auto answered = on.who->execute(bundle);
            if (!answered) return to.fail(answered.error());
            to.say("bundle", without_pages(std::move(answered.value()), to));
          }};
}

}  // namespace phr::twins
