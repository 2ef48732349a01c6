#pragma once

#include <boost/json/value.hpp>
#include <span>
#include <string_view>

#include "api/object_reader.h"
#include "storage/records.h"

namespace astronova::api {

/// A kind of record as the API has it.
struct RecordResource {
  storage::RecordKind kind{};
  std::string_view path;  ///< its collection below /api/v1/users/me: "bookmarks"; empty: none
  std::string_view name;  ///< in the changes of synchronisation: "bookmark"
};

/// All kinds, in the order of storage::RecordKind.
std::span<const RecordResource, storage::record_kind_count> record_resources();
std::span<const std::string_view, storage::record_kind_count> record_kind_names();
const RecordResource& resource_of(storage::RecordKind kind);

/// The longest document, bytes of JSON.
inline constexpr std::size_t document_bytes_max = 262'144;

/// Notes what is wrong with a document of a kind at `pointer`: the members that the kind has not,
/// those that it must have, wrong types and lengths. Members named in `beside` are not the
/// document's and are left alone.
void check_document(storage::RecordKind kind, const boost::json::value& document,
                    std::string_view pointer, std::span<const std::string_view> beside,
                    FieldErrors& errors);

}  // namespace astronova::api
