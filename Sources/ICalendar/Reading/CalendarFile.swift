/// The calendars of a file as trees of components.
///
/// Files come from strangers. What breaks a rule is reported by line and the good rest is kept;
/// what exceeds a limit refuses the whole file, because half a calendar frees time that is taken.
public struct CalendarFile: Sendable {
  /// 10 MB: ten times what Google takes.
  public static let largestFile = 10_000_000
  /// An attachment may stand in one line; a whole file may not.
  public static let longestLine = 1_000_000
  /// VCALENDAR, VEVENT, VALARM or PARTICIPANT, VLOCATION, and as many again.
  public static let deepestNesting = 8
  public static let mostComponents = 50_000

  /// The VCALENDARs, at least one.
  public let calendars: [CalendarComponent]
  /// In the order of the file.
  public let problems: [CalendarProblem]

  public init(reading bytes: [UInt8]) throws(CalendarRefusal) {
    guard bytes.count <= Self.largestFile else {
      throw CalendarRefusal.fileTooLarge(octets: bytes.count)
    }
    var scanner = ContentLineScanner(bytes)
    var tree = ComponentTree()
    while let (line, number) = try scanner.next() {
      var parser = ContentLineParser(line, number: number)
      let parsed = parser.line()
      tree.problems += parser.problems
      if let parsed { try tree.take(parsed) }
    }
    tree.finish()
    guard !tree.calendars.isEmpty else { throw CalendarRefusal.noCalendar }
    calendars = tree.calendars
    problems = tree.problems
  }
}

/// Puts lines into components as BEGIN and END say.
private struct ComponentTree {
  private(set) var calendars: [CalendarComponent] = []
  var problems: [CalendarProblem] = []
  /// From the outermost to the innermost.
  private var open: [CalendarComponent] = []
  private var count = 0

  mutating func take(_ line: ContentLine) throws(CalendarRefusal) {
    switch line.name {
    case "BEGIN": try begin(line)
    case "END": end(line)
    default:
      guard !open.isEmpty else {
        return report(.outsideComponent, at: line.number, "\(line.name) stands outside VCALENDAR")
      }
      open[open.count - 1].properties.append(line)
    }
  }

  /// The file has ended: what is still open is kept and reported.
  mutating func finish() {
    while let innermost = open.last {
      report(.unfinishedComponent, at: innermost.number, "\(innermost.name) has no END")
      close()
    }
  }

  private mutating func begin(_ line: ContentLine) throws(CalendarRefusal) {
    let name = Self.componentName(line)
    guard !open.isEmpty || name == "VCALENDAR" else {
      return report(.outsideComponent, at: line.number, "\(name) stands outside VCALENDAR")
    }
    count += 1
    guard count <= CalendarFile.mostComponents else {
      throw CalendarRefusal.tooManyComponents(line: line.number)
    }
    guard open.count < CalendarFile.deepestNesting else {
      throw CalendarRefusal.nestedTooDeep(line: line.number)
    }
    open.append(CalendarComponent(name: name, number: line.number))
  }

  /// An END closes the innermost component of its name and reports those inside that had none.
  private mutating func end(_ line: ContentLine) {
    let name = Self.componentName(line)
    guard open.contains(where: { $0.name == name }) else {
      return report(.unmatchedEnd, at: line.number, "there is no open \(name) to end")
    }
    while let innermost = open.last, innermost.name != name {
      report(.unfinishedComponent, at: innermost.number, "\(innermost.name) has no END")
      close()
    }
    close()
  }

  private mutating func close() {
    guard let finished = open.popLast() else { return }
    if open.isEmpty {
      calendars.append(finished)
    } else {
      open[open.count - 1].components.append(finished)
    }
  }

  private static func componentName(_ line: ContentLine) -> String {
    String(line.value.filter { !$0.isWhitespace }).uppercased()
  }

  private mutating func report(_ code: CalendarProblem.Code, at line: Int, _ text: String) {
    problems.append(CalendarProblem(line: line, code: code, text: text))
  }
}
