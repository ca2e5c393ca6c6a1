# How a target of this project is made: one function for each kind.

# Settings that every target of ours shares: language level, warnings, sanitizers. Nothing global. The sources of a target are compiled
# eight at a time, which is less than half of the work: helpers in unnamed namespaces have names of their own within a module.
function(phr_common target)
  set_target_properties(${target} PROPERTIES UNITY_BUILD ${PHR_UNITY} UNITY_BUILD_BATCH_SIZE 8)
  target_compile_features(${target} PUBLIC cxx_std_20)
  set_target_properties(${target} PROPERTIES CXX_EXTENSIONS OFF POSITION_INDEPENDENT_CODE ON
                        CXX_VISIBILITY_PRESET hidden C_VISIBILITY_PRESET hidden VISIBILITY_INLINES_HIDDEN ON)
  target_compile_options(${target} PRIVATE
    $<$<COMPILE_LANGUAGE:CXX>:-Wall -Wextra -Wpedantic -Wnon-virtual-dtor -Wold-style-cast>
    # Names that one file has for itself are no globals of another that is compiled with it.
    $<IF:$<BOOL:${PHR_UNITY}>,$<$<COMPILE_LANG_AND_ID:CXX,GNU>:-Wshadow=local;-Wno-subobject-linkage>,$<$<COMPILE_LANGUAGE:CXX>:-Wshadow>>)
  if(PHR_SANITIZE)
    target_compile_options(${target} PRIVATE -fsanitize=${PHR_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all)
    target_link_options(${target} PUBLIC -fsanitize=${PHR_SANITIZE})
  endif()
endfunction()

# phr_module(NAME SOURCES... [DEPENDS modules...] [PRIVATE libraries...]): the static library of one module. Its public
# headers are include/phr/NAME; third-party libraries stay private, so none of their headers can reach a user.
function(phr_module name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "SOURCES;DEPENDS;PRIVATE")
  add_library(phr_${name} STATIC ${arg_SOURCES})
  add_library(phr::${name} ALIAS phr_${name})
  phr_common(phr_${name})
  # What a planted fault takes the place of is an object of its own, which the linker can leave out (tests/noninterference).
  file(STRINGS ${PROJECT_SOURCE_DIR}/tests/noninterference/mutants.txt faulty REGEX "src/${name}/[a-z_/]+[.]cpp")
  list(TRANSFORM faulty REPLACE ".*src/${name}/([a-z_/]+[.]cpp).*" "\\1")
  set_source_files_properties(${faulty} PROPERTIES SKIP_UNITY_BUILD_INCLUSION ON)
  target_include_directories(phr_${name}
    PUBLIC $<BUILD_INTERFACE:${PROJECT_SOURCE_DIR}/include> $<INSTALL_INTERFACE:${CMAKE_INSTALL_INCLUDEDIR}>
    PRIVATE ${PROJECT_SOURCE_DIR}/src)
  foreach(module IN LISTS arg_DEPENDS)
    target_link_libraries(phr_${name} PUBLIC phr_${module})
  endforeach()
  target_link_libraries(phr_${name} PRIVATE ${arg_PRIVATE})
  set_property(GLOBAL APPEND PROPERTY PHR_MODULES ${name})
endfunction()

# phr_test(NAME SOURCES... [LINK libraries...] [ALONE sources...]): a GoogleTest program; each of its tests is one ctest test. What is ALONE
# is compiled by itself, for its names are those of others.
function(phr_test name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "TIMEOUT" "SOURCES;LINK;ALONE")
  if(NOT arg_TIMEOUT)
    set(arg_TIMEOUT 300)
  endif()
  add_executable(${name} ${arg_SOURCES} ${arg_ALONE})
  phr_common(${name})
  set_source_files_properties(${arg_ALONE} PROPERTIES SKIP_UNITY_BUILD_INCLUSION ON)
  if(NOT PHR_SANITIZE)  # what is tested is optimized; assertions need not be, and half of their build is that
    target_compile_options(${name} PRIVATE $<$<CONFIG:RelWithDebInfo>:-O0>)
  endif()
  target_include_directories(${name} PRIVATE ${PROJECT_SOURCE_DIR}/src ${PROJECT_SOURCE_DIR}/tests)
  target_compile_definitions(${name} PRIVATE PHR_SOURCE_DIR="${PROJECT_SOURCE_DIR}")
  target_link_libraries(${name} PRIVATE ${arg_LINK} GTest::gtest_main)
  gtest_discover_tests(${name} DISCOVERY_TIMEOUT 120 PROPERTIES TIMEOUT ${arg_TIMEOUT})
endfunction()
