#include "core/memory/arena.h"

#include <string>

#include "core/base/error.h"

namespace undula {
namespace {

size_t rounded(size_t bytes, size_t align) {
  return (bytes + align - 1) / align * align;
}

}  // namespace

View Arena::saved(Shape shape, DType dtype) {
  const size_t begin = saved_;
  saved_ += rounded(static_cast<size_t>(shape.count()) * size_of(dtype), kAlign);
  note_use();
  std::byte* base = planning_ ? reinterpret_cast<std::byte*>(kPlanBase) : slab_.data();
  return View(base + begin, dtype, shape, memory_.get());
}

View Arena::scratch(Shape shape, DType dtype) {
  scratch_ += rounded(static_cast<size_t>(shape.count()) * size_of(dtype), kAlign);
  note_use();
  std::byte* top = planning_ ? reinterpret_cast<std::byte*>(kPlanTop) : slab_.data() + slab_.bytes();
  return View(top - scratch_, dtype, shape, memory_.get());
}

void Arena::exceeded(size_t used) const {
  violated("arena", "the plan was exceeded; got " + std::to_string(used) + " bytes, want at most " +
                        std::to_string(slab_.bytes()));
}

void Arena::plan() {
  require(saved_ == 0 && scratch_ == 0, "arena", "plan() with memory in use");
  slab_ = Buffer();
  planning_ = true;
  planned_ = high_water_ = 0;
}

void Arena::reserve() {
  require(planning_, "arena", "reserve() without a plan");
  require(saved_ == 0 && scratch_ == 0, "arena", "reserve() with memory in use");
  slab_ = Buffer(rounded(planned_, 4096), memory_);
  planning_ = false;
  high_water_ = 0;
}

}  // namespace undula
