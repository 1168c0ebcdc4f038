#include "tests/support/devices.h"

#include <cstdlib>
#include <cstring>

#include "core/cuda/host/simt.h"

namespace undula::test {
namespace {

thread_local std::shared_ptr<DeviceMemory> tensors_on;
thread_local bool rounded_inputs = false;

constexpr harness::Schedule kSchedules[] = {{harness::Order::kAscending, 1},
                                            {harness::Order::kDescending, 1},
                                            {harness::Order::kRandom, 7},
                                            {harness::Order::kWarpGreedy, 1}};

}  // namespace

TensorsOn::TensorsOn(std::shared_ptr<DeviceMemory> memory) : before_(tensors_on) {
  tensors_on = std::move(memory);
}

TensorsOn::~TensorsOn() {
  tensors_on = before_;
}

std::shared_ptr<DeviceMemory> TensorsOn::memory() {
  return tensors_on;
}

RoundedInputs::RoundedInputs(bool on) : before_(rounded_inputs) {
  rounded_inputs = on;
}

RoundedInputs::~RoundedInputs() {
  rounded_inputs = before_;
}

bool RoundedInputs::wanted() {
  return rounded_inputs;
}

std::shared_ptr<DeviceBackend> simt_device() {
  static const std::shared_ptr<DeviceBackend> device = make_simt_backend();
  return device;
}

void for_each_device(const std::function<void(const std::string&, const std::shared_ptr<DeviceBackend>&)>& f) {
  static size_t turn = 0;
  static const char* only = std::getenv("UNDULA_TEST_DEVICES");
  if (only == nullptr || std::strcmp(only, "cuda") != 0) {
    harness::set_schedule(kSchedules[turn++ % std::size(kSchedules)]);
    f("simt", simt_device());
    harness::set_schedule({});
  }
  static const std::shared_ptr<DeviceBackend> card = cuda_devices().count > 0 ? make_cuda_backend(0) : nullptr;
  if (card) f("cuda", card);
}

void for_each_schedule(const std::function<void()>& f) {
  for (const harness::Schedule& schedule : kSchedules) {
    harness::set_schedule(schedule);
    f();
  }
  harness::set_schedule({});
}

}  // namespace undula::test
