# Install and export: find_package(phr) gives phr::phr (static C++) and phr::c (shared, C only).
