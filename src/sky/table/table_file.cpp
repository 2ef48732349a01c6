#include "sky/table/table_file.h"

#include <cstring>
#include <utility>

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>
#include <xxhash.h>

namespace astronova::sky::table {
namespace {

Error unusable(const char* why) {
  return {ErrorCode::data_missing, std::string("the table ephemeris ") + why, {}};
}

class Descriptor {
 public:
  explicit Descriptor(const std::string& path)
      : number_(::open(path.c_str(), O_RDONLY | O_CLOEXEC)) {}
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  ~Descriptor() {
    if (number_ >= 0) ::close(number_);
  }
  int number() const { return number_; }

 private:
  int number_;
};

}  // namespace

SeriesView::SeriesView(const std::byte* file, const Series& series)
    : file_(file),
      index_(reinterpret_cast<const std::uint32_t*>(file + series.index)),
      slots_(reinterpret_cast<const std::uint32_t*>(file + series.slots)),
      first_day_(series.first_day),
      pieces_per_day_(1 / series.piece_days),
      piece_days_(series.piece_days),
      last_piece_(series.pieces - 1),
      coordinates_(series.coordinates) {}

UnpackedPart SeriesView::unpacked_part_at(double day, std::size_t coordinate) const {
  const Share share = share_at(day);
  const double shares = 1U << share.halvings;
  const double piece = static_cast<double>(share.piece);
  UnpackedPart part;
  part.begin = first_day_ + (piece + share.numerator / shares) * piece_days_;
  part.end = first_day_ + (piece + (share.numerator + 1) / shares) * piece_days_;
  // The coordinates stand side by side, term by term.
  const std::byte* const precise = file_ + std::size_t{share.part} * part_unit;
  const std::byte* const others = precise + precise_terms * coordinates_ * sizeof(double);
  const auto read = [&]<class T>(const std::byte* begin, std::size_t term, T number) {
    std::memcpy(&number, begin + (term * coordinates_ + coordinate) * sizeof number, sizeof number);
    return static_cast<double>(number);
  };
  for (std::size_t k = 0; k < precise_terms; ++k)
    part.coefficients.at(k) = read(precise, k, double{});
  for (std::size_t k = precise_terms; k < terms; ++k)
    part.coefficients.at(k) = read(others, k - precise_terms, float{});
  return part;
}

Result<std::unique_ptr<TableFile>> TableFile::open(const std::string& path) {
  const Descriptor descriptor(path);
  struct stat status {};
  if (descriptor.number() < 0 || fstat(descriptor.number(), &status) != 0) {
    return unusable("is not there");
  }
  const auto size = static_cast<std::size_t>(status.st_size);
  if (size < sizeof(Header)) return unusable("is cut off");
  void* const mapped = mmap(nullptr, size, PROT_READ, MAP_SHARED, descriptor.number(), 0);
  if (mapped == MAP_FAILED) return unusable("cannot be mapped");
  return checked(mapped, size);
}

Result<std::unique_ptr<TableFile>> TableFile::of(std::span<const std::byte> bytes) {
  void* const mapped =
      mmap(nullptr, bytes.size(), PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (mapped == MAP_FAILED) return unusable("finds no memory");
  std::memcpy(mapped, bytes.data(), bytes.size());
  return checked(mapped, bytes.size());
}

Result<std::unique_ptr<TableFile>> TableFile::checked(const void* mapped, std::size_t size) {
  std::unique_ptr<TableFile> file(new TableFile(static_cast<const std::byte*>(mapped), size));
  if (auto good = file->check(); !good) return good.error();
  if (auto found = file->find_series(); !found) return found.error();
  return file;
}

TableFile::TableFile(const std::byte* bytes, std::size_t size)
    : bytes_(bytes), size_(size), header_(reinterpret_cast<const Header*>(bytes)) {}

TableFile::~TableFile() {
  munmap(const_cast<std::byte*>(bytes_), size_);  // NOLINT(cppcoreguidelines-pro-type-const-cast)
}

std::string_view TableFile::source() const {
  return {header_->source.data(), strnlen(header_->source.data(), header_->source.size())};
}

Result<void> TableFile::check() const {
  if (header_->magic != magic) return unusable("is another kind of file");
  if (header_->endian != endian_mark) return unusable("was made on another kind of machine");
  if (header_->version != version) return unusable("has another version");
  if (header_->file_size != size_) return unusable("is cut off");
  if (XXH3_64bits(bytes_ + sizeof(Header), size_ - sizeof(Header)) != header_->checksum) {
    return unusable("differs from its checksum");
  }
  return {};
}

Result<void> TableFile::find_series() {
  for (std::size_t i = 0; i < header_->series; ++i) {
    const auto& series =
        *reinterpret_cast<const Series*>(bytes_ + sizeof(Header) + i * sizeof(Series));
    const SeriesView view(bytes_, series);
    if (series.what < body_count) bodies_.at(series.what) = view;
    if (series.what >= ayanamsa_series && series.what < ayanamsa_series + ayanamsa_count) {
      ayanamsas_.at(series.what - ayanamsa_series) = view;
    }
    if (series.what == orientation_series) orientation_ = view;
    if (series.what == sidereal_series) sidereal_time_ = view;
    if (series.what == delta_t_series) delta_t_ = view;
  }
  bodies_[static_cast<std::size_t>(Body::mean_south_node)] = body(Body::mean_node);
  bodies_[static_cast<std::size_t>(Body::true_south_node)] = body(Body::true_node);
  if (!orientation_.exists() || !sidereal_time_.exists() || !delta_t_.exists()) {
    return unusable("lacks a series");
  }
  return {};
}

}  // namespace astronova::sky::table
