# `make demo` and `make test` do all their own set-up. See CONTRIBUTING.md for the other targets.
SHELL := /bin/bash
PRESET ?= release
export PHR_SUITES ?= $(shell cmake/suites.sh)

.PHONY: help setup build test noninterference demo bench peers fuzz cross nightly site clean

help:
	@echo "make demo [FILE=bundle.json]  import a record, ask it, chart it, share a part of it"
	@echo "make build                    build/release/bin/phr and build/release/python"
	@echo "make test                     every test: C++, C and Python"
	@echo "make noninterference [PAIRS=2000 SEED=1]  stores that differ in what is hidden answer alike; planted faults are found"
	@echo "make bench                    benchmarks: figure, limit or peer, ratio"
	@echo "make peers                    side by side with fhirpath.js, ucum-lhc, DuckDB and Medplum, which npm installs into a folder that is thrown away"
	@echo "make fuzz                     JSON, XML, primitive formats, FHIRPath, UCUM, views and the places of pages, a minute each (clang)"
	@echo "make cross                    the core goes through a compiler for Windows, too: src/core/platform alone calls the system"
	@echo "make site                     the pages and the reference of C, C++ and Python, to read and search: build/site"
	@echo "make nightly                  sanitizers, fuzzers and the long runs"

setup:
	@cmake/setup.sh

build: setup
	@cmake/build.sh $(PRESET)

test: build
	@tests/run.sh $(PRESET)

noninterference: setup
	@cmake/build.sh $(PRESET) noninterference noninterference_mutants
	@tests/noninterference/run.sh build/$(PRESET)/bin PAIRS=$(or $(PAIRS),2000) SEED=$(or $(SEED),1) $(if $(FIRST),FIRST=$(FIRST)) $(if $(SKIP),SKIP=$(SKIP))

demo: setup
	@cmake/build.sh $(PRESET) phr_program
	@examples/demo.sh build/$(PRESET)/bin/phr $(FILE)

bench: setup
	@cmake/build.sh bench
	@benchmarks/run.sh build/bench/bin

peers: setup
	@cmake/build.sh bench phr_peers
	@benchmarks/peers.sh build/bench/bin $(PEERS)

# The parsers of texts that come from elsewhere, and the places that a page goes on from: a minute each.
fuzz:
	@cmake/setup.sh clang-14 libclang-rt-14-dev
	@FUZZ_JOBS=$$(nproc) tests/fuzz/run.sh $(or $(FUZZ_SECONDS),60) model xml json formats fhirpath ucum view token

cross: setup
	@cmake/setup.sh g++-mingw-w64-x86-64-posix
	@cmake/cross.sh

nightly: setup
	@tests/nightly.sh

site:
	@docs/site/build.sh

clean:
	rm -rf build
