#pragma once

namespace astronova::release {

/// What a build knows of the database: docs/storage.md tells of migrations.
struct Schema {
  int number = 0;  ///< of the newest schema it knows, which it brings a database to
  /// Programs of this schema and later ones can live with what it brings the database to.
  int oldest_compatible = 0;
};

/// Whether a program of that schema can go on, or be returned to, beside the candidate's.
constexpr bool can_live_with(const Schema& program, const Schema& candidate) {
  return program.number >= candidate.oldest_compatible;
}

}  // namespace astronova::release
