#include "engine/table/cell_text.hpp"

#include <arrow/api.h>
#include <arrow/util/float16.h>
#include <arrow/util/ree_util.h>
#include <fmt/format.h>

#include "engine/base/numbers.hpp"
#include "engine/base/time.hpp"
#include "engine/table/arrow_status.hpp"

namespace grapevine {
namespace {

template <class Array>
const Array& as(const arrow::Array& array) {
  return static_cast<const Array&>(array);
}

/// The type of the values, where the array holds them in a coded form.
const arrow::DataType& value_type(const arrow::DataType& type) {
  switch (type.id()) {
    case arrow::Type::DICTIONARY:
      return value_type(*static_cast<const arrow::DictionaryType&>(type).value_type());
    case arrow::Type::RUN_END_ENCODED:
      return value_type(*static_cast<const arrow::RunEndEncodedType&>(type).value_type());
    case arrow::Type::EXTENSION:
      return value_type(*static_cast<const arrow::ExtensionType&>(type).storage_type());
    default:
      return type;
  }
}

/// A moment `value` steps of `step` after 1970.
std::string moment_text(std::int64_t value, std::chrono::microseconds step) {
  std::int64_t scaled = 0;
  if (__builtin_mul_overflow(value, step.count(), &scaled))
    return fmt::format("{} x {} s after 1970", value, std::chrono::duration<double>(step).count());
  return time_text(Time{std::chrono::microseconds{scaled}});
}

std::string timestamp_text(const arrow::Array& array, std::int64_t i) {
  using namespace std::chrono;
  const std::int64_t value = as<arrow::TimestampArray>(array).Value(i);
  switch (static_cast<const arrow::TimestampType&>(*array.type()).unit()) {
    case arrow::TimeUnit::SECOND:
      return moment_text(value, 1s);
    case arrow::TimeUnit::MILLI:
      return moment_text(value, 1ms);
    case arrow::TimeUnit::MICRO:
      return moment_text(value, 1us);
    case arrow::TimeUnit::NANO:
      break;
  }
  return moment_text(floor<microseconds>(nanoseconds{value}).count(), 1us);
}

/// Days since 1970 of a count of milliseconds: the time of the day, which there should be none of,
/// is dropped.
std::int64_t days_of(std::int64_t milliseconds) {
  return std::chrono::floor<std::chrono::days>(std::chrono::milliseconds{milliseconds}).count();
}

std::string run_end_encoded_text(const arrow::Array& array, std::int64_t i) {
  const auto& runs = as<arrow::RunEndEncodedArray>(array);
  const std::int64_t at =
      arrow::ree_util::FindPhysicalIndex(arrow::ArraySpan(*array.data()), i, array.offset());
  return cell_text(*runs.values(), at);
}

std::string dictionary_text(const arrow::Array& array, std::int64_t i) {
  const auto& coded = as<arrow::DictionaryArray>(array);
  return cell_text(*coded.dictionary(), coded.GetValueIndex(i));
}

template <class Array>
std::string number_text(const arrow::Array& array, std::int64_t i) {
  return fmt::format("{}", as<Array>(array).Value(i));
}

template <class Array>
std::string string_text(const arrow::Array& array, std::int64_t i) {
  return std::string(as<Array>(array).GetView(i));
}

template <class Array>
std::string decimal_text(const arrow::Array& array, std::int64_t i) {
  return as<Array>(array).FormatValue(i);
}

/// The cells that are no numbers: the second half of what `cell_text` knows.
std::string other_text(const arrow::Array& array, std::int64_t i) {
  switch (array.type_id()) {
    case arrow::Type::BOOL:
      return as<arrow::BooleanArray>(array).Value(i) ? "true" : "false";
    case arrow::Type::STRING:
      return string_text<arrow::StringArray>(array, i);
    case arrow::Type::LARGE_STRING:
      return string_text<arrow::LargeStringArray>(array, i);
    case arrow::Type::STRING_VIEW:
      return string_text<arrow::StringViewArray>(array, i);
    case arrow::Type::BINARY:
      return string_text<arrow::BinaryArray>(array, i);
    case arrow::Type::LARGE_BINARY:
      return string_text<arrow::LargeBinaryArray>(array, i);
    case arrow::Type::BINARY_VIEW:
      return string_text<arrow::BinaryViewArray>(array, i);
    case arrow::Type::FIXED_SIZE_BINARY:
      return string_text<arrow::FixedSizeBinaryArray>(array, i);
    case arrow::Type::DATE32:
      return moment_text(as<arrow::Date32Array>(array).Value(i), std::chrono::days{1});
    case arrow::Type::DATE64:
      return moment_text(days_of(as<arrow::Date64Array>(array).Value(i)), std::chrono::days{1});
    case arrow::Type::TIMESTAMP:
      return timestamp_text(array, i);
    case arrow::Type::DICTIONARY:
      return dictionary_text(array, i);
    case arrow::Type::RUN_END_ENCODED:
      return run_end_encoded_text(array, i);
    case arrow::Type::EXTENSION:
      return cell_text(*as<arrow::ExtensionArray>(array).storage(), i);
    default:
      return check(array.GetScalar(i))->ToString();
  }
}

}  // namespace

std::string cell_text(const arrow::Array& array, std::int64_t i) {
  if (array.IsNull(i)) return {};
  switch (array.type_id()) {
    case arrow::Type::INT8:
      return number_text<arrow::Int8Array>(array, i);
    case arrow::Type::INT16:
      return number_text<arrow::Int16Array>(array, i);
    case arrow::Type::INT32:
      return number_text<arrow::Int32Array>(array, i);
    case arrow::Type::INT64:
      return number_text<arrow::Int64Array>(array, i);
    case arrow::Type::UINT8:
      return number_text<arrow::UInt8Array>(array, i);
    case arrow::Type::UINT16:
      return number_text<arrow::UInt16Array>(array, i);
    case arrow::Type::UINT32:
      return number_text<arrow::UInt32Array>(array, i);
    case arrow::Type::UINT64:
      return number_text<arrow::UInt64Array>(array, i);
    case arrow::Type::HALF_FLOAT:
      return fmt::format(
          "{}",
          arrow::util::Float16::FromBits(as<arrow::HalfFloatArray>(array).Value(i)).ToFloat());
    case arrow::Type::FLOAT:
      return number_text<arrow::FloatArray>(array, i);
    case arrow::Type::DOUBLE:
      return to_text(as<arrow::DoubleArray>(array).Value(i));
    case arrow::Type::DECIMAL32:
      return decimal_text<arrow::Decimal32Array>(array, i);
    case arrow::Type::DECIMAL64:
      return decimal_text<arrow::Decimal64Array>(array, i);
    case arrow::Type::DECIMAL128:
      return decimal_text<arrow::Decimal128Array>(array, i);
    case arrow::Type::DECIMAL256:
      return decimal_text<arrow::Decimal256Array>(array, i);
    default:
      return other_text(array, i);
  }
}

bool is_plain_type(const arrow::DataType& type) {
  const arrow::Type::type id = value_type(type).id();
  return id == arrow::Type::NA || id == arrow::Type::BOOL || arrow::is_numeric(id) ||
         arrow::is_decimal(id) || arrow::is_date(id) || id == arrow::Type::TIMESTAMP ||
         is_text_type(type);
}

bool is_text_type(const arrow::DataType& type) {
  const arrow::Type::type id = value_type(type).id();
  return arrow::is_base_binary_like(id) || arrow::is_binary_view_like(id) ||
         id == arrow::Type::FIXED_SIZE_BINARY;
}

bool is_floating_type(const arrow::DataType& type) {
  return arrow::is_floating(value_type(type).id());
}

}  // namespace grapevine
