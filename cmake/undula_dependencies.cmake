# Everything comes from Debian packages (scripts/install-packages names them).
find_package(Threads REQUIRED)
find_package(PkgConfig REQUIRED)
find_package(TBB REQUIRED)
find_package(Eigen3 3.4 REQUIRED NO_MODULE)
pkg_check_modules(HWY REQUIRED IMPORTED_TARGET libhwy)
find_package(tomlplusplus REQUIRED)
find_package(nlohmann_json REQUIRED)

if(UNDULA_BENCH)  # optional: what tests/bench compares our matrix products with
  # Not find_package(dnnl): Debian's package file stops the configuration where OpenCL's headers are missing.
  find_library(DNNL_LIBRARY dnnl)
  find_path(DNNL_INCLUDE_DIR oneapi/dnnl/dnnl.hpp)
endif()

if(NOT UNDULA_CORE_ONLY)
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
