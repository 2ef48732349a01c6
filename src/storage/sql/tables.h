#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace astronova::storage::sql {

/// A table as the backup sees it.
struct Table {
  std::string name;
  std::vector<std::string> columns;
  std::string types;             ///< as Connection::query takes them
  std::vector<std::string> key;  ///< the primary key: one or two columns
};

/// All tables of the schema but the list of migrations, those that others refer to first.
const std::vector<Table>& tables();

}  // namespace astronova::storage::sql
