import ArgumentParser
import Operations
import Scheduling

extension Role.Kind: ExpressibleByArgument {}

struct AccountCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "account", abstract: "Accounts and their roles.", subcommands: [AccountAdd.self])
}

struct AccountAdd: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "add", abstract: "Give an address an account with a role.")

  @Argument(help: "The mail address.") var email: String
  @Option(help: "The role.") var role: Role.Kind
  @Option(help: "Key of the partner, for advisers and managers.") var partner: String?
  @Option(help: "The person's name; made from the address where left out.") var name: String?
  @OptionGroup var options: DatabaseOptions

  func run() async throws {
    let setting = try await options.setting()
    do {
      let person = try await PeopleDesk(setting).addAccount(
        email: email, role: role, partner: partner, name: name)
      print(person.id)
    } catch { throw CommandFailure(error) }
  }
}

struct TokenCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "token", abstract: "Bearer tokens for the API.", subcommands: [TokenCreate.self])
}

struct TokenCreate: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "create", abstract: "Print a new bearer token for an account, and nothing else.")

  @Argument(help: "The mail address of the account.") var email: String
  @OptionGroup var options: DatabaseOptions

  func run() async throws {
    let setting = try await options.setting()
    do {
      print(try await PeopleDesk(setting).createToken(email: email).text)
    } catch RequestProblem.unknown {
      throw CommandFailure("\(email) has no account: run 'startersfabriek account add' first")
    } catch { throw CommandFailure(error) }
  }
}

struct FeedCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "feed", abstract: "Calendar feeds.", subcommands: [FeedList.self])
}

struct FeedList: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "List the feeds and who fetched them last.")

  @OptionGroup var options: DatabaseOptions

  func run() async throws {
    let setting = try await options.setting()
    do {
      for (feed, subscriptions) in try await FeedDesk(setting).all() {
        let state = feed.revokedAt.map { "revoked \($0.utcText)" } ?? "open"
        print("\(feed.id) \(feed.scope.name) \(feed.scope.subject) \(state)")
        for subscription in subscriptions {
          print("  \(subscription.lastAt.utcText) \(subscription.count)× \(subscription.program)")
        }
      }
    } catch { throw CommandFailure(error) }
  }
}
