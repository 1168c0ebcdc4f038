#include <cstring>

#include "core/base/bf16.h"
#include "core/base/error.h"
#include "core/cuda/host/device_memory.h"
#include "core/cuda/ops.h"
#include "core/cuda/queue.h"
#include "core/memory/context.h"

// The device of the host harness: kernels run as fibers, matrix products as plain loops in float64. What it does is in
// order and done at once, or while capturing noted down.
namespace undula {
namespace {

float number(const View& view, int64_t row, int64_t column) {
  const int64_t at = row * view.strides[0] + column;
  if (view.dtype == DType::kF32) return view.as<float>()[at];
  return from_bf16(reinterpret_cast<const uint16_t*>(view.data)[at]);
}

void set_number(const View& view, int64_t row, int64_t column, double value) {
  const int64_t at = row * view.strides[0] + column;
  if (view.dtype == DType::kF32) {
    view.as<float>()[at] = static_cast<float>(value);
  } else {
    reinterpret_cast<uint16_t*>(view.data)[at] = to_bf16(static_cast<float>(value));
  }
}

/// An element of w as products with numbers of `dtype` see it.
double weight(const View& w, int64_t row, int64_t column, DType dtype) {
  const float value = number(w, row, column);
  return static_cast<double>(dtype == DType::kBF16 ? from_bf16(to_bf16(value)) : value);
}

class Graph final : public DeviceGraph {
 public:
  Recording recording;
};

class SimtBackend final : public DeviceBackend {
 public:
  Device device() const override { return Device::kSimt; }
  std::string name() const override { return "the host harness"; }
  void synchronise() override { require(!capturing(), "simt", "waiting while work is recorded"); }
  Queue& queue() override { return queue_; }
  DeviceOps& ops() override { return ops_; }

  std::byte* allocate(size_t bytes) override {
    require(!capturing(), "simt", "memory is allocated while work is recorded");
    auto* memory = static_cast<std::byte*>(harness::allocate(bytes));
    const harness::MemoryWindow window;
    std::memset(memory, 0, bytes);
    return memory;
  }
  void release(std::byte* memory, size_t) noexcept override { harness::deallocate(memory); }

  void upload(Runs from, Runs to, size_t bytes, size_t count) override {
    require(!capturing(), "simt", "an upload while work is recorded");
    move(from, to, bytes, count);
  }
  void download(Runs from, Runs to, size_t bytes, size_t count) override {
    require(!capturing(), "simt", "a download while work is recorded");
    move(from, to, bytes, count);
  }
  void copy(Runs from, Runs to, size_t bytes, size_t count) override {
    work([=] { move(from, to, bytes, count); });
  }
  void fill(Runs to, uint8_t byte, size_t bytes, size_t count) override {
    work([=] {
      for (size_t i = 0; i < count; ++i) std::memset(to.data + i * to.stride, byte, bytes);
    });
  }

  void product(Context& ctx, const View& x, const View& w, const View& bias, const View& y, uint64_t) override {
    if (ctx.planning()) return;
    work([=] {
      for (int64_t m = 0; m < y.shape[0]; ++m) {
        for (int64_t n = 0; n < y.shape[1]; ++n) {
          double sum = bias.present() ? static_cast<double>(bias.as<float>()[n]) : 0;
          for (int64_t k = 0; k < x.shape[1]; ++k)
            sum += static_cast<double>(number(x, m, k)) * weight(w, n, k, x.dtype);
          set_number(y, m, n, sum);
        }
      }
    });
  }
  void product_input_gradient(Context& ctx, const View& dy, const View& w, const View& dx, uint64_t) override {
    if (ctx.planning()) return;
    work([=] {
      for (int64_t m = 0; m < dx.shape[0]; ++m) {
        for (int64_t k = 0; k < dx.shape[1]; ++k) {
          double sum = 0;
          for (int64_t n = 0; n < dy.shape[1]; ++n)
            sum += static_cast<double>(number(dy, m, n)) * weight(w, n, k, dy.dtype);
          set_number(dx, m, k, sum);
        }
      }
    });
  }
  void product_weight_gradient(Context& ctx, const View& dy, const View& x, const View& dw) override {
    if (ctx.planning()) return;
    work([=] {
      for (int64_t n = 0; n < dw.shape[0]; ++n) {
        for (int64_t k = 0; k < dw.shape[1]; ++k) {
          double sum = 0;
          for (int64_t m = 0; m < x.shape[0]; ++m)
            sum += static_cast<double>(number(dy, m, n)) * static_cast<double>(number(x, m, k));
          set_number(dw, n, k, static_cast<double>(number(dw, n, k)) + sum);
        }
      }
    });
  }

  void begin_capture() override {
    require(!capturing(), "simt", "work is being recorded already");
    graph_ = std::make_unique<Graph>();
    queue_.recording = &graph_->recording;
  }
  std::unique_ptr<DeviceGraph> end_capture() override {
    queue_.recording = nullptr;
    return std::move(graph_);
  }
  void replay(const DeviceGraph& graph) override { static_cast<const Graph&>(graph).recording.replay(); }

 private:
  bool capturing() const { return queue_.recording != nullptr; }

  static void move(Runs from, Runs to, size_t bytes, size_t count) {
    const harness::MemoryWindow window;
    for (size_t i = 0; i < count; ++i) std::memcpy(to.data + i * to.stride, from.data + i * from.stride, bytes);
  }

  /// Does `f` with the device's memory open, now or when the recording is replayed.
  template <class F>
  void work(F f) {
    const auto run = [f] {
      const harness::MemoryWindow window;
      f();
    };
    if (capturing()) {
      queue_.recording->work.push_back(run);
    } else {
      run();
    }
  }

  Queue queue_;
  simt::Ops ops_;
  std::unique_ptr<Graph> graph_;
};

}  // namespace

std::shared_ptr<DeviceBackend> make_simt_backend() {
  return std::make_shared<SimtBackend>();
}

}  // namespace undula
