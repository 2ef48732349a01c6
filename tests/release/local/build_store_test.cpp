#include "release/local/build_store.h"

#include <filesystem>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "release/local/files.h"
#include "tests/release/support/program_folder.h"

namespace astronova::release::local {
namespace {

using astronova::testing::write_program;
using astronova::testing::write_text;
using ::testing::HasSubstr;

class ABuildStore : public ::testing::Test {
 protected:
  Artifact build(const std::string& text) {
    write_program(folder_ / "build", text);
    return {"1.2.3", digest_of_file(folder_ / "build").value(), folder_ / "build"};
  }
  std::string kept_text(const KeptRevision& revision) const {
    return read_file(revision.artifact.location).value();
  }

  const astronova::testing::ProgramFolder folder_;
  const std::string path_ = folder_ / "state";
  const BuildStore store_{path_};
};

TEST_F(ABuildStore, IsEmptyWhereNothingWasKept) {
  for (const auto slot : slots)
    EXPECT_FALSE(store_.in(slot).value());
  EXPECT_FALSE(store_.revision("r1").value());
  EXPECT_EQ(store_.balancer_state(), "");
}

TEST_F(ABuildStore, KeepsACopyThatTheOperatorsFolderDoesNotChange) {
  const auto kept = store_.keep("r1", build("one"));
  ASSERT_TRUE(kept) << kept.error().detail;
  build("two");
  EXPECT_EQ(kept_text(*kept), "one");
  EXPECT_EQ(std::filesystem::status(kept->artifact.location).permissions(),
            std::filesystem::perms{0755});
  EXPECT_EQ(store_.revision("r1").value()->artifact.version, "1.2.3");
}

TEST_F(ABuildStore, RefusesABuildThatHasChangedSinceItWasLookedAt) {
  const auto artifact = build("one");
  build("two");
  const auto kept = store_.keep("r1", artifact);
  ASSERT_FALSE(kept);
  EXPECT_EQ(kept.error().code, ErrorCode::conflict);
  EXPECT_FALSE(store_.revision("r1").value());
  EXPECT_FALSE(std::filesystem::exists(store_.binary_path(artifact.digest)));
}

TEST_F(ABuildStore, CopiesABuildAgainOfWhichOnlyAPartIsThere) {
  const auto artifact = build("all of it");
  const auto kept = store_.keep("r1", artifact);
  ASSERT_TRUE(kept);
  write_text(kept->artifact.location, "all");
  ASSERT_TRUE(store_.keep("r1", artifact));
  EXPECT_EQ(kept_text(*kept), "all of it");

  // Where there is no other copy it is not run.
  write_text(kept->artifact.location, "all");
  EXPECT_FALSE(store_.keep("r1", kept->artifact));
}

TEST_F(ABuildStore, RefusesAnotherBuildUnderTheSameName) {
  ASSERT_TRUE(store_.keep("r1", build("one")));
  const auto kept = store_.keep("r1", build("two"));
  ASSERT_FALSE(kept);
  EXPECT_EQ(kept.error().code, ErrorCode::conflict);
  EXPECT_TRUE(store_.keep("r1", build("one"))) << "the same again";
}

TEST_F(ABuildStore, TellsWhatIsInWhichSlot) {
  const auto kept = store_.keep("r1", build("one")).value();
  ASSERT_TRUE(store_.put(Slot::green, kept, 8082));
  const BuildStore another(path_);
  EXPECT_FALSE(another.in(Slot::blue).value());
  const auto in = another.in(Slot::green).value();
  ASSERT_TRUE(in);
  EXPECT_EQ(in->name, "r1");
  EXPECT_EQ(in->artifact.digest, kept.artifact.digest);
  EXPECT_EQ(read_file(store_.slot_folder(Slot::green) + "/astronova").value(), "one");
  EXPECT_EQ(read_file(store_.slot_folder(Slot::green) + "/environment").value(), "PORT=8082\n");
  ASSERT_TRUE(store_.empty(Slot::green));
  ASSERT_TRUE(store_.empty(Slot::green)) << "the same again";
  EXPECT_FALSE(store_.in(Slot::green).value());
  EXPECT_TRUE(store_.revision("r1").value()) << "it can be returned to";
}

TEST_F(ABuildStore, RemembersThatABuildHasStoppedWhenItWasTold) {
  const auto kept = store_.keep("r1", build("one")).value();
  EXPECT_FALSE(kept.has_stopped);
  ASSERT_TRUE(store_.note_stop(kept));
  EXPECT_TRUE(store_.revision("r1").value()->has_stopped);
  EXPECT_TRUE(store_.keep("r1", build("one")).value().has_stopped);
}

TEST_F(ABuildStore, ForgetsOldBuildsButNotThoseInSlots) {
  const auto first = store_.keep("r1", build("one")).value();
  ASSERT_TRUE(store_.put(Slot::blue, first, 8081));
  std::vector<KeptRevision> kept;
  for (int i = 2; i <= 5; ++i) {
    kept.push_back(
        store_.keep("r" + std::to_string(i), build("build " + std::to_string(i))).value());
    // Files of one moment have no order.
    std::filesystem::last_write_time(
        path_ + "/revisions/r" + std::to_string(i) + ".json",
        std::filesystem::file_time_type::clock::now() - std::chrono::hours(10 - i));
  }
  ASSERT_TRUE(store_.forget_old(2));
  EXPECT_TRUE(store_.in(Slot::blue).value());
  EXPECT_EQ(kept_text(first), "one");
  EXPECT_TRUE(store_.revision("r5").value());
  EXPECT_FALSE(store_.revision("r2").value());
  EXPECT_FALSE(std::filesystem::exists(kept.front().artifact.location));
  EXPECT_TRUE(std::filesystem::exists(kept.back().artifact.location));
}

TEST_F(ABuildStore, SaysWhichFileIsDamaged) {
  const auto kept = store_.keep("r1", build("one")).value();
  ASSERT_TRUE(store_.put(Slot::blue, kept, 8081));
  const auto file = store_.slot_folder(Slot::blue) + "/slot.json";
  for (const auto* const text : {"", "{", "[]", "{}", R"({"revision":"../r1"})",
                                 R"({"revision":"r2"})", R"({"revision":1})"}) {
    write_text(file, text);
    const auto in = store_.in(Slot::blue);
    ASSERT_FALSE(in) << text;
    EXPECT_THAT(in.error().detail, HasSubstr(file)) << text;
  }
}

TEST(RevisionName, IsAFilesName) {
  for (const auto* const name : {"r1", "20261128t201500z-1.4.2", "A_b-c.d"})
    EXPECT_TRUE(is_revision_name(name)) << name;
  for (const auto& name : {std::string(), std::string(".r"), std::string("-r"), std::string("a/b"),
                           std::string("a b"), std::string("ä"), std::string(101, 'a')})
    EXPECT_FALSE(is_revision_name(name)) << name;
}

TEST(DigestOfFile, IsWhatSha256sumSays) {
  const astronova::testing::ProgramFolder folder;
  write_text(folder / "file", "abc");
  // FIPS 180-2, appendix B.1.
  EXPECT_EQ(digest_of_file(folder / "file").value(),
            "sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_FALSE(digest_of_file(folder / "nothing"));
}

}  // namespace
}  // namespace astronova::release::local
