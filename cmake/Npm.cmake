# astronova_npm_packages(DIRECTORY VARIABLE): sees to it, when something that depends on the file
# named in VARIABLE is built, that DIRECTORY/node_modules is what DIRECTORY/package-lock.json says.
find_program(NODE NAMES node nodejs)
find_program(NPM npm)
if(NOT NODE OR NOT NPM)
  message(FATAL_ERROR "Node.js 18 or newer and npm are needed: apt-get install nodejs npm")
endif()

function(astronova_npm_packages directory stamp_variable)
  get_filename_component(name ${directory} NAME)
  set(stamp ${CMAKE_BINARY_DIR}/npm/${name}.stamp)
  add_custom_command(
    OUTPUT ${stamp}
    COMMAND ${CMAKE_COMMAND} -D DIRECTORY=${directory} -D STAMP=${stamp} -D NPM=${NPM}
            -P ${CMAKE_SOURCE_DIR}/cmake/npm_ci.cmake
    DEPENDS ${directory}/package.json ${directory}/package-lock.json
            ${CMAKE_SOURCE_DIR}/cmake/npm_ci.cmake
    COMMENT "Checking the npm packages of ${name}"
    VERBATIM)
  set(${stamp_variable} ${stamp} PARENT_SCOPE)
endfunction()
