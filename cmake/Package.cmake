# What `cmake --install` and `cpack -G DEB` take from a build: the program, the units, the example
# configuration and the documentation. docs/release-local.md tells how the package is used, and
# tests/packaging/run installs it.
set(package ${CMAKE_SOURCE_DIR}/infra/package)
set(made ${CMAKE_BINARY_DIR}/package)

install(TARGETS astronova RUNTIME DESTINATION /usr/bin)
install(FILES infra/systemd/astronova.service infra/systemd/astronova@.service
        DESTINATION /lib/systemd/system)
install(FILES ${package}/astronova.env DESTINATION /etc/astronova)
install(FILES docs/astronova.example.toml DESTINATION /etc/astronova RENAME astronova.toml)
if(EXISTS ${CMAKE_SOURCE_DIR}/infra/release.toml)
  install(FILES infra/release.toml DESTINATION /etc/astronova)
endif()
file(GLOB pages docs/*.md)
install(FILES README.md LICENSE NOTICE ${pages} DESTINATION /usr/share/doc/astronova)
install(FILES ${package}/copyright DESTINATION /usr/share/doc/astronova)
install(FILES infra/haproxy/astronova.cfg DESTINATION /usr/share/doc/astronova/examples
        RENAME haproxy.cfg)
install(FILES infra/nginx/astronova.conf DESTINATION /usr/share/doc/astronova/examples
        RENAME nginx.conf)

# Debian wants them compressed, without the time at which they were.
find_program(GZIP gzip REQUIRED)
string(TIMESTAMP date "%a, %d %b %Y %H:%M:%S +0000" UTC)
configure_file(${package}/changelog.in ${made}/changelog.Debian @ONLY)
configure_file(CHANGELOG.md ${made}/changelog COPYONLY)
configure_file(${package}/astronova.1.in ${made}/astronova.1 @ONLY)
foreach(file changelog changelog.Debian astronova.1)
  execute_process(COMMAND ${GZIP} -9 --no-name --force --keep ${made}/${file}
                  COMMAND_ERROR_IS_FATAL ANY)
endforeach()
install(FILES ${made}/changelog.gz ${made}/changelog.Debian.gz DESTINATION /usr/share/doc/astronova)
install(FILES ${made}/astronova.1.gz DESTINATION /usr/share/man/man1)

set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME astronova)
set(CPACK_PACKAGE_VERSION ${PROJECT_VERSION})
set(CPACK_PACKAGE_CONTACT "The AstroNova authors <maintainers@astronova.app>")
set(CPACK_PACKAGE_HOMEPAGE_URL "https://api.astronova.app")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "astrology platform in one server")
set(CPACK_PACKAGE_DESCRIPTION "Charts, ephemerides and places over HTTP, on Swiss Ephemeris, with \
accounts\nand records in SQLite or PostgreSQL.\n.\nThe package has the server, its units for systemd, \
and what it takes to ship\nnew builds without a lost request behind HAProxy.")
# Files go to /etc and /lib too.
set(CPACK_SET_DESTDIR ON)
set(CPACK_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES ON)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_RELEASE 1)
set(CPACK_DEBIAN_PACKAGE_SECTION web)
set(CPACK_DEBIAN_COMPRESSION_TYPE xz)
# The libraries are found by dpkg-shlibdeps; what is beside them is not linked.
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_DEPENDS "adduser, ca-certificates, swe-standard-data, tzdata")
set(CPACK_DEBIAN_PACKAGE_SUGGESTS "haproxy (>= 2.6), postgresql, redis-server")
set(CPACK_DEBIAN_PACKAGE_CONTROL_STRICT_PERMISSION ON)
set(CPACK_DEBIAN_PACKAGE_CONTROL_EXTRA ${package}/postinst ${package}/prerm ${package}/postrm
    ${made}/conffiles)
set(conffiles /etc/astronova/astronova.env /etc/astronova/astronova.toml)
if(EXISTS ${CMAKE_SOURCE_DIR}/infra/release.toml)
  list(APPEND conffiles /etc/astronova/release.toml)
endif()
list(JOIN conffiles "\n" conffiles)
file(WRITE ${made}/conffiles "${conffiles}\n")
include(CPack)
