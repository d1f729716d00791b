import ArgumentParser
import CivilTime
import Foundation
import Operations
import Storage

struct Migrate: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Bring the database to this version.")

  @OptionGroup var options: DatabaseOptions

  func run() async throws {
    do {
      let now = try options.clock.fixed()
      try await SQLiteStore(path: options.database).migrate(at: now())
    } catch { throw CommandFailure(error) }
  }
}

struct Import: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Import what the organisation set up.", subcommands: [ImportCatalogue.self])
}

struct ImportCatalogue: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "catalogue", abstract: "Import a catalogue: previewed, all or nothing.")

  @Argument(help: "One or more YAML files, imported together.") var files: [String]
  @Flag(help: "Only say what would change.") var dryRun = false
  @Option(help: "Where closure files are looked for besides next to the catalogue.")
  var calendars: String?
  @OptionGroup var options: DatabaseOptions

  func run() async throws {
    let setting = try await options.setting()
    let folders =
      files.map { URL(fileURLWithPath: $0).deletingLastPathComponent() }
      + [CalendarsFolder.find(calendars)].compactMap { $0 }
    do {
      let catalogue = try CatalogueReader().read(files.map(CatalogueFile.init(path:)))
      let difference = try await CatalogueDesk(setting).importCatalogue(
        catalogue, isDryRun: dryRun, closures: CalendarsFolder.reader(folders))
      print(difference.isEmpty ? "nothing changes\n" : difference.text, terminator: "")
    } catch { throw CommandFailure(error) }
  }
}

struct Export: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Export what the organisation set up.", subcommands: [ExportCatalogue.self])
}

struct ExportCatalogue: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "catalogue", abstract: "Write a catalogue file that imports to the same.")

  @OptionGroup var options: DatabaseOptions

  func run() async throws {
    let setting = try await options.setting()
    do {
      guard let text = try await CatalogueDesk(setting).export() else {
        throw CommandFailure("no catalogue was imported yet")
      }
      print(text, terminator: text.hasSuffix("\n") ? "" : "\n")
    } catch { throw CommandFailure(error) }
  }
}

extension CatalogueFile {
  /// Reads the file at `path`, which also names it in problems.
  init(path: String) throws {
    guard let data = FileManager.default.contents(atPath: path) else {
      throw CommandFailure("\(path): cannot be read")
    }
    self.init(name: path, bytes: Array(data))
  }
}

/// The folder with calendar data that ships with the program.
enum CalendarsFolder {
  /// The one given, else `Calendars` here or in a folder above the program.
  static func find(_ given: String?) -> URL? {
    if let given { return URL(fileURLWithPath: given) }
    if let set = ProcessInfo.processInfo.environment["STARTERSFABRIEK_CALENDARS"] {
      return URL(fileURLWithPath: set)
    }
    let here = URL(fileURLWithPath: FileManager.default.currentDirectoryPath)
    var folder = Bundle.main.bundleURL.resolvingSymlinksInPath()
    var candidates = [here]
    for _ in 0..<4 {
      candidates.append(folder)
      folder = folder.deletingLastPathComponent()
    }
    return candidates.map { $0.appendingPathComponent("Calendars") }
      .first { FileManager.default.fileExists(atPath: $0.appendingPathComponent(demo).path) }
  }

  private static let demo = "demo"

  /// The demo's catalogue files, by name: that is the order in which its partners are shown.
  static func demoFiles(_ folder: URL) throws -> [String] {
    let path = folder.appendingPathComponent(demo).path
    let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
    let files = names.filter { $0.hasSuffix(".yaml") }.sorted()
    guard !files.isEmpty else { throw CommandFailure("\(path): holds no catalogue files") }
    return files.map { "\(path)/\($0)" }
  }

  /// Reads a closure set's file, relative to the first folder that has it.
  static func reader(_ folders: [URL]) -> (String) -> [UInt8]? {
    { file in
      for folder in folders {
        let url = URL(fileURLWithPath: file, relativeTo: folder)
        if let data = FileManager.default.contents(atPath: url.path) { return Array(data) }
      }
      return nil
    }
  }
}
