#pragma once

#include <filesystem>
#include <functional>
#include <string>

#include "http/tls_options.h"

namespace astronova::http {

/// What a certificate of a test says.
struct CertificateWish {
  long serial = 1;
  long first_day = -1;  ///< from today
  long last_day = 2;
};

/// Writes a new key and its certificate for localhost, signed by itself, into a server's files.
void write_key_pair(const TlsOptions& files, const CertificateWish& wish = {});

/// Locks a key in its file.
void lock_with_passphrase(const std::string& key_file);

/// A folder with a key and a certificate, gone with it. It is laid out as Kubernetes mounts
/// secrets, so that both files can be replaced at one moment.
class KeyFolder {
 public:
  explicit KeyFolder(const CertificateWish& wish = {});
  ~KeyFolder();
  KeyFolder(const KeyFolder&) = delete;
  KeyFolder& operator=(const KeyFolder&) = delete;

  /// Replaces both files by a new pair, or by what a function makes of the files of one.
  void replace(const CertificateWish& wish,
               const std::function<void(const TlsOptions& files)>& spoil = {});

  TlsOptions files;

 private:
  std::filesystem::path path_;
  int versions_ = 0;
};

}  // namespace astronova::http
