#include "sink/verify.h"

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include "cli/command.h"
#include "cli/exit_code.h"
#include "cli/streams.h"

namespace augshard {
namespace {

struct VerifyArguments {
  std::string folder;
  bool json = false;
};

int verify(const VerifyArguments& arguments) {
  const Verification verification = verify_dataset(arguments.folder);
  write_out(arguments.json ? verification_json(verification).dump() + "\n" : verification_text(verification));
  return verification.whole() ? exit_code::kDone : exit_code::kDamaged;
}

}  // namespace

void add_verify(CLI::App& app, Command& command) {
  const auto arguments = std::make_shared<VerifyArguments>();
  CLI::App* verb = app.add_subcommand("verify", "Read a dataset back: every file, checksum, count and example");
  verb->add_option("DIR", arguments->folder, "Dataset folder")->required()->type_name("");
  verb->add_flag("--json", arguments->json, "One JSON object");
  verb->footer(
      "Exit code 0 when all is whole, else 4.\n"
      "Examples:\n"
      "  augshard verify out/street\n"
      "  augshard verify out/street --json");
  verb->callback([&command, arguments] { command = [arguments] { return verify(*arguments); }; });
}

}  // namespace augshard
