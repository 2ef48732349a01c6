# cmake -D DIRECTORY=... -D STAMP=... -D NPM=... -P npm_ci.cmake
# Installs the packages of DIRECTORY's lock file unless they are there. Several build directories
# share them, and a development install (npm ci) holds more than a build needs: it is left alone.
file(LOCK ${DIRECTORY}/.npm_ci.lock GUARD PROCESS TIMEOUT 600)

set(installed ${DIRECTORY}/node_modules/.package-lock.json)
if(NOT EXISTS ${installed} OR ${DIRECTORY}/package-lock.json IS_NEWER_THAN ${installed})
  execute_process(
    COMMAND ${NPM} ci --omit=dev --ignore-scripts --no-audit --no-fund --loglevel=error
    WORKING_DIRECTORY ${DIRECTORY}
    RESULT_VARIABLE failure OUTPUT_VARIABLE said ERROR_VARIABLE said)
  if(failure)
    message(NOTICE "${said}")
    message(FATAL_ERROR "npm could not install the packages of ${DIRECTORY}/package-lock.json. "
                        "It needs the network the first time.")
  endif()
endif()
file(TOUCH ${STAMP})
