// Where handlers run.

#include <sstream>
#include <thread>

#include <gtest/gtest.h>

#include "tests/http/running_server.h"

namespace astronova::http {
namespace {

Response name_the_thread(const Request&) {
  std::ostringstream name;
  name << std::this_thread::get_id();
  Response response;
  response.body = name.str();
  return response;
}

class ServerHandler : public testing::Test {
 protected:
  static Router router() {
    Router routes;
    routes.add(Method::get, "/loop", name_the_thread);
    routes.add(Method::get, "/worker", name_the_thread, Execution::on_worker);
    routes.add(Method::get, "/either", name_the_thread, Execution::on_worker_when_authorized);
    return routes;
  }
  static ServerOptions one_thread_of_each() {
    ServerOptions options;
    options.threads = 1;
    options.worker_threads = 1;
    return options;
  }

  RunningServer server_{router(), one_thread_of_each()};
  Client client_{server_.port()};
};

TEST_F(ServerHandler, RunsOnTheLoopForWhoeverIsAnonymousIfItsRouteSaysSo) {
  EXPECT_EQ(client_.ask(get("/either")).body, client_.ask(get("/loop")).body);
}

TEST_F(ServerHandler, RunsOnAWorkerForWhoeverSaysWhoHeIsIfItsRouteSaysSo) {
  const std::string worker = client_.ask(get("/worker")).body;
  EXPECT_NE(worker, client_.ask(get("/loop")).body);
  for (const char* header : {"Authorization: Bearer a.b.c\r\n", "authorization:\r\n"})
    EXPECT_EQ(client_.ask(get("/either", header)).body, worker) << header;
}

TEST_F(ServerHandler, IsNotMovedByTheHeaderWhereItsRouteSaysNothingOfIt) {
  const char* header = "Authorization: Bearer a.b.c\r\n";
  EXPECT_EQ(client_.ask(get("/loop", header)).body, client_.ask(get("/loop")).body);
}

}  // namespace
}  // namespace astronova::http
