// Model files: written, read again, and refused when anything is wrong with them.

#include "engine/classifier/model_file.h"

#include "engine/classifier/features.h"
#include "tests/engine/classifier/examples.h"
#include "tests/support/seeded_random.h"
#include "tests/support/shared_data.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstring>
#include <fstream>
#include <string>
#include <vector>

namespace chaffinch::classifier {
namespace {

using testing::HasSubstr;

std::vector<TrainedLabel> labels() {
    TrainedLabel spam{"spam", 10, std::vector<float>(1'024), -0.5, 1.25};
    TrainedLabel toxic{"toxic", 8, std::vector<float>(256), 0.25, 2};
    for (std::size_t i = 0; i < spam.weights.size(); ++i) {
        spam.weights[i] = static_cast<float>(static_cast<double>(i % 200) / 50 - 2);
    }
    return {spam, toxic};
}

Result<std::shared_ptr<const Model>> decode(const std::vector<std::byte>& bytes) {
    return decode_model(bytes, nullptr);
}

void write_at(std::vector<std::byte>& bytes, std::size_t offset, std::uint32_t value) {
    std::memcpy(bytes.data() + offset, &value, sizeof value);
}

TEST(ModelFile, GivesBackWhatWasTrainedWithinHalfAStep) {
    const std::vector<std::byte> bytes = encode_model("spam-1", labels());
    const auto model = decode(bytes);
    ASSERT_TRUE(model) << model.error().detail;
    EXPECT_EQ((*model)->name(), "spam-1");
    ASSERT_EQ((*model)->labels().size(), 2U);
    EXPECT_EQ((*model)->labels()[1].label, "toxic");
    EXPECT_EQ((*model)->labels()[0].hold_z, 1.25);
    EXPECT_EQ((*model)->bias(0), -0.5);
    const std::vector<float> weights = labels()[0].weights;
    for (std::uint64_t slot = 0; slot < weights.size(); ++slot) {
        EXPECT_NEAR(
            (*model)->weight(0, slot << 54U),
            static_cast<double>(weights[slot]),
            2.0 / 127 / 2 + 1e-6
        );
    }
}

TEST(ModelFile, AddsUpLogOddsAsTheObviousLoopDoes) {
    const std::vector<std::byte> bytes = encode_model("m", labels());
    const auto model = decode(bytes);
    ASSERT_TRUE(model);
    chaffinch::test::SeededRandom random;
    for (int round = 0; round < 100; ++round) {
        const TrainingExample example = test::random_example(random, round, {});
        const FeatureSet& set = example.features;
        double sum = 0;
        for (std::size_t i = 0; i < set.hashes.size(); ++i) {
            sum += (1 - static_cast<double>(set.topic[i])) * (*model)->weight(0, set.hashes[i]);
        }
        const double expected = -0.5 + sum / std::sqrt(static_cast<double>(set.hashes.size()));
        EXPECT_NEAR((*model)->log_odds(0, set.hashes, set.topic), expected, 1e-9);
    }
    EXPECT_EQ((*model)->log_odds(0, {}, {}), -0.5);
}

TEST(ModelFile, IsRefusedWithAWordThatSaysWhatToDo) {
    const std::vector<std::byte> good = encode_model("m", labels());

    struct Case {
        std::string what;
        std::vector<std::byte> bytes;
        Errc code;
        std::string says;
    };

    std::vector<Case> cases;
    cases.push_back({"empty", {}, Errc::malformed, "too short"});
    cases.push_back({"half", {good.begin(), good.begin() + 200}, Errc::malformed, "size differs"});
    cases.push_back({"other file", std::vector<std::byte>(500), Errc::malformed, "not a model file"}
    );
    std::vector<std::byte> bytes = good;
    write_at(bytes, 8, 9);
    cases.push_back({"newer file", bytes, Errc::unsupported, "file version 9"});
    bytes = good;
    write_at(bytes, 12, feature_version + 1);
    cases.push_back({"other features", bytes, Errc::unsupported, "chaffinch train"});
    bytes = good;
    bytes.back() ^= std::byte{1};
    cases.push_back({"one bit", bytes, Errc::malformed, "checksum"});
    for (const Case& c : cases) {
        SCOPED_TRACE(c.what);
        const auto model = decode(c.bytes);
        ASSERT_FALSE(model);
        EXPECT_EQ(model.error().code, c.code);
        EXPECT_THAT(model.error().detail, HasSubstr(c.says));
    }
}

TEST(ModelFile, WithAnyByteChangedIsRefused) {
    const std::vector<std::byte> good = encode_model("m", labels());
    ASSERT_TRUE(decode(good));
    for (std::size_t i = 0; i < good.size(); ++i) {
        std::vector<std::byte> bytes = good;
        bytes[i] ^= std::byte{0x40};
        EXPECT_FALSE(decode(bytes)) << "byte " << i;
    }
}

TEST(OpenModel, MapsAFolderAndNamesTheFileWhenItCannot) {
    const chaffinch::test::TemporaryDirectory folder;
    const auto absent = open_model(folder.path());
    ASSERT_FALSE(absent);
    EXPECT_EQ(absent.error().code, Errc::not_found);
    const std::vector<std::byte> bytes = encode_model("m", labels());
    std::ofstream out(folder.path() / "model.bin", std::ios::binary);
    out.write(
        reinterpret_cast<const char*>(bytes.data()), static_cast<std::streamsize>(bytes.size())
    );
    out.close();
    const auto model = open_model(folder.path());
    ASSERT_TRUE(model) << model.error().detail;
    EXPECT_EQ((*model)->name(), "m");
    std::filesystem::resize_file(folder.path() / "model.bin", 100);
    const auto cut = open_model(folder.path());
    ASSERT_FALSE(cut);
    EXPECT_THAT(cut.error().detail, HasSubstr("model.bin"));
}

}  // namespace
}  // namespace chaffinch::classifier
