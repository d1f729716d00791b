import ArgumentParser

/// The command line of the Startersfabriek.
@main
struct Startersfabriek: AsyncParsableCommand {
  static let version = "0.1"

  static let configuration = CommandConfiguration(
    commandName: "startersfabriek",
    abstract: "The service with which a city helps its new entrepreneurs.",
    discussion: """
      Exit status: 0 success, 1 a check found something, 2 unusable input or an unmigrated database.
      """,
    version: version,
    subcommands: [
      Serve.self, Migrate.self, Import.self, Export.self, Slots.self, CalendarCommand.self,
      Audit.self, AccountCommand.self, TokenCommand.self, FeedCommand.self,
    ])

  /// Every failure that is not a check's finding exits with 2, the message on standard error.
  static func main() async {
    do {
      var command = try parseAsRoot()
      if var asynchronous = command as? any AsyncParsableCommand {
        try await asynchronous.run()
      } else {
        try command.run()
      }
    } catch let error as CommandFailure {
      error.report()
    } catch {
      // ArgumentParser: 0 for help, 64 for usage, which is unusable input here.
      let code = exitCode(for: error)
      if code == .success { exit(withError: error) }
      if let code = error as? ExitCode { exit(withError: code) }
      CommandFailure(fullMessage(for: error)).report()
    }
  }
}
