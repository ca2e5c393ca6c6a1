# Install and export: find_package(phr) gives phr::phr (static C++) and phr::c (shared, C only).
include(CMakePackageConfigHelpers)

get_property(modules GLOBAL PROPERTY PHR_MODULES)
add_library(phr INTERFACE)
add_library(phr::phr ALIAS phr)
set(targets phr phr_sqlcipher)
foreach(module IN LISTS modules)
  target_link_libraries(phr INTERFACE phr_${module})
  set_target_properties(phr_${module} PROPERTIES EXPORT_NAME ${module})
  list(APPEND targets phr_${module})
endforeach()
if(TARGET phr_c)
  set_target_properties(phr_c PROPERTIES EXPORT_NAME c)
  list(APPEND targets phr_c)
  install(DIRECTORY bindings/c/include/ DESTINATION ${CMAKE_INSTALL_INCLUDEDIR})
endif()

install(TARGETS ${targets} EXPORT phrTargets
        ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR} LIBRARY DESTINATION ${CMAKE_INSTALL_LIBDIR}
        RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR} INCLUDES DESTINATION ${CMAKE_INSTALL_INCLUDEDIR})
install(DIRECTORY include/phr DESTINATION ${CMAKE_INSTALL_INCLUDEDIR})
install(EXPORT phrTargets NAMESPACE phr:: DESTINATION ${CMAKE_INSTALL_LIBDIR}/cmake/phr)

configure_package_config_file(cmake/phrConfig.cmake.in ${PROJECT_BINARY_DIR}/phrConfig.cmake
                              INSTALL_DESTINATION ${CMAKE_INSTALL_LIBDIR}/cmake/phr)
write_basic_package_version_file(${PROJECT_BINARY_DIR}/phrConfigVersion.cmake COMPATIBILITY SameMinorVersion)
install(FILES ${PROJECT_BINARY_DIR}/phrConfig.cmake ${PROJECT_BINARY_DIR}/phrConfigVersion.cmake
        DESTINATION ${CMAKE_INSTALL_LIBDIR}/cmake/phr)
install(FILES LICENSE README.md DESTINATION ${CMAKE_INSTALL_DOCDIR})
