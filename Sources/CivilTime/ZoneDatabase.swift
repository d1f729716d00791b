import FoundationEssentials
import Synchronization

/// A directory of TZif files such as `/usr/share/zoneinfo`.
///
/// A zone is read once and kept; a process sees one version of the data from start to end.
public final class ZoneDatabase: Sendable {
  /// The directory that `TZDIR` names, else `/usr/share/zoneinfo`.
  public static let system = ZoneDatabase(
    directory: ProcessInfo.processInfo.environment["TZDIR"].flatMap { $0.isEmpty ? nil : $0 }
      ?? "/usr/share/zoneinfo")

  /// The release of the zone data, such as `2025b`; `unknown` where the directory does not say.
  public let version: String

  private let directory: String
  private let zones = Mutex<[String: Zone]>([:])

  public init(directory: String) {
    self.directory = directory
    version = Self.version(of: directory)
  }

  /// The zone of this IANA name, nil where there is none.
  ///
  /// Names come from strangers' calendars, so anything that could leave the directory is refused,
  /// and only zones that exist are remembered.
  public func zone(_ id: String) -> Zone? {
    if let known = zones.withLock({ $0[id] }) { return known }
    guard Self.isPlausible(id), let bytes = Self.bytes(of: directory + "/" + id),
      let file = ZoneFile(bytes)
    else { return nil }
    let zone = Zone(id: id, table: file.table)
    return zones.withLock { known in
      if let earlier = known[id] { return earlier }
      known[id] = zone
      return zone
    }
  }

  /// The names of all zones in the directory, sorted; old names and links are among them.
  public var identifiers: [String] {
    Self.names(in: directory, below: "").filter { id in
      Self.isPlausible(id) && Self.bytes(of: directory + "/" + id).flatMap(ZoneFile.init) != nil
    }.sorted()
  }

  /// Letters, digits, `_+-` and single slashes; no copies of other zones under another name.
  private static func isPlausible(_ id: String) -> Bool {
    guard !id.isEmpty, id.utf8.count <= 64 else { return false }
    let parts = id.split(separator: "/", omittingEmptySubsequences: false)
    return parts.allSatisfy { part in
      !part.isEmpty && part.utf8.allSatisfy(isNameCharacter)
    } && !["posix", "right", "posixrules", "localtime"].contains(parts[0])
  }

  private static func isNameCharacter(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "+"),
      UInt8(ascii: "-"):
      true
    default: false
    }
  }

  /// Every file of the directory and of the directories in it, named from the top.
  private static func names(in directory: String, below prefix: String) -> [String] {
    let files = FileManager.default
    let names = (try? files.contentsOfDirectory(atPath: directory)) ?? []
    return names.flatMap { name in
      let path = directory + "/" + name
      var isDirectory = false
      guard isPlausible(prefix + name), files.fileExists(atPath: path, isDirectory: &isDirectory)
      else { return [String]() }
      return isDirectory ? Self.names(in: path, below: prefix + name + "/") : [prefix + name]
    }
  }

  private static func bytes(of path: String) -> [UInt8]? {
    FileManager.default.contents(atPath: path).map { [UInt8]($0) }
  }

  /// Debian names the release in the first line of `tzdata.zi`, others in a file `+VERSION`.
  private static func version(of directory: String) -> String {
    for (name, prefix) in [("tzdata.zi", "# version "), ("+VERSION", "")] {
      guard let bytes = bytes(of: directory + "/" + name) else { continue }
      let line = String(decoding: bytes.prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self)
      if line.hasPrefix(prefix), line.count > prefix.count {
        return String(line.dropFirst(prefix.count))
      }
    }
    return "unknown"
  }
}
