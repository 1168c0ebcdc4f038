#include "core/model/model_file.h"

#include <algorithm>
#include <cmath>

#include "core/base/error.h"

namespace undula {
namespace {

std::vector<int64_t> extents(const Shape& shape) {
  std::vector<int64_t> list;
  for (int i = 0; i < shape.rank(); ++i) list.push_back(shape[i]);
  return list;
}

/// Throws unless the file holds a parameter's tensor with its shape and a type that a model can have.
void check_tensor(const TensorFile& file, const Param& param, const std::string& path) {
  const Tensor* tensor = file.find(param.name);
  if (tensor == nullptr) throw Error(ErrorKind::kBadInput, "the model file lacks the tensor " + param.name, path);
  const bool typed = tensor->type == TensorType::kF32 || (tensor->type == TensorType::kBF16 && param.decay);
  if (!typed || tensor->shape != extents(param.shape)) {
    throw Error(ErrorKind::kBadInput,
                "tensor " + param.name + " does not fit the model's configuration; want F32 " + param.shape.text(),
                path);
  }
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
  for (const Param& param : file.model->params().params()) check_tensor(file.content, param, path);
  file.model->allocate(false);
  for (const Param& param : file.model->params().params()) {
    const std::vector<float> values = file.content.floats(param.name, extents(param.shape));
    std::copy(values.begin(), values.end(), param.value.as<float>());
    for (int64_t i = 0; i < param.value.count(); ++i) {
      if (std::isfinite(param.value.as<float>()[i])) continue;
      throw Error(ErrorKind::kBadInput, "tensor " + param.name + " holds a value that is no finite number", path);
    }
  }
  file.model->params().touch();
  return file;
}

void write_model(const std::string& path, const SequenceModel& model, TensorFile content, MatrixStorage storage) {
  require(model.dtype() == DType::kF32, "write_model", "models are stored in fp32");
  for (const auto& [key, value] : model.config().to_metadata()) content.metadata[key] = value;
  content.metadata["format"] = kModelFormat;
  if (storage == MatrixStorage::kBF16) {
    for (const Tensor& tensor : content.tensors) {
      if (tensor.shape.size() == 2 && tensor.type == TensorType::kF32) content.narrow(tensor.name);
    }
  }
  Buffer keep;
  const View values = on_host(model.params().values(), keep);
  for (const Param& param : model.params().params()) {
    const View value = values.slice(0, param.offset, param.offset + param.shape.count());
    content.refer({param.name, TensorType::kF32, extents(param.shape), {value.data, value.bytes()}});
    if (storage == MatrixStorage::kBF16 && param.decay) content.narrow(param.name);
  }
  write_tensor_file(path, content);
}

}  // namespace undula
