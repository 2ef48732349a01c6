#pragma once

#include <string>
#include <vector>

namespace astronova::release {

/// Texts as execve(2) takes them: a pointer to each, then a null. They point into `texts`.
inline std::vector<char*> exec_pointers(std::vector<std::string>& texts) {
  std::vector<char*> pointers;
  pointers.reserve(texts.size() + 1);
  for (auto& text : texts)
    pointers.push_back(text.data());
  pointers.push_back(nullptr);
  return pointers;
}

}  // namespace astronova::release
