// Any file of births, as CSV and as JSON Lines: each line is a chart, bad or empty, whatever the
// size of the blocks that it is read in; never a crash.

#include <cstdint>
#include <cstdlib>
#include <string>

#include <sys/mman.h>
#include <unistd.h>

#include "bulk/chart_maker.h"
#include "bulk/input.h"
#include "bulk/lines.h"
#include "sky/swiss/swiss_ephemeris.h"

namespace {

using namespace astronova;

const sky::Ephemeris& ephemeris() {
  static const auto opened = sky::open_swiss_ephemeris(sky::default_ephemeris_directory);
  return **opened;
}

bulk::Input input_of(std::string_view text, std::size_t block_bytes) {
  static const int file = memfd_create("births", 0);
  const auto size = static_cast<off_t>(text.size());
  if (ftruncate(file, 0) != 0 || pwrite(file, text.data(), text.size(), 0) != size) std::abort();
  return *bulk::Input::open("/proc/self/fd/" + std::to_string(file), block_bytes);
}

std::string lines_of(std::string_view text, std::size_t block_bytes) {
  auto input = input_of(text, block_bytes);
  std::string lines;
  bulk::Block block;
  while (*input.next(block)) {
    bulk::Lines of_block(block.text);
    while (const auto line = of_block.next())
      (lines += *line) += '\n';
  }
  if (input.position().bytes != text.size()) std::abort();
  return lines;
}

void make_charts(std::string_view text, const bulk::ChartOrder& order) {
  bulk::ChartMaker maker(ephemeris(), order, *bulk::request_of_all({}));
  bulk::Lines lines(text);
  std::string output;
  std::string errors;
  while (const auto line = lines.next()) {
    const auto before = output.size() + errors.size();
    (void)maker.make(1, *line, output, errors);
    if (output.size() + errors.size() == before) std::abort();
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text{reinterpret_cast<const char*>(data), size};
  if (lines_of(text, 1) != lines_of(text, 64)) std::abort();
  make_charts(text, {});
  bulk::Lines lines(text);
  const auto header = lines.next();
  if (!header) return 0;
  if (auto columns = bulk::CsvBirths::with_header(*header)) {
    bulk::ChartOrder order;
    order.columns = std::move(*columns);
    order.to = bulk::Format::csv;
    make_charts(text.substr(header->size()), order);
  }
  return 0;
}
