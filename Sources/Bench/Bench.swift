import ArgumentParser

/// The yardsticks: makes the data that `Tools/bench` measures on, and takes the measures that need
/// no HTTP.
@main
struct Bench: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Data and measures for Tools/bench. Prints one JSON object a command.",
    subcommands: [Fill.self, SlotMeasure.self, BookingMeasure.self, FeedMeasure.self])
}
