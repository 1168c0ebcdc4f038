# One way to make a target: warnings, sanitizers, include root and the dependency arrows in one place.
set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
if(NOT CMAKE_BUILD_TYPE)
  set(CMAKE_BUILD_TYPE Release)
endif()
find_program(UNDULA_CCACHE ccache)
if(UNDULA_CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
  set(CMAKE_CXX_COMPILER_LAUNCHER ${UNDULA_CCACHE})
endif()

add_library(undula_settings INTERFACE)
target_include_directories(undula_settings INTERFACE ${PROJECT_SOURCE_DIR})
# -Wno-restrict: GCC 12 warns falsely at `"text" + std::string` (GCC bug 105651).
# nvcc has settings of its own (undula_cuda.cmake).
target_compile_options(undula_settings INTERFACE "$<$<COMPILE_LANGUAGE:CXX>:-Wall;-Wextra;-Wpedantic;-Wshadow;-Wnon-virtual-dtor;$<$<CXX_COMPILER_ID:GNU>:-Wno-restrict>;$<$<BOOL:${UNDULA_WERROR}>:-Werror>;-fno-math-errno;-fno-trapping-math>")
if(UNDULA_SANITIZE)
  target_compile_options(undula_settings INTERFACE -fsanitize=${UNDULA_SANITIZE} -fno-omit-frame-pointer
    -fno-sanitize-recover=all)
  target_link_options(undula_settings INTERFACE -fsanitize=${UNDULA_SANITIZE})
endif()

# undula_library(NAME [LINK lib...]): all .cpp files below this folder become the static library undula_NAME.
# It sees the whole tree by include path, but links only what is named here.
function(undula_library name)
  cmake_parse_arguments(ARG "" "" "LINK" ${ARGN})
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/*.cpp)
  add_library(undula_${name} STATIC ${sources})
  target_link_libraries(undula_${name} PUBLIC undula_settings ${ARG_LINK})
  undula_check_arrows(${name})
endfunction()

# Fails the configuration when a file of `name` includes a header of a layer above it.
function(undula_check_arrows name)
  set(above_core genomics audio cli tests)
  set(above_genomics audio cli tests)
  set(above_audio genomics cli tests)
  foreach(layer IN LISTS above_${name})
    file(GLOB_RECURSE files CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/*.h ${CMAKE_CURRENT_SOURCE_DIR}/*.cpp)
    foreach(file IN LISTS files)
      file(STRINGS ${file} hits REGEX "^#include \"${layer}/")
      if(hits)
        message(FATAL_ERROR "${file} includes a header of '${layer}', a layer above '${name}': ${hits}")
      endif()
    endforeach()
  endforeach()
endfunction()
