// Where hosts have found it: see gate.
#pragma once

#include <phr/gate/sharing.hpp>
