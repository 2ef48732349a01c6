#include "accounts/generated_secret.h"

#include <filesystem>
#include <fstream>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include "accounts/key_ring.h"

namespace astronova::accounts {
namespace {

using ::testing::HasSubstr;
namespace fs = std::filesystem;

class GeneratedSecretTest : public ::testing::Test {
 protected:
  GeneratedSecretTest() {
    std::string pattern = fs::temp_directory_path() / "astronova-secret-XXXXXX";
    folder = mkdtemp(pattern.data());
  }
  ~GeneratedSecretTest() override { fs::remove_all(folder); }

  fs::path file() const { return folder / "token-secret"; }
  void write(const std::string& text) const {
    std::ofstream(file()) << text;
    fs::permissions(file(), fs::perms::owner_read | fs::perms::owner_write);
  }
  std::string refusal() const {
    const auto secret = generated_secret(folder, randomness);
    if (secret) return "";
    EXPECT_EQ(secret.error().code, ErrorCode::data_missing);
    return secret.error().detail;
  }

  fs::path folder;
  SystemRandomness randomness;
};

TEST_F(GeneratedSecretTest, ItIsMadeOnceAndFoundAgain) {
  const auto made = generated_secret(folder, randomness);
  ASSERT_TRUE(made);
  EXPECT_TRUE(made->is_new);
  EXPECT_TRUE(KeyRing::parse(made->secret));
  const auto found = generated_secret(folder, randomness);
  ASSERT_TRUE(found);
  EXPECT_FALSE(found->is_new);
  EXPECT_EQ(found->secret, made->secret);
}

TEST_F(GeneratedSecretTest, OnlyItsUserCanReadIt) {
  const auto before = umask(0);
  const auto made = generated_secret(folder, randomness);
  umask(before);
  ASSERT_TRUE(made);
  EXPECT_EQ(fs::status(file()).permissions(), fs::perms::owner_read | fs::perms::owner_write);
}

TEST_F(GeneratedSecretTest, NothingElseIsLeftInTheFolder) {
  ASSERT_TRUE(generated_secret(folder, randomness));
  EXPECT_EQ(std::distance(fs::directory_iterator(folder), {}), 1);
}

TEST_F(GeneratedSecretTest, AFileThatOthersCanReadIsRefused) {
  ASSERT_TRUE(generated_secret(folder, randomness));
  for (const auto others : {fs::perms::group_read, fs::perms::others_read, fs::perms::group_write,
                            fs::perms::others_write}) {
    fs::permissions(file(), fs::perms::owner_read | fs::perms::owner_write | others);
    EXPECT_THAT(refusal(), HasSubstr("other users"));
  }
}

TEST_F(GeneratedSecretTest, AFileThatIsNoSecretIsRefused) {
  const std::string whole(43, 'A');
  for (const auto& text : {std::string(), std::string(42, 'A'), std::string(44, 'A'),
                           whole + "\n\n", std::string(42, 'A') + "+"}) {
    write(text);
    EXPECT_THAT(refusal(), HasSubstr("no secret that AstroNova made")) << text;
  }
  write(whole + "\n");
  EXPECT_EQ(refusal(), "");
}

TEST_F(GeneratedSecretTest, ALinkToSomewhereElseIsNotFollowed) {
  const auto elsewhere = folder / "elsewhere";
  std::ofstream(elsewhere) << std::string(43, 'A');
  fs::permissions(elsewhere, fs::perms::owner_read);
  fs::create_symlink(elsewhere, file());
  EXPECT_THAT(refusal(), HasSubstr("cannot be read"));
}

TEST_F(GeneratedSecretTest, AFolderThatIsMissingIsAnOperatorsMistake) {
  fs::remove_all(folder);
  EXPECT_THAT(refusal(), HasSubstr("token-secret cannot be made"));
}

TEST_F(GeneratedSecretTest, ConcurrentFirstStartsAgree) {
  std::vector<std::thread> servers;
  std::vector<std::string> secrets(8);
  for (auto& secret : secrets)
    servers.emplace_back([&] { secret = generated_secret(folder, randomness)->secret; });
  for (auto& server : servers)
    server.join();
  EXPECT_EQ(std::set<std::string>(secrets.begin(), secrets.end()).size(), 1U);
}

}  // namespace
}  // namespace astronova::accounts
