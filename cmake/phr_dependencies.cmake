# Third-party libraries, each found on the system. Configure never downloads: `make setup` does.
find_package(PkgConfig REQUIRED)
find_package(fmt REQUIRED)
find_package(Boost 1.74 REQUIRED)
find_package(simdjson REQUIRED)
find_package(Threads REQUIRED)
pkg_search_module(botan REQUIRED IMPORTED_TARGET botan-3 botan-2)
pkg_check_modules(zstd REQUIRED IMPORTED_TARGET libzstd)
find_package(SQLCipher REQUIRED)
