#pragma once

#include <string>

#include <sys/types.h>

namespace astronova::testing {

/// A server of PostgreSQL of the test program's own: in a temporary folder, reached through a
/// socket in it alone. It ends with the program, however that ends. Throws where something fails.
/// Threads: one at a time; the thread that started the server has to live as long as it.
class PrivatePostgres {
 public:
  enum class Disk {
    forgets,  ///< no fsync: quick, and enough where nothing crashes
    keeps,
  };

  explicit PrivatePostgres(Disk disk = Disk::forgets);
  PrivatePostgres(const PrivatePostgres&) = delete;
  PrivatePostgres& operator=(const PrivatePostgres&) = delete;
  ~PrivatePostgres();

  /// Makes an empty database and returns its URL.
  std::string create_database(const std::string& name);
  void drop_database(const std::string& name);
  std::string url(const std::string& database) const;
  /// Runs statements in a database and returns the first column of the last one's rows, a line
  /// each.
  std::string run(const std::string& database, const std::string& statements) const;

  /// Ends it as a crash would (SIGQUIT: no goodbye to clients, recovery at the next start).
  void crash();
  /// Ends it in an orderly way.
  void stop();
  /// Stops all its processes (SIGSTOP), and has them go on.
  void pause();
  void go_on();
  /// Starts it again after crash() or stop(), and returns when it answers.
  void start();

 private:
  void end(int signal);
  void signal_all(int signal) const;
  void initialise();

  std::string folder_;
  Disk disk_;
  pid_t server_ = -1;
};

/// The one of this test program, started when first asked for.
PrivatePostgres& private_postgres();

}  // namespace astronova::testing
