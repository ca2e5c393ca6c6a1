#!/usr/bin/env bash
# cross.sh [FOLDER]: the core's sources go through a compiler for Windows, so that src/core/platform stays the only border to the operating system.
# Without type information at run time, which no core module needs. Nothing is optimized or linked. Headers of
# third parties are those of Debian; only they are put in the compiler's way, not the system's own.
set -euo pipefail
cd "$(dirname "$0")/.."
out=${1:-build/cross}
compiler=x86_64-w64-mingw32-g++-posix
sqlcipher=third_party/node_modules/@journeyapps/sqlcipher/deps/sqlcipher-amalgamation
mkdir -p "$out/headers" "$out/objects"
botan=/usr/include/$(basename "$(ls -d /usr/include/botan-* | tail -n 1)")
for each in argon2.h boost fmt re2 simdjson.h zstd.h zdict.h zstd_errors.h expat.h expat_external.h expat_config.h zlib.h zconf.h; do
  for where in /usr/include "/usr/include/$(gcc -print-multiarch)"; do
    if [ -e "$where/$each" ]; then ln -sfn "$where/$each" "$out/headers/$each"; fi
  done
done
flags=(-std=c++20 -c -O0 -fno-rtti -w -Iinclude -Isrc -I"$sqlcipher" -isystem "$out/headers" -isystem "$botan" -DSQLITE_HAS_CODEC -DNOMINMAX -DPHR_VERSION=\"0\")
cached=$(command -v ccache || true)
export out compiler cached
# The program, what is for POSIX alone and the generated tables are left out; whatever else there is must compile.
mapfile -t sources < <(find src -name '*.cpp' ! -path 'src/cli/*' ! -path 'src/core/platform/posix/*' ! -path 'src/fhir/r4/*' | sort)
# A folder at a time, which is half of the work; what has flags of its own or other names apart.
rm -rf "$out/folders"
mkdir -p "$out/folders"
for each in "${sources[@]}"; do
  case $each in
    src/analytics/kernels_*) folder=$each ;;
    *) folder=$(dirname "$each") ;;
  esac
  echo "#include \"$PWD/$each\"" >>"$out/folders/${folder//\//_}.cpp"
done
mapfile -t folders < <(ls "$out"/folders/*.cpp)
export flags_text="${flags[*]}"
one() {
  # shellcheck disable=SC2086
  $cached "$compiler" $flags_text "$1" -o "$out/objects/$(basename "$1").o" || { echo "cross: $1" >&2; return 1; }
}
export -f one
# SQLCipher with Botan behind it, as C.
x86_64-w64-mingw32-gcc-posix -std=gnu11 -fsyntax-only -w -Isrc -I"$sqlcipher" -isystem "$botan" -DSQLITE_HAS_CODEC -DSQLITE_TEMP_STORE=2 \
  -DSQLITE_EXTRA_INIT=sqlcipher_extra_init -DSQLITE_EXTRA_SHUTDOWN=sqlcipher_extra_shutdown -DSQLITE_THREADSAFE=2 -DOMIT_CONSTTIME_MEM \
  -DSQLCIPHER_CRYPTO_CUSTOM=phr_botan_provider src/store/sqlcipher/sqlcipher_botan.c
printf '%s\n' "${folders[@]}" | xargs -P "$(nproc)" -I{} bash -c 'one {}'
echo "cross: ${#sources[@]} sources compiled with $compiler"
