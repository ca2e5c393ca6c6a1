// Where hosts have found it: see interactions.
#pragma once

#include <phr/interactions/hits.hpp>
