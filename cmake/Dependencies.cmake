# Every library comes from a Debian 12 package; docs/DEPENDENCIES.md says what each is for.
find_package(Threads REQUIRED)
find_package(PkgConfig REQUIRED)
find_package(Boost 1.81 REQUIRED COMPONENTS json)
find_package(fmt REQUIRED)
find_package(CLI11 REQUIRED)
find_package(date REQUIRED)
find_package(ZLIB REQUIRED)
find_package(OpenSSL 3 REQUIRED COMPONENTS Crypto SSL)
find_package(CURL 7.88 REQUIRED)
find_package(spdlog 1.10 REQUIRED)
find_package(tomlplusplus 3.3 REQUIRED)
pkg_check_modules(LIBSWE REQUIRED IMPORTED_TARGET swe)
pkg_check_modules(XXHASH REQUIRED IMPORTED_TARGET libxxhash)
pkg_check_modules(UTF8PROC REQUIRED IMPORTED_TARGET libutf8proc)
pkg_check_modules(PROMETHEUS REQUIRED IMPORTED_TARGET prometheus-cpp-core)
pkg_check_modules(LIBCBOR REQUIRED IMPORTED_TARGET libcbor)
pkg_check_modules(LIBARCHIVE REQUIRED IMPORTED_TARGET libarchive)

# Debian's pkg-config file of hiredis sets a macro that precompiled headers are without.
find_path(HIREDIS_INCLUDE_DIRECTORY hiredis/hiredis.h REQUIRED)
find_library(HIREDIS_LIBRARY hiredis REQUIRED)
add_library(astronova_hiredis INTERFACE)
target_include_directories(astronova_hiredis SYSTEM INTERFACE ${HIREDIS_INCLUDE_DIRECTORY})
target_link_libraries(astronova_hiredis INTERFACE ${HIREDIS_LIBRARY})

# Debian's CMake file of the date library names its header-only half only.
find_library(DATE_TZ_LIBRARY date-tz REQUIRED)
add_library(astronova_date_tz INTERFACE)
target_link_libraries(astronova_date_tz INTERFACE ${DATE_TZ_LIBRARY} date::date Threads::Threads)
target_compile_definitions(astronova_date_tz INTERFACE USE_OS_TZDB=1)

# Debian's pkg-config file of cjose asks for the headers of jansson, which nothing here includes.
find_path(CJOSE_INCLUDE_DIRECTORY cjose/cjose.h REQUIRED)
find_library(CJOSE_LIBRARY cjose REQUIRED)
add_library(astronova_cjose INTERFACE)
target_include_directories(astronova_cjose SYSTEM INTERFACE ${CJOSE_INCLUDE_DIRECTORY})
target_link_libraries(astronova_cjose INTERFACE ${CJOSE_LIBRARY} OpenSSL::Crypto)
pkg_check_modules(SODIUM REQUIRED IMPORTED_TARGET libsodium)
pkg_check_modules(SQLITE REQUIRED IMPORTED_TARGET sqlite3)
pkg_check_modules(LIBPQ REQUIRED IMPORTED_TARGET libpq)

# Debian's package of SOCI has no CMake file.
find_path(SOCI_INCLUDE_DIRECTORY soci/soci.h REQUIRED)
find_library(SOCI_CORE_LIBRARY soci_core REQUIRED)
find_library(SOCI_SQLITE_LIBRARY soci_sqlite3 REQUIRED)
find_library(SOCI_POSTGRESQL_LIBRARY soci_postgresql REQUIRED)
add_library(astronova_soci INTERFACE)
target_include_directories(astronova_soci SYSTEM INTERFACE ${SOCI_INCLUDE_DIRECTORY})
target_link_libraries(astronova_soci INTERFACE ${SOCI_SQLITE_LIBRARY} ${SOCI_POSTGRESQL_LIBRARY}
                      ${SOCI_CORE_LIBRARY} PkgConfig::SQLITE PkgConfig::LIBPQ)
