#include "tests/support/private_postgres.h"

#include <chrono>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <memory>
#include <stdexcept>
#include <thread>
#include <vector>

#include <fcntl.h>
#include <grp.h>
#include <libpq-fe.h>
#include <pwd.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

namespace astronova::testing {
namespace {

constexpr const char* programs = "/usr/lib/postgresql/15/bin/";

// Who runs the server: PostgreSQL refuses to be root.
const passwd* other_user() {
  if (geteuid() != 0) return nullptr;
  const passwd* user = getpwnam("postgres");
  if (!user) user = getpwnam("nobody");
  if (!user) throw std::runtime_error("there is no user to run PostgreSQL as");
  return user;
}

[[noreturn]] void become(const std::vector<std::string>& command, const std::string& log) {
  if (const auto* const user = other_user()) {
    if (setgroups(0, nullptr) != 0 || setgid(user->pw_gid) != 0 || setuid(user->pw_uid) != 0) {
      _exit(126);
    }
  }
  // After setuid, which takes it back.
  prctl(PR_SET_PDEATHSIG, SIGQUIT);
  const int descriptor = open(log.c_str(), O_CREAT | O_WRONLY | O_APPEND, 0600);
  dup2(descriptor, STDOUT_FILENO);
  dup2(descriptor, STDERR_FILENO);
  std::vector<char*> arguments;
  for (const auto& argument : command)
    arguments.push_back(const_cast<char*>(argument.c_str()));
  arguments.push_back(nullptr);
  execv(arguments[0], arguments.data());
  _exit(127);
}

pid_t spawn(const std::vector<std::string>& command, const std::string& log) {
  const pid_t child = fork();
  if (child < 0) throw std::runtime_error("cannot fork");
  if (child == 0) become(command, log);
  return child;
}

using ServerConnection = std::unique_ptr<PGconn, decltype(&PQfinish)>;

}  // namespace

PrivatePostgres::PrivatePostgres(Disk disk) : disk_(disk) {
  std::string pattern = std::filesystem::temp_directory_path() / "astronova-postgres-XXXXXX";
  if (!mkdtemp(pattern.data())) throw std::runtime_error("cannot make a temporary folder");
  folder_ = pattern;
  if (const auto* const user = other_user()) {
    if (chown(folder_.c_str(), user->pw_uid, user->pw_gid) != 0) {
      throw std::runtime_error("cannot give the folder away");
    }
  }
  initialise();
  start();
}

PrivatePostgres::~PrivatePostgres() {
  if (server_ > 0) end(SIGQUIT);
  std::error_code ignored;
  std::filesystem::remove_all(folder_, ignored);
}

void PrivatePostgres::initialise() {
  const pid_t child =
      spawn({std::string(programs) + "initdb", "--pgdata=" + folder_ + "/data", "--username=test",
             "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync"},
            folder_ + "/initdb.log");
  int status = 0;
  waitpid(child, &status, 0);
  if (status != 0) throw std::runtime_error("initdb failed; is postgresql-15 installed?");
}

void PrivatePostgres::start() {
  server_ =
      spawn({std::string(programs) + "postgres", "-D", folder_ + "/data", "-k", folder_, "-h", "",
             "-c", disk_ == Disk::keeps ? "fsync=on" : "fsync=off", "-c", "max_connections=60",
             "-c", "shared_buffers=32MB", "-c", "deadlock_timeout=50ms", "-c", "autovacuum=off"},
            folder_ + "/server.log");
  while (PQping(url("postgres").c_str()) != PQPING_OK) {
    if (waitpid(server_, nullptr, WNOHANG) != 0) {
      server_ = -1;
      throw std::runtime_error("PostgreSQL did not start; its log is in " + folder_);
    }
    std::this_thread::sleep_for(std::chrono::milliseconds{10});  // it can only be asked
  }
}

void PrivatePostgres::stop() {
  end(SIGINT);
}

void PrivatePostgres::crash() {
  end(SIGQUIT);
}

void PrivatePostgres::pause() {
  signal_all(SIGSTOP);
}

void PrivatePostgres::go_on() {
  signal_all(SIGCONT);
}

void PrivatePostgres::signal_all(int signal) const {
  // -1 would be everybody.
  if (server_ <= 0) throw std::runtime_error("PostgreSQL does not run");
  // Its first process is stopped before it can make others.
  kill(server_, signal);
  const std::string parent = std::to_string(server_);
  std::ifstream children("/proc/" + parent + "/task/" + parent + "/children");
  for (pid_t child = 0; children >> child;)
    kill(child, signal);
}

void PrivatePostgres::end(int signal) {
  if (server_ <= 0) throw std::runtime_error("PostgreSQL does not run");
  kill(server_, signal);
  waitpid(server_, nullptr, 0);
  server_ = -1;
}

std::string PrivatePostgres::url(const std::string& database) const {
  std::string host;
  for (const char c : folder_)
    host += c == '/' ? std::string("%2F") : std::string(1, c);
  return "postgresql://test@" + host + "/" + database;
}

std::string PrivatePostgres::create_database(const std::string& name) {
  run("postgres", "CREATE DATABASE " + name);
  return url(name);
}

void PrivatePostgres::drop_database(const std::string& name) {
  run("postgres", "DROP DATABASE IF EXISTS " + name + " WITH (FORCE)");
}

std::string PrivatePostgres::run(const std::string& database, const std::string& statements) const {
  const ServerConnection connection(PQconnectdb(url(database).c_str()), PQfinish);
  const std::unique_ptr<PGresult, decltype(&PQclear)> result(
      PQexec(connection.get(), statements.c_str()), PQclear);
  const auto status = PQresultStatus(result.get());
  if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK) {
    throw std::runtime_error(PQerrorMessage(connection.get()));
  }
  std::string text;
  for (int row = 0; row < PQntuples(result.get()); ++row)
    text += std::string(PQgetvalue(result.get(), row, 0)) + '\n';
  return text;
}

PrivatePostgres& private_postgres() {
  static PrivatePostgres server;
  return server;
}

}  // namespace astronova::testing
