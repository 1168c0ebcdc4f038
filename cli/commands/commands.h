#pragma once
#include <memory>

#include "cli/command.h"

// One function for each verb, in commands/<verb>.cpp.
namespace undula::cli {

std::unique_ptr<Command> make_audit();
std::unique_ptr<Command> make_classify();
std::unique_ptr<Command> make_doctor();
std::unique_ptr<Command> make_embed();
std::unique_ptr<Command> make_evaluate();
std::unique_ptr<Command> make_generate();
std::unique_ptr<Command> make_info();
std::unique_ptr<Command> make_mutate();
std::unique_ptr<Command> make_score();
std::unique_ptr<Command> make_train();

}  // namespace undula::cli
