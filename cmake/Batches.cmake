# Several sources of a target are compiled as one where they do not meddle with each other: reading the
# headers of Boost and of the test framework costs more than what is ours. The dev preset does not, so
# that one changed source is quick to compile there, and one that leans on another's includes does not
# compile.
option(ASTRONOVA_BATCHES "Compile several sources of a target as one" OFF)

# astronova_batch(DIRECTORY...): batches the sources of every target made there, which are complete.
function(astronova_batch)
  if(NOT ASTRONOVA_BATCHES)
    return()
  endif()
  foreach(directory ${ARGN})
    get_property(targets DIRECTORY ${directory} PROPERTY BUILDSYSTEM_TARGETS)
    foreach(target ${targets})
      get_target_property(type ${target} TYPE)
      if(type MATCHES "^(STATIC_LIBRARY|EXECUTABLE)$")
        astronova_batch_target(${target})
      endif()
    endforeach()
  endforeach()
endfunction()

# The sources of TARGET that are compiled as all of it are, as absolute paths.
function(astronova_common_sources target variable)
  get_target_property(sources ${target} SOURCES)
  get_target_property(directory ${target} SOURCE_DIR)
  set(common "")
  foreach(source ${sources})
    set(own "")
    foreach(property COMPILE_OPTIONS SKIP_PRECOMPILE_HEADERS HEADER_FILE_ONLY GENERATED)
      get_source_file_property(value ${source} TARGET_DIRECTORY ${target} ${property})
      if(value)
        list(APPEND own ${property})
      endif()
    endforeach()
    if(source MATCHES "\\.cpp$" AND NOT own)
      cmake_path(ABSOLUTE_PATH source BASE_DIRECTORY ${directory} NORMALIZE)
      list(APPEND common ${source})
    endif()
  endforeach()
  set(${variable} ${common} PARENT_SCOPE)
endfunction()

function(astronova_batch_target target)
  astronova_common_sources(${target} sources)
  list(LENGTH sources count)
  if(count LESS 2)
    return()
  endif()
  execute_process(COMMAND ${NODE} ${CMAKE_SOURCE_DIR}/tools/batches.mjs 8 ${sources}
                  OUTPUT_VARIABLE batches OUTPUT_STRIP_TRAILING_WHITESPACE COMMAND_ERROR_IS_FATAL ANY)
  string(REPLACE "\n" ";" batches "${batches}")
  set(number 0)
  foreach(batch ${batches})
    math(EXPR number "${number} + 1")
    string(REPLACE "|" ";" files "${batch}")
    set_source_files_properties(${files} TARGET_DIRECTORY ${target}
                                PROPERTIES UNITY_GROUP ${target}_${number})
  endforeach()
  set_target_properties(${target} PROPERTIES UNITY_BUILD ON UNITY_BUILD_MODE GROUP)
  # What a source has for itself may change with each edit.
  set_property(DIRECTORY ${CMAKE_SOURCE_DIR} APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${sources})
endfunction()
