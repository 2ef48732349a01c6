#include "telemetry/metrics.h"

#include <array>
#include <cstdio>
#include <fstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include "telemetry/process_samples.h"

namespace astronova::telemetry {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

// What Prometheus's own tool has to say of a text; empty: nothing.
std::string objections(const std::string& text) {
  std::string path = std::string(::testing::TempDir()) + "astronova-metrics-XXXXXX";
  ::close(mkstemp(path.data()));
  std::ofstream(path) << text;
  FILE* const tool = ::popen(("promtool check metrics <" + path + " 2>&1").c_str(), "r");
  std::string said;
  std::array<char, 4096> bytes{};
  while (const auto size = std::fread(bytes.data(), 1, bytes.size(), tool))
    said.append(bytes.data(), size);
  const int status = ::pclose(tool);
  std::remove(path.c_str());
  return status == 0 ? said : said + " (it failed)";
}

TEST(Metrics, AreATextThatPrometheusAccepts) {
  Metrics metrics;
  metrics.add_source([](Samples& samples) {
    const std::array bounds{0.5, 2.5};
    const std::array<std::uint64_t, 3> counts{4, 2, 1};
    samples.counter("astronova_tests_total", "Tests.", {{"of", "a \"quoted\"\\ name\n"}}, 3);
    samples.gauge("astronova_heat_celsius", "How hot it is.", {}, -1.5);
    samples.histogram("astronova_wait_seconds", "Waits.", {{"who", "me"}}, bounds, counts, 9.25);
  });
  const auto text = metrics.text();
  EXPECT_EQ(objections(text), "");
  EXPECT_THAT(text, HasSubstr("# HELP astronova_tests_total Tests.\n"
                              "# TYPE astronova_tests_total counter\n"
                              R"(astronova_tests_total{of="a \"quoted\"\\ name\n"} 3)"));
  EXPECT_THAT(text,
              HasSubstr("# TYPE astronova_heat_celsius gauge\nastronova_heat_celsius -1.5\n"));
  EXPECT_THAT(text, HasSubstr("# TYPE astronova_wait_seconds histogram\n"
                              "astronova_wait_seconds_count{who=\"me\"} 7\n"
                              "astronova_wait_seconds_sum{who=\"me\"} 9.25\n"
                              "astronova_wait_seconds_bucket{who=\"me\",le=\"0.5\"} 4\n"
                              "astronova_wait_seconds_bucket{who=\"me\",le=\"2.5\"} 6\n"
                              "astronova_wait_seconds_bucket{who=\"me\",le=\"+Inf\"} 7\n"));
}

TEST(Metrics, WouldNotPassWithACounterThatIsNotNamedSo) {
  Samples samples;
  samples.counter("astronova_tests", "Tests.", {}, 1);
  EXPECT_THAT(objections(samples.text()), HasSubstr("_total"));
}

TEST(Metrics, OfOneNameAreTogetherWhereverTheyComeFrom) {
  Metrics metrics;
  metrics.add_source([](Samples& samples) {
    samples.counter("astronova_apples_total", "Apples.", {{"n", "1"}}, 1);
    samples.counter("astronova_books_total", "Books.", {}, 1);
  });
  metrics.add_source([](Samples& samples) {
    samples.counter("astronova_apples_total", "Apples.", {{"n", "2"}}, 2);
  });
  const auto text = metrics.text();
  EXPECT_EQ(objections(text), "");
  EXPECT_THAT(text,
              HasSubstr("astronova_apples_total{n=\"1\"} 1\nastronova_apples_total{n=\"2\"} 2\n"));
}

TEST(Metrics, AreAsOfTheMomentTheyAreAskedFor) {
  Metrics metrics;
  double value = 1;
  metrics.add_source(
      [&value](Samples& samples) { samples.gauge("astronova_value", "A value.", {}, value); });
  EXPECT_THAT(metrics.text(), HasSubstr("astronova_value 1\n"));
  value = 2;
  EXPECT_THAT(metrics.text(), HasSubstr("astronova_value 2\n"));
}

TEST(Metrics, RefuseWhatCannotBeMeant) {
  Samples samples;
  samples.counter("astronova_apples_total", "Apples.", {}, 1);
  EXPECT_THROW(samples.gauge("astronova_apples_total", "Apples.", {}, 1), std::logic_error);
  const std::array bounds{1.0, 2.0};
  const std::array<std::uint64_t, 2> counts{1, 1};
  EXPECT_THROW(samples.histogram("astronova_books", "Books.", {}, bounds, counts, 2),
               std::logic_error);
}

double value_of(const std::string& text, const std::string& name) {
  const auto at = text.find("\n" + name + " ");
  if (at == std::string::npos) return -1;
  return std::stod(text.substr(at + name.size() + 2));
}

std::string process_text() {
  Samples samples;
  sample_process(samples);
  return samples.text();
}

TEST(ProcessFigures, AreThoseOfThisProcess) {
  const auto text = process_text();
  EXPECT_EQ(objections(text), "");
  EXPECT_GE(value_of(text, "process_threads"), 1);
  EXPECT_GT(value_of(text, "process_resident_memory_bytes"), 1e6);
  EXPECT_GE(value_of(text, "process_virtual_memory_bytes"),
            value_of(text, "process_resident_memory_bytes"));
  const auto now = static_cast<double>(std::time(nullptr));
  EXPECT_NEAR(value_of(text, "process_start_time_seconds"), now, 3600);
  EXPECT_GT(value_of(text, "process_max_fds"), value_of(text, "process_open_fds"));
}

TEST(ProcessFigures, CountDescriptorsAndProcessorTime) {
  const auto before = process_text();
  std::array<int, 2> ends{};
  ASSERT_EQ(::pipe(ends.data()), 0);
  // Until the system's clock, which counts in hundredths, has moved.
  while (value_of(process_text(), "process_cpu_seconds_total") <=
         value_of(before, "process_cpu_seconds_total")) {
  }
  EXPECT_EQ(value_of(process_text(), "process_open_fds"), value_of(before, "process_open_fds") + 2);
  for (const int end : ends)
    ::close(end);
}

}  // namespace
}  // namespace astronova::telemetry
