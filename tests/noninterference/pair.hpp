// One world as three stores, one script run on each, and what differs.
#pragma once

#include "noninterference/build.hpp"
#include "noninterference/operations.hpp"

#include <optional>
#include <string>
#include <vector>

namespace phr::twins {

// What one twin gave.
struct transcript {
  std::vector<std::vector<std::string>> answers;  // by operation
  std::vector<std::string> audit;                 // the principal's rows, as the owner reads them
  std::vector<std::string> shown;                 // what the owner is told that the principal may see
  std::vector<std::string> faults;
  std::vector<double> nanoseconds;                // by operation
};

struct difference {
  std::size_t operation = 0;  // of the script; its size for audit and shown
  std::string kind;
  std::string what;           // of the line that differs first: "hit", "next", "error", ...
  twin against = twin::without;
  std::string left;           // of the twin with what is hidden
  std::string right;
};

// Where stores are made: a folder in memory where there is one.
// Lifetime: removed at the end, with all that is in it.
class workplace {
 public:
  workplace();
  workplace(const workplace&) = delete;
  workplace& operator=(const workplace&) = delete;
  ~workplace();
  [[nodiscard]] std::string path(const std::string& name) const { return folder_ + "/" + name; }
  // A store of other records, of which everybody may see all.
  [[nodiscard]] store& elsewhere() { return *elsewhere_; }
  bool trace = false;  // each operation is told before it is done
  std::string doing;   // "pair 7", for a crash

 private:
  std::string folder_;
  std::optional<store> elsewhere_;
};

[[nodiscard]] result<transcript> run_twin(const world& of, const std::vector<operation>& script, twin which, workplace& in);

// The twin with what is hidden against another.
[[nodiscard]] std::vector<difference> compare(const transcript& with, const transcript& against, twin which, const std::vector<operation>& script);

}  // namespace phr::twins
