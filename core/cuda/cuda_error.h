#pragma once
#include <cublasLt.h>
#include <cuda_runtime.h>

#include <source_location>
#include <string>

#include "core/base/error.h"

namespace undula::cuda {

/// Throws what went wrong with `call`, unless nothing did.
inline void check(cudaError_t status, const char* call, std::source_location at = std::source_location::current()) {
  if (status == cudaSuccess) return;
  const bool memory = status == cudaErrorMemoryAllocation;
  throw Error(memory ? ErrorKind::kMissing : ErrorKind::kFailure,
              std::string(call) + " failed: " + cudaGetErrorString(status),
              std::string(at.file_name()) + ":" + std::to_string(at.line()),
              memory ? "a smaller --batch, or a smaller --preset" : "--device cpu; 'undula doctor' says what is there");
}

inline void check(cublasStatus_t status, const char* call, std::source_location at = std::source_location::current()) {
  if (status == CUBLAS_STATUS_SUCCESS) return;
  throw Error(ErrorKind::kFailure, std::string(call) + " failed: " + cublasLtGetStatusString(status),
              std::string(at.file_name()) + ":" + std::to_string(at.line()),
              "--device cpu; 'undula doctor' says what is there");
}

}  // namespace undula::cuda
