// The model file: a header, a record a label, and a table of 8-bit weights a label.
//
//   offset  size  what (numbers little-endian)
//        0     8  "CHFMODEL"
//        8     4  file version
//       12     4  feature version (features.h)
//       16     8  size of the file
//       24     8  xxh3 of all bytes from offset 32 on
//       32     4  number of labels, 1 to 16
//       36     4  0
//       40    64  name, padded with zeros
//      104   80 each  label: name[32], f64 bias, f64 step, f64 hold_z, u32 slot bits (8 to 24),
//                u32 0, u64 offset of its table, u64 0
//        -        tables: 2^bits signed bytes, each at a multiple of 64
//
// The weight of a feature is step * table[hash >> (64 - bits)]. There are no check bits: of a
// pruned model nine slots of ten are empty, and what a stranger in a used slot adds is noise of
// either sign (measured: nothing lost at 2^22 slots with 1.4 million features, classifier.md 4.6).

#pragma once

#include "engine/classifier/model.h"
#include "engine/types/result.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace chaffinch::classifier {

inline constexpr std::uint32_t model_file_version = 1;

/// A label as trained, before it is written.
struct TrainedLabel {
    std::string label{};
    int slot_bits = 22;
    std::vector<float> weights{};  ///< 2^slot_bits
    double bias = 0;
    double hold_z = 0;
};

/// The bytes of a model file. Weights are rounded to 1/127 of the largest. Deterministic.
std::vector<std::byte> encode_model(const std::string& name, std::span<const TrainedLabel> labels);

/// Reads a model from memory; the result refers to `bytes` through `owner`, which it keeps alive.
/// Errors as open_model; total on any bytes.
Result<std::shared_ptr<const Model>> decode_model(
    std::span<const std::byte> bytes, std::shared_ptr<const void> owner
);

}  // namespace chaffinch::classifier
