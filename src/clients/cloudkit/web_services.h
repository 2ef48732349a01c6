#pragma once

#include <boost/json/fwd.hpp>
#include <memory>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "clients/cloudkit.h"
#include "clients/cloudkit/cloudkit_settings.h"
#include "clients/http_client.h"
#include "clients/p256_key.h"

namespace astronova::clients::cloudkit {

/// CloudKit Web Services, each request signed as "Accessing CloudKit Using a Server-to-Server Key"
/// has it:
/// https://developer.apple.com/library/archive/documentation/DataManagement/Conceptual/CloudKitWebServicesReference/SettingUpWebServices.html
class WebServices final : public CloudKit {
 public:
  /// The client and the clock, which must be right within ten minutes, must outlive it.
  /// errors  data_missing (the key), invalid_value (container, key id, environment, database)
  static Result<std::unique_ptr<WebServices>> make(HttpClient& http, const Clock& clock,
                                                   CloudKitSettings settings);

  CloudResult<std::vector<CloudResult<CloudRecord>>> modify(
      const std::vector<CloudOperation>& operations, std::string_view zone) override;
  CloudResult<std::vector<CloudResult<CloudRecord>>> lookup(
      const std::vector<std::string>& record_names, std::string_view zone) override;
  CloudResult<CloudPage> query(const CloudQuery& query, std::string_view zone) override;
  CloudResult<CloudChanges> changes(std::string_view zone, std::string_view sync_token) override;
  CloudResult<std::vector<CloudZone>> zones() override;
  CloudResult<CloudZone> create_zone(std::string_view zone) override;
  CloudResult<void> delete_zone(std::string_view zone) override;

 private:
  WebServices(HttpClient& http, const Clock& clock, CloudKitSettings settings, P256Key key);
  CloudResult<boost::json::object> post(std::string_view operation, const boost::json::object& body,
                                        bool idempotent);
  CloudResult<boost::json::object> get(std::string_view operation);
  CloudResult<boost::json::object> send(HttpRequest request, std::string_view operation);
  CloudResult<boost::json::object> modify_zone(std::string_view zone, std::string_view type);

  HttpClient& http_;
  const Clock& clock_;
  const CloudKitSettings settings_;
  const P256Key key_;
};

}  // namespace astronova::clients::cloudkit
