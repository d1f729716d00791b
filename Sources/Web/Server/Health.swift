/// How the service stands, for whoever watches it.
public struct Health: Sendable {
  /// The database is of this program's version.
  public var isMigrated: Bool
  /// With `--demo`: the demo catalogue is in. Without it, always true.
  public var isFilled: Bool
  /// Of this program.
  public var version: String
  /// The release of the zone data, such as `2026a`.
  public var zoneRelease: String

  public init(isMigrated: Bool, isFilled: Bool, version: String, zoneRelease: String) {
    (self.isMigrated, self.isFilled) = (isMigrated, isFilled)
    (self.version, self.zoneRelease) = (version, zoneRelease)
  }

  var isReady: Bool { isMigrated && isFilled }
}
