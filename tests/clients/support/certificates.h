#pragma once

#include <filesystem>
#include <string>

namespace astronova::testing {

/// A folder of throw-away certificates, all made anew and gone with it. Each certificate's key is
/// in key_file.
class Certificates {
 public:
  Certificates();
  ~Certificates();
  Certificates(const Certificates&) = delete;
  Certificates& operator=(const Certificates&) = delete;

  std::string authority() const { return path("authority.pem"); }
  std::string other_authority() const { return path("other_authority.pem"); }
  std::string key_file() const { return path("key.pem"); }
  /// By `authority`, for 127.0.0.1.
  std::string good() const { return path("good.pem"); }
  /// By `authority`, for another server.
  std::string other_name() const { return path("other_name.pem"); }
  /// By `authority`, for 127.0.0.1, until yesterday.
  std::string expired() const { return path("expired.pem"); }

 private:
  std::string path(const std::string& name) const { return folder_ / name; }

  std::filesystem::path folder_;
};

}  // namespace astronova::testing
