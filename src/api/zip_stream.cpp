#include "api/zip_stream.h"

#include <stdexcept>

#include <archive.h>
#include <archive_entry.h>

namespace astronova::api {

struct ZipStream::Archive {
  archive* writer = archive_write_new();
  std::string written{};
  Instant modified{};

  ~Archive() { archive_write_free(writer); }

  // It writes to memory, so what fails is memory or a mistake of ours.
  void check(la_ssize_t status) const {
    if (status < 0) throw std::runtime_error(archive_error_string(writer));
  }

  static la_ssize_t append(archive* /*writer*/, void* self, const void* bytes, std::size_t size) {
    static_cast<Archive*>(self)->written.append(static_cast<const char*>(bytes), size);
    return static_cast<la_ssize_t>(size);
  }
};

ZipStream::ZipStream(Instant modified) : archive_(std::make_unique<Archive>()) {
  auto& archive = *archive_;
  archive.modified = modified;
  archive.check(archive_write_set_format_zip(archive.writer));
  archive.check(archive_write_zip_set_compression_deflate(archive.writer));
  // Neither collected to blocks nor filled up to one.
  archive.check(archive_write_set_bytes_per_block(archive.writer, 0));
  archive.check(archive_write_open(archive.writer, &archive, nullptr, &Archive::append, nullptr));
}

ZipStream::~ZipStream() = default;

void ZipStream::begin_file(std::string_view name) {
  const std::unique_ptr<archive_entry, decltype(&archive_entry_free)> entry(archive_entry_new(),
                                                                            &archive_entry_free);
  archive_entry_set_pathname(entry.get(), std::string(name).c_str());
  archive_entry_set_filetype(entry.get(), AE_IFREG);
  archive_entry_set_perm(entry.get(), 0600);
  archive_entry_set_mtime(
      entry.get(),
      std::chrono::floor<std::chrono::seconds>(archive_->modified).time_since_epoch().count(), 0);
  archive_->check(archive_write_header(archive_->writer, entry.get()));
}

void ZipStream::write(std::string_view bytes) {
  archive_->check(archive_write_data(archive_->writer, bytes.data(), bytes.size()));
}

void ZipStream::finish() {
  archive_->check(archive_write_close(archive_->writer));
}

void ZipStream::take(std::string& out) {
  out += archive_->written;
  archive_->written.clear();
}

}  // namespace astronova::api
