// PHR: a person's whole health record in one encrypted file. The whole C API; its conventions are in status.h.
#ifndef PHR_H
#define PHR_H

#include <phr/audit.h>
#include <phr/search.h>
#include <phr/session.h>
#include <phr/sharing.h>
#include <phr/status.h>
#include <phr/store.h>
#include <phr/summary.h>

#endif
