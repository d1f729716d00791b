/// An invented organisation as large as a measure wants it.
struct BenchCatalogue {
  /// How many advisers stand behind each type of the partners below.
  static let advisersEach = 20
  static let typesEach = 10

  let partners: Int

  /// The partner whose one adviser has the feed that F1 to F4 fetch.
  static let feedPartner = "feedhuis"
  static let feedAdviser = "feed@bench.example"
  static let feedType = "feed-gesprek"
  /// The partner of B1: a type of four advisers, of whom the least loaded is taken.
  static let bookingPartner = "boekhuis"
  static let bookingType = "boek-gesprek"
  static let bookingAdvisers = 4

  /// Keys of the types of S2; neighbours belong to different partners, so that one request after the
  /// other finds nothing of the last.
  var types: [String] {
    (0..<Self.typesEach).flatMap { type in (0..<partners).map { Self.type(type, of: $0) } }
  }

  static func partner(_ number: Int) -> String { "partner-\(number)" }
  static func type(_ number: Int, of partner: Int) -> String { "type-\(partner)-\(number)" }

  var yaml: String {
    var text = """
      version: 1
      organisation: { key: bench, name: Bench, zone: Europe/Brussels, languages: [nl, en, fr] }
      partners:

      """
    for number in 0..<partners {
      text += Self.partner(
        Self.partner(number), advisers: Self.advisersEach,
        types: (0..<Self.typesEach).map { Self.type($0, of: number) })
    }
    text += Self.partner(Self.feedPartner, advisers: 1, types: [Self.feedType])
    text += Self.partner(
      Self.bookingPartner, advisers: Self.bookingAdvisers, types: [Self.bookingType])
    return text
  }

  private static func partner(_ key: String, advisers: Int, types: [String]) -> String {
    var text = """
        - key: \(key)
          name: Bench \(key)
          kind: bank
          partnership: { type: supporting, since: 2026-01-01 }
          languages: [nl]
          address: { street: Voorbeeldstraat 1, postcode: "9000", city: Gent }
          advisers:

      """
    for number in 0..<advisers {
      let email = key == feedPartner ? feedAdviser : "adviser\(number)@\(key).example"
      text += """
            - key: \(key)-\(number)
              name: Adviser \(number)
              email: \(email)
              languages: [nl]
              availability: [ { days: [mo, tu, we, th, fr], from: "09:00", until: "17:00" } ]

        """
    }
    text += "    appointmentTypes:\n"
    for type in types {
      text += """
            - key: \(type)
              name: Gesprek over starten
              contact: slots
              minutes: [30]
              places: [partner, online]
              assignment: leastLoaded
              approval: none

        """
    }
    return text
  }
}
