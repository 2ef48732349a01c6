#include "bulk/line_run.h"

#include <chrono>
#include <filesystem>
#include <mutex>
#include <utility>

#include <fmt/format.h>

#include "bulk/digest.h"
#include "bulk/error_report.h"
#include "bulk/journal.h"
#include "bulk/lines.h"
#include "bulk/output.h"
#include "bulk/pipeline.h"
#include "bulk/refusal.h"
#include "bulk/ticker.h"

namespace astronova::bulk {
namespace {

using namespace std::chrono_literals;

// Some hundred births: what is made of them stays in a processor's cache until it is written.
constexpr std::size_t block_bytes = 16'384;
constexpr auto checkpoint_period = 1s;
constexpr auto report_period = 500ms;
constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

Format format_of(const LineRun& run, std::string_view first_line) {
  if (run.from) return *run.from;
  const auto extension = std::filesystem::path(run.input).extension();
  if (extension == ".csv") return Format::csv;
  if (extension == ".jsonl" || extension == ".ndjson") return Format::json_lines;
  const auto first = first_line.find_first_not_of(" \t\r\n");
  const bool object = first == std::string_view::npos || first_line[first] == '{';
  return object ? Format::json_lines : Format::csv;
}

void make_lines(LineMaker& maker, Job& job) {
  job.output.clear();
  job.errors.clear();
  job.counts = {};
  Lines lines(job.input.text);
  std::uint64_t number = job.input.first_line;
  for (auto line = lines.next(); line; line = lines.next(), ++number) {
    if (line->find_first_not_of(" \t\r") == std::string_view::npos) {
      ++job.counts.empty;
    } else if (maker.make(number, *line, job.output, job.errors)) {
      ++job.counts.charts;
    } else {
      ++job.counts.bad;
    }
  }
}

Error is_there(const std::string& path) {
  return refusal(path +
                 " is there already; say --force to replace it, or --resume to go "
                 "on with it");
}

bool has_content(const std::string& path) {
  return std::filesystem::is_regular_file(path) && std::filesystem::file_size(path) > 0;
}

Error cannot_go_on(const std::string& path) {
  return refusal(path +
                 " has no journal to go on from: it is finished, or of something "
                 "else. Say --force to replace it");
}

class Runner {
 public:
  Runner(const LineRun& run, const LineWork& work,
         const std::function<void(const Progress&)>& report)
      : run_(run), work_(work), report_(report) {}

  Result<Progress> operator()() {
    if (auto done = open_input(); !done) return done.error();
    if (auto done = open_outputs(); !done) return done.error();
    if (auto done = begin(); !done) return done.error();
    if (auto done = work(); !done) return done.error();
    return progress();
  }

 private:
  Result<void> open_input() {
    auto input = Input::open(run_.input, block_bytes);
    if (!input) return input.error();
    input_.emplace(std::move(*input));
    auto first_line = input_->peek_line();
    if (!first_line) return first_line.error();
    start_ = first_line->starts_with(byte_order_mark) ? byte_order_mark.size() : 0;
    const auto text = first_line->substr(start_);
    from_ = format_of(run_, text);
    if (from_ == Format::json_lines) return {};
    if (text.size() > line_bytes_max) return refusal("the first line is too long");
    auto columns = CsvBirths::with_header(Lines(text).next().value_or(""));
    if (!columns) return columns.error();
    columns_ = std::move(*columns);
    start_ = first_line->size();
    return {};
  }

  // Before either is made.
  Result<void> nothing_in_the_way() const {
    if (run_.existing != Existing::refuse) return {};
    for (const auto& path : {run_.output, run_.errors}) {
      if (!path.empty() && std::filesystem::exists(path)) return is_there(path);
    }
    return {};
  }

  Result<void> open_outputs() {
    if (auto free = nothing_in_the_way(); !free) return free;
    auto output = open(run_.output);
    if (!output) return output.error();
    output_.emplace(std::move(*output));
    if (output_->is_same_file(input_->descriptor())) {
      return refusal("the output is the input");
    }
    if (run_.output.empty() || !output_->is_file()) {
      if (run_.existing != Existing::go_on) return open_errors();
      return refusal("only a run that writes a file can be gone on with");
    }
    journal_.emplace(run_.output + ".journal",
                     digest_of(fmt::format("{}|{}", static_cast<int>(from_), work_.order)));
    return open_errors();
  }

