#include <cstdio>

#include "cli/commands/commands.h"
#include "cli/options/common_options.h"
#include "core/base/threads.h"

namespace undula::cli {
namespace {

class Doctor : public Command {
 public:
  void declare(OptionSet& options) override {
    common_.declare(options);
    options.add_example("everything that a bug report needs", "undula doctor");
  }

  int run() override {
    common_.check();
    std::printf("undula    %s\ncompiler  %s\nthreads   %d\n", UNDULA_VERSION, __VERSION__, available_threads());
    return 0;
  }

 private:
  CommonOptions common_;
};

}  // namespace

std::unique_ptr<Command> make_doctor() {
  return std::make_unique<Doctor>();
}

}  // namespace undula::cli
