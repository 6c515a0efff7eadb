// Writing and reading of model files.

#include "engine/classifier/model_file.h"

#include "engine/classifier/features.h"

#define XXH_INLINE_ALL
#include <xxhash.h>

#include <algorithm>
#include <array>
#include <bit>
#include <cassert>
#include <cmath>
#include <cstring>
#include <string_view>
#include <utility>

namespace chaffinch::classifier {
namespace {

constexpr std::string_view magic = "CHFMODEL";
constexpr std::size_t hashed_from = 32;
constexpr std::size_t name_offset = 40;
constexpr std::size_t name_bytes = 64;
constexpr std::size_t records_offset = 104;
constexpr std::size_t record_bytes = 80;
constexpr std::size_t label_bytes = 32;
constexpr std::size_t max_labels = 16;
constexpr std::uint32_t min_bits = 8;
constexpr std::uint32_t max_bits = 24;
constexpr std::size_t table_alignment = 64;

static_assert(std::endian::native == std::endian::little, "model files are mapped as they are");

template <class T>
T read_at(std::span<const std::byte> bytes, std::size_t offset) {
    T value;
    std::memcpy(&value, bytes.data() + offset, sizeof value);
    return value;
}

template <class T>
void write_at(std::vector<std::byte>& bytes, std::size_t offset, T value) {
    std::memcpy(bytes.data() + offset, &value, sizeof value);
}

/// Text of a fixed field up to its first zero.
std::string text_at(std::span<const std::byte> bytes, std::size_t offset, std::size_t size) {
    std::string text(size, '\0');
    std::memcpy(text.data(), bytes.data() + offset, size);
    text.resize(std::min(text.find('\0'), size));
    return text;
}

std::uint64_t checksum(std::span<const std::byte> bytes) {
    return XXH3_64bits(bytes.data() + hashed_from, bytes.size() - hashed_from);
}

Error malformed(std::string what) {
    return {Errc::malformed, "model file: " + std::move(what) + "; fetch or train it again"};
}

Error unsupported(std::string what) {
    return {Errc::unsupported, "model file: " + std::move(what)};
}

struct Label {
    double bias = 0;
    double step = 0;
    std::uint32_t bits = 0;
    const std::int8_t* table = nullptr;

    [[nodiscard]] double weight(std::uint64_t feature) const {
        return step * static_cast<double>(table[feature >> (64 - bits)]);
    }
};

class FileModel final : public Model {
  public:
    FileModel(
        std::string name,
        std::vector<LabelThresholds> thresholds,
        std::vector<Label> labels,
        std::shared_ptr<const void> owner
    )
        : name_(std::move(name)),
          thresholds_(std::move(thresholds)),
          labels_(std::move(labels)),
          owner_(std::move(owner)) {}

    const std::string& name() const override { return name_; }

    const std::vector<LabelThresholds>& labels() const override { return thresholds_; }

    double log_odds(
        std::size_t label_index,
        std::span<const std::uint64_t> features,
        std::span<const float> topic
    ) const override {
        const Label& label = labels_.at(label_index);
        if (features.empty()) return label.bias;
        double sum = 0;
        for (std::size_t i = 0; i < features.size(); ++i) {
            const double share = i < topic.size() ? 1 - static_cast<double>(topic[i]) : 1;
            sum += share * static_cast<double>(label.table[features[i] >> (64 - label.bits)]);
        }
        return label.bias + label.step * sum / std::sqrt(static_cast<double>(features.size()));
    }

    double weight(std::size_t label_index, std::uint64_t feature) const override {
        return labels_.at(label_index).weight(feature);
    }

    void prefetch(std::uint64_t feature) const override {
        for (const Label& label : labels_) {
            __builtin_prefetch(label.table + (feature >> (64 - label.bits)));
        }
    }

    double bias(std::size_t label_index) const override { return labels_.at(label_index).bias; }

