# Everything comes from Debian packages (scripts/install-packages names them), installed, or unpacked in a folder.
set(UNDULA_DEPS_DIR "" CACHE PATH "Folder with unpacked Debian packages (scripts/gpu-deps), preferred to the system's")
if(UNDULA_DEPS_DIR)
  list(PREPEND CMAKE_PREFIX_PATH "${UNDULA_DEPS_DIR}/usr")
  set(CMAKE_LIBRARY_ARCHITECTURE x86_64-linux-gnu)  # Debian's name for where libraries lie, whatever the system's is
endif()
find_package(Threads REQUIRED)
find_package(TBB REQUIRED)
find_package(Eigen3 3.4 REQUIRED NO_MODULE)
find_path(HWY_INCLUDE_DIR hwy/highway.h REQUIRED)
find_library(HWY_LIBRARY hwy REQUIRED)
add_library(undula_hwy INTERFACE)  # what libhwy.pc says, for machines without pkg-config
target_include_directories(undula_hwy SYSTEM INTERFACE ${HWY_INCLUDE_DIR})
target_compile_definitions(undula_hwy INTERFACE HWY_SHARED_DEFINE)
target_link_libraries(undula_hwy INTERFACE ${HWY_LIBRARY})
find_package(tomlplusplus REQUIRED)
find_package(nlohmann_json REQUIRED)

# oneDNN 2 is optional: a second way to compute matrix products (docs/decisions/matrix-products.md).
set(UNDULA_HAS_ONEDNN OFF)
if(UNDULA_ONEDNN)
  # Not find_package(dnnl): Debian's package file stops the configuration where OpenCL's headers are missing.
  find_library(DNNL_LIBRARY dnnl)
  find_path(DNNL_INCLUDE_DIR oneapi/dnnl/dnnl.hpp)
  find_package(OpenMP QUIET COMPONENTS CXX)  # which Debian's oneDNN is built with
  if(DNNL_LIBRARY AND DNNL_INCLUDE_DIR AND OpenMP_CXX_FOUND)
    file(STRINGS "${DNNL_INCLUDE_DIR}/oneapi/dnnl/dnnl_version.h" version REGEX "define DNNL_VERSION_MAJOR +2$")
    if(version)
      set(UNDULA_HAS_ONEDNN ON)
    endif()
  endif()
  if(NOT UNDULA_HAS_ONEDNN AND NOT UNDULA_ONEDNN STREQUAL "AUTO")
    message(FATAL_ERROR "UNDULA_ONEDNN is ${UNDULA_ONEDNN}, but oneDNN 2 (libdnnl-dev) or OpenMP is not installed")
  endif()
endif()

if(NOT UNDULA_CORE_ONLY)
  find_package(PkgConfig REQUIRED)
  pkg_check_modules(HTS REQUIRED IMPORTED_TARGET htslib>=1.16)
  find_package(ZLIB REQUIRED)
  find_library(BIGWIG_LIBRARY BigWig REQUIRED)  # Debian's has neither a package file nor a .pc
  pkg_check_modules(SNDFILE REQUIRED IMPORTED_TARGET sndfile>=1.2)
  pkg_check_modules(SOXR REQUIRED IMPORTED_TARGET soxr)
  find_package(CLI11 2.1 REQUIRED)
endif()

if(UNDULA_TESTS)
  find_package(Catch2 3 QUIET)
  if(NOT Catch2_FOUND)
    find_package(Catch2 2.13 REQUIRED)
  endif()
endif()