  static Result<Output> open(const std::string& path) {
    if (path.empty()) return Output::of_process(STDOUT_FILENO, "standard output");
    return Output::open(path);
  }

  Result<void> open_errors() {
    if (run_.errors.empty()) return {};
    auto file = open(run_.errors);
    if (!file) return file.error();
    if (file->is_same_file(input_->descriptor())) {
      return refusal("the file of errors is the input");
    }
    errors_ = ErrorReport(std::move(*file));
    return {};
  }

  // From the beginning, or from where the journal says.
  Result<void> begin() {
    if (journal_ && run_.existing == Existing::go_on) {
      const auto checkpoint = journal_->read();
      if (!checkpoint) return checkpoint.error();
      if (*checkpoint) return go_on(**checkpoint);
      for (const auto& path : {run_.output, run_.errors}) {
        if (has_content(path)) return cannot_go_on(path);
      }
    }
    if (journal_) journal_->remove();
    if (auto done = cut_outputs(0, 0); !done) return done;
    if (auto done = input_->skip(start_, columns_ ? 1 : 0); !done) return done;
    at_.input = input_->position();
    if (!work_.header.empty()) {
      const auto header = work_.header + '\n';
      if (auto done = output_->append(header); !done) return done;
      at_.output_bytes = header.size();
    }
    return journal_ ? journal_->write(at_) : Result<void>{};
  }

  Result<void> go_on(const Checkpoint& checkpoint) {
    if (auto done = input_->skip(checkpoint.input.bytes, checkpoint.input.lines); !done)
      return done;
    if (input_->position().digest != checkpoint.input.digest) {
      return refusal(
          "the input is not the one that was read before; say --force to "
          "begin anew");
    }
    began_ = at_ = checkpoint;
    return cut_outputs(checkpoint.output_bytes, checkpoint.error_bytes);
  }

  Result<void> cut_outputs(std::uint64_t output_bytes, std::uint64_t error_bytes) {
    if (journal_) {
      if (auto done = output_->go_on_from(output_bytes); !done) return done;
    }
    auto* errors = errors_.file();
    return errors && errors->is_file() ? errors->go_on_from(error_bytes) : Result<void>{};
  }

  Result<void> work() {
    Pipeline pipeline(
        run_.threads, [this](Block& block) { return input_->next(block); },
        [this] {
          const std::shared_ptr<LineMaker> maker = work_.make_maker(columns_);
          return [maker](Job& job) { make_lines(*maker, job); };
        },
        [this](const Job& job) { return write(job); });
    auto done = [&] {
      const Ticker checkpoints(checkpoint_period, [this] { (void)keep(); });
      const Ticker reports(report_period, [this] { report_(progress()); });
      return pipeline.run();
    }();
    auto kept = keep();
    if (!done) return done;
    if (!kept) return kept;
    if (journal_) journal_->remove();
    return {};
  }

  Result<void> write(const Job& job) {
    if (auto done = output_->append(job.output); !done) return done;
    if (auto done = errors_.append(job.errors); !done) return done;
    const std::lock_guard lock(mutex_);
    at_.input = job.input.end;
    at_.counts += job.counts;
    at_.output_bytes += job.output.size();
    at_.error_bytes += job.errors.size();
    return {};
  }

  // The journal must not speak of what a loss of power could take away.
  Result<void> keep() {
    if (!journal_) return {};
    const auto at = progress().at;
    if (auto done = output_->sync(); !done) return done;
    if (const auto* errors = errors_.file()) {
      if (auto done = errors->sync(); !done) return done;
    }
    return journal_->write(at);
  }

  Progress progress() {
    const std::lock_guard lock(mutex_);
    return {at_, began_, input_->size()};
  }

  const LineRun& run_;
  const LineWork& work_;
  const std::function<void(const Progress&)>& report_;
  std::optional<CsvBirths> columns_{};
  Format from_ = Format::json_lines;
  std::uint64_t start_ = 0;  // where the births begin
  std::optional<Input> input_{};
  std::optional<Output> output_{};
  ErrorReport errors_{};
  std::optional<Journal> journal_{};
  std::mutex mutex_;  // guards at_
  Checkpoint at_{};
  Checkpoint began_{};
};

}  // namespace

Result<Progress> run_lines(const LineRun& run, const LineWork& work,
                           const std::function<void(const Progress&)>& report) {
  return Runner(run, work, report)();
}

}  // namespace astronova::bulk
