#include "core/model/model_file.h"

#include <cmath>
#include <cstring>

#include "core/base/error.h"

namespace undula {
namespace {

std::vector<int64_t> extents(const Shape& shape) {
  std::vector<int64_t> list;
  for (int i = 0; i < shape.rank(); ++i) list.push_back(shape[i]);
  return list;
}

/// The tensor of a parameter, after its type and shape were compared.
const Tensor& tensor_of(const TensorFile& file, const Param& param, const std::string& path) {
  const Tensor* tensor = file.find(param.name);
  if (tensor == nullptr) throw Error(ErrorKind::kBadInput, "the model file lacks the tensor " + param.name, path);
  if (tensor->type != TensorType::kF32 || tensor->shape != extents(param.shape)) {
    throw Error(ErrorKind::kBadInput,
                "tensor " + param.name + " does not fit the model's configuration; want F32 " + param.shape.text(),
                path);
  }
  return *tensor;
}

}  // namespace

const std::string& ModelFile::field(const std::string& key) const {
  const auto found = content.metadata.find(key);
  if (found == content.metadata.end()) throw Error(ErrorKind::kBadInput, "the model file lacks the field " + key, path);
  return found->second;
}

ModelFile read_model(const std::string& path) {
  ModelFile file;
  file.path = path;
  file.content = read_tensor_file(path, Checksum::kRequired);
  if (file.field("format") != kModelFormat) {
    throw Error(ErrorKind::kBadInput, "not a model this version can read: format '" + file.field("format") + "'", path,
                std::string("a file of format '") + kModelFormat + "'");
  }
  try {
    file.model = std::make_unique<SequenceModel>(ModelConfig::from_metadata(file.content.metadata), DType::kF32);
  } catch (const Error& error) {
    throw Error(ErrorKind::kBadInput, error.what(), path);
  }
  for (const Param& param : file.model->params().params()) tensor_of(file.content, param, path);
  file.model->allocate(false);
  for (const Param& param : file.model->params().params()) {
    const Tensor& tensor = tensor_of(file.content, param, path);
    std::memcpy(param.value.data, tensor.bytes.data(), tensor.bytes.size());
    for (int64_t i = 0; i < param.value.count(); ++i) {
      if (std::isfinite(param.value.as<float>()[i])) continue;
      throw Error(ErrorKind::kBadInput, "tensor " + param.name + " holds a value that is no finite number", path);
    }
  }
  file.model->params().touch();
  return file;
}

void write_model(const std::string& path, const SequenceModel& model, TensorFile content) {
  require(model.dtype() == DType::kF32, "write_model", "models are stored in fp32");
  for (const auto& [key, value] : model.config().to_metadata()) content.metadata[key] = value;
  content.metadata["format"] = kModelFormat;
  for (const Param& param : model.params().params()) {
    content.refer({param.name, TensorType::kF32, extents(param.shape), {param.value.data, param.value.bytes()}});
  }
  write_tensor_file(path, content);
}

}  // namespace undula
