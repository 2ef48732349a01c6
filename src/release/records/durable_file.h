#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"

namespace astronova::release {

/// Puts `text` in the place of what the file has, so that whoever reads it, also after the machine
/// lost its power, finds either all of the one or all of the other. Makes missing folders. The file
/// has that mode, as umask(2) leaves it.
/// errors  data_missing, with the path and what the system says
Result<void> replace_file(const std::string& path, std::string_view text, unsigned mode = 0640);

/// Gives a file its name when all of it is on disk, and has the name there too when it returns: a
/// machine that loses its power finds the file whole under that name, or not at all.
/// errors  data_missing, with the path and what the system says
Result<void> put_in_place(const std::string& part, const std::string& path);

/// Appends a line, in one write, and has it on disk when it returns. Makes missing folders. A last
/// line that was broken off stays as it is, and this one begins after it.
/// errors  data_missing, with the path and what the system says
Result<void> append_line(const std::string& path, std::string_view line);

/// All of a file; nothing where there is none.
/// errors  data_missing, with the path and what the system says
Result<std::optional<std::string>> read_file(const std::string& path);

/// Removes a file, which need not be there.
/// errors  data_missing, with the path and what the system says
Result<void> remove_file(const std::string& path);

}  // namespace astronova::release
