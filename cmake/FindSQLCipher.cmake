# Finds SQLCipher's amalgamation (sqlite3.c), which is compiled here with the Botan provider (decision D1, D2).
# Order: PHR_SQLCIPHER_DIR, then the pinned npm package that `make setup` puts into third_party/node_modules.
# A SQLCipher library of the system cannot be used: the crypto provider is chosen when the amalgamation is compiled.
set(PHR_SQLCIPHER_DIR "" CACHE PATH "Folder that holds SQLCipher's amalgamation, sqlite3.c")
find_path(SQLCipher_SOURCE_DIR sqlite3.c
  HINTS "${PHR_SQLCIPHER_DIR}" "${PROJECT_SOURCE_DIR}/third_party/node_modules/@journeyapps/sqlcipher/deps/sqlcipher-amalgamation"
  NO_DEFAULT_PATH)
include(FindPackageHandleStandardArgs)
find_package_handle_standard_args(SQLCipher REQUIRED_VARS SQLCipher_SOURCE_DIR
  REASON_FAILURE_MESSAGE "run `make setup`, or set PHR_SQLCIPHER_DIR")
