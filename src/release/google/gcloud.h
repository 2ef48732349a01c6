#pragma once

#include <boost/json/value.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "release/program_runner.h"

namespace astronova::release::google {

/// Command lines of Google's gcloud for one project. Nothing secret is ever a word of them.
///
/// gcloud finds who it acts for itself: by `gcloud auth login`, or by the file that
/// google-github-actions/auth makes.
class Gcloud {
 public:
  explicit Gcloud(std::string project) : project_(std::move(project)) {}

  /// A question: what it prints is JSON.
  CommandLine ask(std::vector<std::string> words) const;
  /// A change. It has an hour: a database takes a quarter of one to be made.
  CommandLine change(std::vector<std::string> words, std::string input = {}) const;
  /// Prints one value as it is: "value(status.url)".
  CommandLine value(std::vector<std::string> words, std::string_view format) const;

  const std::string& project() const { return project_; }

 private:
  CommandLine line(std::vector<std::string> words) const;

  std::string project_;
};

/// Runs a question and reads its JSON.
/// errors  unavailable: gcloud cannot be run, refuses, or prints no JSON; with what it said
Result<boost::json::value> answer_of(ProgramRunner& runner, const CommandLine& question);

/// What gcloud says to people of its failure: the lines of standard error that matter, at most 600
/// bytes.
std::string complaint_of(const ProgramResult& result);

/// The text at a JSON pointer; numbers and truths as they are written, "" where there is nothing.
std::string text_at(const boost::json::value& value, std::string_view pointer);

/// The list at a JSON pointer ("" is the value itself); nullptr where there is none.
const boost::json::array* list_at(const boost::json::value& value, std::string_view pointer);

}  // namespace astronova::release::google
