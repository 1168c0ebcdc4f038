#include "core/io/safetensors_header.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>
#include <tuple>

#include "core/base/error.h"
#include "core/io/json.h"

namespace undula {
namespace {

using Json = nlohmann::json;

constexpr char kMetadata[] = "__metadata__";
constexpr int kDeepest = 2;  // {name: {"shape": [...]}}

/// A name from the file, made safe to print.
std::string quoted(const std::string& name) {
  return json_text(name.substr(0, 80));
}

/// Parses JSON, refusing repeated names and deep nesting, neither of which the library refuses.
Json parse_json(std::string_view text, const std::string& where) {
  if (text.empty() || text.front() != '{') fail_tensor_file("the header is not a JSON object", where);
  std::vector<std::set<std::string>> names;  // one set per open object or list
  const auto check = [&](int depth, Json::parse_event_t event, Json& value) {
    switch (event) {
      case Json::parse_event_t::object_start:
      case Json::parse_event_t::array_start:
        if (depth > kDeepest) fail_tensor_file("the header nests too deeply", where);
        names.emplace_back();
        break;
      case Json::parse_event_t::object_end:
      case Json::parse_event_t::array_end:
        names.pop_back();
        break;
      case Json::parse_event_t::key:
        if (!names.back().insert(value.get<std::string>()).second) {
          fail_tensor_file("the name " + quoted(value.get<std::string>()) + " is there twice", where);
        }
        break;
      default:
        break;
    }
    return true;
  };
  try {
    return Json::parse(text, check);
  } catch (const Json::exception&) {
    fail_tensor_file("the header is not valid JSON", where);
  }
}

uint64_t unsigned_of(const Json& value, const char* field, const std::string& where) {
  if (!value.is_number_unsigned() || value.get<uint64_t>() > INT64_MAX) {
    fail_tensor_file(std::string(field) + " holds something other than a non-negative 64-bit integer", where);
  }
  return value.get<uint64_t>();
}

TensorType type_of(const Json& value, const std::string& where) {
  using enum TensorType;
  for (const TensorType type : {kF32, kF64, kBF16, kF16, kI32, kU8, kI64}) {
    if (value == name_of(type)) return type;
  }
  fail_tensor_file("dtype is none of F32, F64, BF16, F16, I32, U8, I64", where);
}

TensorEntry parse_entry(const std::string& name, const Json& fields, const std::string& where) {
  if (!fields.is_object() || fields.size() != 3 || !fields.contains("dtype") || !fields.contains("shape") ||
      !fields.contains("data_offsets")) {
    fail_tensor_file("a tensor needs exactly dtype, shape and data_offsets", where);
  }
  TensorEntry entry;
  entry.tensor.name = name;
  entry.tensor.type = type_of(fields["dtype"], where);
  const Json& shape = fields["shape"];
  if (!shape.is_array()) fail_tensor_file("shape is not a list", where);
  for (const Json& extent : shape) {
    entry.tensor.shape.push_back(static_cast<int64_t>(unsigned_of(extent, "shape", where)));
  }
  const Json& offsets = fields["data_offsets"];
  if (!offsets.is_array() || offsets.size() != 2) fail_tensor_file("data_offsets is not a pair", where);
  entry.begin = unsigned_of(offsets[0], "data_offsets", where);
  entry.end = unsigned_of(offsets[1], "data_offsets", where);
  const std::optional<int64_t> bytes = byte_count(entry.tensor.type, entry.tensor.shape);
  if (!bytes) fail_tensor_file("shape is too large", where);
  if (entry.end < entry.begin || entry.end - entry.begin != static_cast<uint64_t>(*bytes)) {
    fail_tensor_file("data_offsets do not match dtype and shape", where);
  }
  return entry;
}

std::map<std::string, std::string> parse_metadata(const Json& fields, const std::string& where) {
  if (!fields.is_object()) fail_tensor_file("__metadata__ is not an object", where);
  std::map<std::string, std::string> metadata;
  for (const auto& [key, value] : fields.items()) {
    if (!value.is_string()) fail_tensor_file("metadata " + quoted(key) + " is not a string", where);
    metadata[key] = value.get<std::string>();
  }
  return metadata;
}

}  // namespace

void fail_tensor_file(const std::string& what, const std::string& where) {
  throw Error(ErrorKind::kBadInput, what, where, "fetch or write the file again; it is cut short, altered or no model");
}

TensorHeader parse_tensor_header(std::string_view text, const std::string& path) {
  TensorHeader header;
  const Json parsed = parse_json(text, path + ", header");
  for (const auto& [name, fields] : parsed.items()) {
    const std::string where = path + ", " + quoted(name);
    if (name == kMetadata) {
      header.metadata = parse_metadata(fields, where);
    } else {
      header.entries.push_back(parse_entry(name, fields, where));
    }
  }
  std::sort(header.entries.begin(), header.entries.end(), [](const TensorEntry& a, const TensorEntry& b) {
    return std::tie(a.begin, a.end, a.tensor.name) < std::tie(b.begin, b.end, b.tensor.name);
  });
  for (const TensorEntry& entry : header.entries) {
    if (entry.begin != header.data_bytes) {
      fail_tensor_file("a gap or an overlap lies before this tensor", path + ", " + quoted(entry.tensor.name));
    }
    header.data_bytes = entry.end;
  }
  return header;
}

std::string tensor_header_text(const TensorHeader& header) {
  Json json = Json::object();
  if (!header.metadata.empty()) json[kMetadata] = header.metadata;
  for (const TensorEntry& entry : header.entries) {
    json[entry.tensor.name] = {{"dtype", name_of(entry.tensor.type)},
                               {"shape", entry.tensor.shape},
                               {"data_offsets", {entry.begin, entry.end}}};
  }
  try {
    std::string text = json.dump();
    text.append((8 - text.size() % 8) % 8, ' ');
    return text;
  } catch (const Json::exception&) {
    throw Error(ErrorKind::kFailure, "[tensor_file] a name or metadata is not UTF-8");
  }
}

}  // namespace undula
