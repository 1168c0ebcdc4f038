#pragma once
#include <functional>
#include <memory>
#include <string>

#include "core/cuda/backend.h"

// The devices that ops are held against the float64 reference on: the host harness, and a GPU where there is one.
namespace undula::test {

/// Tensors made in the scope lie on a device.
class TensorsOn {
 public:
  explicit TensorsOn(std::shared_ptr<DeviceMemory> memory);
  ~TensorsOn();
  TensorsOn(const TensorsOn&) = delete;
  TensorsOn& operator=(const TensorsOn&) = delete;

  /// Of the innermost scope; null: the host's.
  static std::shared_ptr<DeviceMemory> memory();

 private:
  std::shared_ptr<DeviceMemory> before_;
};

/// Random inputs made in the scope are numbers that bfloat16 holds, whatever their type.
class RoundedInputs {
 public:
  explicit RoundedInputs(bool on);
  ~RoundedInputs();
  RoundedInputs(const RoundedInputs&) = delete;
  RoundedInputs& operator=(const RoundedInputs&) = delete;

  static bool wanted();

 private:
  bool before_;
};

/// The host harness, made once.
std::shared_ptr<DeviceBackend> simt_device();

/// Calls f(name, device) for every device here; with UNDULA_TEST_DEVICES=cuda in the environment, for the GPU alone.
/// Each call runs the harness' threads in another order than the last one.
void for_each_device(const std::function<void(const std::string&, const std::shared_ptr<DeviceBackend>&)>& f);

/// Calls f() with the harness' threads run in each order.
void for_each_schedule(const std::function<void()>& f);

}  // namespace undula::test
