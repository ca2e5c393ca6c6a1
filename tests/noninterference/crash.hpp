// What was being done when the program is killed by a fault of the library.
#pragma once

#include <string>

namespace phr::twins {

// From then on, SIGSEGV, SIGBUS, SIGFPE and SIGABRT say what was noted last, and end the program with 3.
void tell_of_crashes();
void note_doing(const std::string& what);

}  // namespace phr::twins
