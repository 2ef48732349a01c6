#pragma once

#include <boost/json/array.hpp>
#include <string>

#include "base/result.h"
#include "release/google/google_cloud_configuration.h"

namespace astronova::release::google {

/// What is filled into the service's file beside the configuration.
struct ServiceValues {
  std::string address{};        ///< the load balancer's
  std::string image{};          ///< by its digest
  std::string revision{};       ///< "": Cloud Run finds a name
  std::string version_label{};  ///< of the image, as labels can have it
  boost::json::array traffic{};
};

/// The Knative YAML with everything filled in. `${NAME}` is a value of the configuration or of
/// `values`, `${VERSION_OF:secret}` the version of a secret in [secrets].
/// errors  invalid_value, naming what nobody fills in, or a secret that [secrets] has in vain
Result<std::string> fill_service(const std::string& yaml,
                                 const GoogleCloudConfiguration& configuration,
                                 const ServiceValues& values);

/// What tells whether a revision was made with these settings, whatever its image: 16 hexadecimal
/// digits of the SHA-256 of the file, filled in.
/// errors  invalid_value, as fill_service()
Result<std::string> settings_digest(const std::string& yaml,
                                    const GoogleCloudConfiguration& configuration,
                                    const std::string& address);

/// A version as a label can have it, and back: "1.4.2-rc.1" is "1_4_2-rc_1".
std::string label_of_version(std::string version);
std::string version_of_label(std::string label);

}  // namespace astronova::release::google