  private:
    std::string name_;
    std::vector<LabelThresholds> thresholds_;
    std::vector<Label> labels_;
    std::shared_ptr<const void> owner_;
};

/// Everything about the file as a whole, before any label is looked at.
Result<std::size_t> checked_label_count(std::span<const std::byte> bytes) {
    if (bytes.size() < records_offset) return malformed("too short for a header");
    if (std::memcmp(bytes.data(), magic.data(), magic.size()) != 0)
        return malformed("not a model file");
    const auto version = read_at<std::uint32_t>(bytes, 8);
    if (version != model_file_version) {
        return unsupported(
            "file version " + std::to_string(version) + ", this program reads version " +
            std::to_string(model_file_version) + "; use the model that came with this program"
        );
    }
    const auto features = read_at<std::uint32_t>(bytes, 12);
    if (features != feature_version) {
        return unsupported(
            "trained on feature version " + std::to_string(features) +
            ", this program extracts version " + std::to_string(feature_version) +
            "; use the model that came with it, or run `chaffinch train`"
        );
    }
    if (read_at<std::uint64_t>(bytes, 16) != bytes.size())
        return malformed("size differs from its header");
    if (read_at<std::uint64_t>(bytes, 24) != checksum(bytes)) return malformed("checksum differs");
    const std::size_t count = read_at<std::uint32_t>(bytes, 32);
    if (count == 0 || count > max_labels) return malformed("number of labels out of range");
    if (bytes.size() < records_offset + count * record_bytes)
        return malformed("too short for its labels");
    return count;
}

Result<std::pair<LabelThresholds, Label>> read_label(
    std::span<const std::byte> bytes, std::size_t index
) {
    const std::size_t at = records_offset + index * record_bytes;
    LabelThresholds thresholds{text_at(bytes, at, label_bytes), read_at<double>(bytes, at + 48)};
    Label label;
    label.bias = read_at<double>(bytes, at + 32);
    label.step = read_at<double>(bytes, at + 40);
    label.bits = read_at<std::uint32_t>(bytes, at + 56);
    const auto offset = read_at<std::uint64_t>(bytes, at + 64);
    if (thresholds.label.empty()) return malformed("a label without a name");
    if (!std::isfinite(label.bias) || !std::isfinite(label.step) ||
        !std::isfinite(thresholds.hold_z)) {
        return malformed("a number that is not finite");
    }
    if (label.bits < min_bits || label.bits > max_bits) return malformed("table size out of range");
    const std::uint64_t size = std::uint64_t{1} << label.bits;
    if (offset > bytes.size() || size > bytes.size() - offset)
        return malformed("a table beyond its end");
    label.table = reinterpret_cast<const std::int8_t*>(bytes.data() + offset);
    return std::pair{std::move(thresholds), label};
}

std::size_t aligned(std::size_t offset) {
    return (offset + table_alignment - 1) / table_alignment * table_alignment;
}

void write_label(std::vector<std::byte>& bytes, std::size_t index, const TrainedLabel& label) {
    double largest = 0;
    for (const float weight : label.weights)
        largest = std::max(largest, static_cast<double>(std::abs(weight)));
    const double step = largest > 0 ? largest / 127 : 1;
    const std::size_t table = aligned(bytes.size());
    bytes.resize(table + label.weights.size());
    for (std::size_t i = 0; i < label.weights.size(); ++i) {
        const double rounded = std::nearbyint(static_cast<double>(label.weights[i]) / step);
        bytes[table + i] =
            static_cast<std::byte>(static_cast<std::int8_t>(std::clamp(rounded, -127.0, 127.0)));
    }
    const std::size_t at = records_offset + index * record_bytes;
    std::memcpy(
        bytes.data() + at, label.label.data(), std::min(label.label.size(), label_bytes - 1)
    );
    write_at(bytes, at + 32, label.bias);
    write_at(bytes, at + 40, step);
    write_at(bytes, at + 48, label.hold_z);
    write_at(bytes, at + 56, static_cast<std::uint32_t>(label.slot_bits));
    write_at(bytes, at + 64, static_cast<std::uint64_t>(table));
}

}  // namespace

std::vector<std::byte> encode_model(const std::string& name, std::span<const TrainedLabel> labels) {
    assert(!labels.empty() && labels.size() <= max_labels);
    std::vector<std::byte> bytes(records_offset + labels.size() * record_bytes);
    std::memcpy(bytes.data(), magic.data(), magic.size());
    write_at(bytes, 8, model_file_version);
    write_at(bytes, 12, feature_version);
    write_at(bytes, 32, static_cast<std::uint32_t>(labels.size()));
    std::memcpy(bytes.data() + name_offset, name.data(), std::min(name.size(), name_bytes - 1));
    for (std::size_t i = 0; i < labels.size(); ++i) {
        assert(labels[i].weights.size() == std::size_t{1} << labels[i].slot_bits);
        write_label(bytes, i, labels[i]);
    }
    write_at(bytes, 16, static_cast<std::uint64_t>(bytes.size()));
    write_at(bytes, 24, checksum(bytes));
    return bytes;
}

Result<std::shared_ptr<const Model>> decode_model(
    std::span<const std::byte> bytes, std::shared_ptr<const void> owner
) {
    const Result<std::size_t> count = checked_label_count(bytes);
    if (!count) return count.error();
    std::vector<LabelThresholds> thresholds;
    std::vector<Label> labels;
    for (std::size_t i = 0; i < *count; ++i) {
        Result<std::pair<LabelThresholds, Label>> label = read_label(bytes, i);
        if (!label) return label.error();
        thresholds.push_back(std::move(label->first));
        labels.push_back(label->second);
    }
    std::shared_ptr<const Model> model = std::make_shared<FileModel>(
        text_at(bytes, name_offset, name_bytes),
        std::move(thresholds),
        std::move(labels),
        std::move(owner)
    );
    return model;
}

}  // namespace chaffinch::classifier
