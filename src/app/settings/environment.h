#pragma once

#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace astronova::app {

/// The environment variables of the process, as they were when it was asked.
class Environment {
 public:
  Environment();

  /// The value. Empty where the variable is not set, and where it is not meant for us but is what
  /// Kubernetes tells of a service whose name makes it look like ours: "ASTRONOVA_METRICS_PORT" is
  /// "tcp://10.0.0.1:9090" beside a service called astronova-metrics.
  std::string_view get(std::string_view name) const;

  /// What to say of variables that begin with ASTRONOVA_ and are not among the known.
  std::vector<std::string> warnings(std::span<const std::string_view> known) const;

 private:
  std::map<std::string, std::string, std::less<>> variables_{};
};

/// Whether it is a variable by which Kubernetes tells pods of a service
/// (https://kubernetes.io/docs/tutorials/services/connect-applications-service/#environment-variables):
/// X_SERVICE_HOST, X_SERVICE_PORT, X_SERVICE_PORT_NAME, X_PORT=tcp://…, X_PORT_80_TCP and
/// X_PORT_80_TCP_ADDR, _PORT, _PROTO.
bool is_of_kubernetes(std::string_view name, std::string_view value);

}  // namespace astronova::app
