#pragma once

#include <filesystem>
#include <stdexcept>
#include <string>

#include <fmt/format.h>
#include <unistd.h>

#include "api/people.h"
#include "base/randomness.h"
#include "storage/sql/open_database.h"

namespace astronova::api {

/// Accounts and records on a database of their own, gone with this object.
class PeopleUnderTest {
 public:
  explicit PeopleUnderTest(const Clock& clock) : clock_(clock) {}
  ~PeopleUnderTest() { std::filesystem::remove_all(folder_); }
  PeopleUnderTest(const PeopleUnderTest&) = delete;
  PeopleUnderTest& operator=(const PeopleUnderTest&) = delete;

  const People& people() const { return people_; }

 private:
  static std::string make_folder() {
    auto name = (std::filesystem::temp_directory_path() / "astronova-api-XXXXXX").string();
    if (!mkdtemp(name.data())) throw std::runtime_error("no temporary folder");
    return name;
  }
  static std::unique_ptr<storage::Database> open(const std::string& folder) {
    storage::DatabaseOptions options;
    options.file = storage::database_file(folder);
    return storage::open_database(options).value();
  }

  const Clock& clock_;
  SystemRandomness randomness_;
  std::string folder_ = make_folder();
  std::unique_ptr<storage::Database> database_ = open(folder_);
  accounts::Foundations foundations_{database_->identities(), database_->sessions(),
                                     database_->ledger(), clock_, randomness_};
  accounts::AccessTokens tokens_{
      accounts::KeyRing::parse("a secret of at least thirty-two bytes").value(),
      {},
      clock_,
      randomness_};
  accounts::Sessions sessions_{foundations_, tokens_};
  accounts::AccountDeletion deletion_{foundations_, sessions_, nullptr};
  accounts::Passkeys passkeys_{
      foundations_, sessions_, {"localhost", "AstroNova", {"http://localhost"}}};
  People people_{*database_, foundations_, sessions_, deletion_, passkeys_};
};

}  // namespace astronova::api
