// Where hosts have found them: see interactions and clinical.
#pragma once

#include <phr/clinical/lastn.hpp>
#include <phr/interactions/operations.hpp>
