/// The program behind a User-Agent, as its users know it, whatever its version.
public enum CalendarProgram: String, CaseIterable, Hashable, Sendable {
  case outlook, google, apple, thunderbird, davx5, icsx5, nextcloud, vdirsyncer, khal, curl
  /// Somebody looked at the address in a browser.
  case browser
  case other

  /// Marks of lower-cased agents, the first that is found counts: most programs name others besides
  /// themselves, and nearly all call themselves Mozilla.
  private static let marks: [(mark: String, program: CalendarProgram)] = [
    ("google-calendar", .google), ("thunderbird/", .thunderbird), ("icsx5/", .icsx5),
    ("davx5/", .davx5), ("davdroid/", .davx5), ("nextcloud", .nextcloud),
    ("vdirsyncer/", .vdirsyncer), ("khal/", .khal), ("curl/", .curl),
    ("microsoft.exchange", .outlook), ("outlook", .outlook), ("microsoft office", .outlook),
    ("ms-office", .outlook), ("exchangeservicesclient", .outlook), ("dataaccessd", .apple),
    ("calendaragent", .apple), ("remindd", .apple), ("coredav", .apple),
    ("firefox/", .browser), ("chrome/", .browser), ("safari/", .browser),
  ]

  public init(userAgent: String) {
    let lower = userAgent.lowercased()
    self = Self.marks.first { lower.contains($0.mark) }?.program ?? .other
  }

  /// Its own name; nil where every language has a word of its own.
  public var properName: String? {
    switch self {
    case .outlook: "Outlook"
    case .thunderbird: "Thunderbird"
    case .davx5: "DAVx⁵"
    case .icsx5: "ICSx⁵"
    case .nextcloud: "Nextcloud"
    case .vdirsyncer: "vdirsyncer"
    case .khal: "khal"
    case .curl: "curl"
    case .google, .apple, .browser, .other: nil
    }
  }
}
