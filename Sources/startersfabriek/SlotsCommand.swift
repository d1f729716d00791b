import ArgumentParser
import CivilTime
import Operations
import Scheduling
import Web

extension Place: ExpressibleByArgument {}

struct Slots: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Print the bookable moments of a type, and why the others are not.")

  @Option(help: "Key of the appointment type.") var type: String
  @Option(help: "Key of the adviser.") var adviser: String?
  @Option(help: "The duration, where the type has several.") var minutes: Int?
  @Option(help: "venue, partner or online.") var place: Place?
  @Option(help: "First date.") var from: String
  @Option(help: "Date after the last.") var until: String
  @Flag(help: "Also print every refused candidate and its rule.") var explain = false
  @Option(help: "text or json.") var format: OutputFormat = .text
  @OptionGroup var options: DatabaseOptions

  func run() async throws {
    let setting = try await options.setting()
    do {
      let listing = try await SlotDesk(setting).slots(
        .init(
          type: type, from: try date(from, "from"), until: try date(until, "until"),
          adviser: adviser, minutes: minutes, place: place, explain: explain), for: nil)
      switch format {
      case .text: print(text(listing), terminator: "")
      case .json:
        print(String(decoding: SlotsAnswer(listing, language: .dutch).json(), as: UTF8.self))
      }
    } catch RequestProblem.unknown {
      throw CommandFailure("type: there is no appointment type '\(type)'")
    } catch { throw CommandFailure(error) }
  }

  private func text(_ listing: SlotDesk.Listing) -> String {
    let words = RefusalText(Texts.of(.english), zone: listing.zone)
    func name(_ person: ID<Person>) -> String {
      listing.catalogue.adviser(person)?.adviser.key ?? person.description
    }
    var lines = listing.slots.map { slot in
      "\(listing.zone.rfc3339(slot.span.start)) \(slot.place.rawValue) "
        + slot.advisers.map(name).joined(separator: ",")
    }
    lines += listing.refused.map { candidate in
      "\(listing.zone.rfc3339(candidate.start)) \(candidate.place.rawValue) "
        + "\(name(candidate.adviser)) refused \(candidate.refusal.code): "
        + words.sentence(candidate.refusal)
    }
    return lines.isEmpty ? "" : lines.joined(separator: "\n") + "\n"
  }
}
