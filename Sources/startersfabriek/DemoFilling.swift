import CivilTime
import Foundation
import Operations
import Scheduling

/// Fills an empty database with the demo organisation: its catalogue, an account per role, and a few
/// appointments made through the same operations as everybody's.
struct DemoFilling {
  private let setting: Setting
  private let calendars: String?

  init(_ setting: Setting, calendars: String?) {
    (self.setting, self.calendars) = (setting, calendars)
  }

  private static let managedPartner = "voorbeeldbank"
  private static let roles: [Role.Kind] = [
    .starter, .adviser, .manager, .staff, .organizer, .team, .admin,
  ]

  func fill() async throws {
    guard try await OversightDesk(setting).catalogue().isEmpty else {
      return try await addManager()
    }
    guard let folder = CalendarsFolder.find(calendars) else {
      throw CommandFailure("the demo needs the Calendars folder: name it with --calendars")
    }
    let catalogue = try CatalogueReader().read(
      try CalendarsFolder.demoFiles(folder).map(CatalogueFile.init(path:)))
    // People first: an import gives starters their items, and health asks for the catalogue.
    try await addPeople()
    _ = try await CatalogueDesk(setting).importCatalogue(
      catalogue, isDryRun: false, closures: CalendarsFolder.reader([folder]))
    try await DemoArticles(setting).fill(from: folder)
    try await addManager()
    try await bookSome()
    try await askSome()
  }

  /// The manager's partner comes with the catalogue; a filling that was cut off there is finished at
  /// the next start, on a demo's database only.
  private func addManager() async throws {
    let catalogue = try await OversightDesk(setting).catalogue()
    let starter = Self.email(.starter)
    guard catalogue.partner(Self.managedPartner) != nil,
      try await setting.store.read({ try $0.person(email: starter) }) != nil
    else { return }
    _ = try await PeopleDesk(setting).addAccount(
      email: Self.email(.manager), role: .manager, partner: Self.managedPartner,
      name: "Mieke Voorbeeld")
  }

  private static func email(_ role: Role.Kind) -> String { "\(role.rawValue)@demo.example" }

  private func addPeople() async throws {
    let people: [(Role.Kind, String, String)] = [
      (.starter, Self.email(.starter), "Sam Nieuwland"),
      (.starter, "lotte@demo.example", "Lotte Voorbeeld"),
      (.starter, "youssef@demo.example", "Youssef Voorbeeld"),
      (.staff, Self.email(.staff), "Stef Onthaal"),
      (.organizer, Self.email(.organizer), "Olga Congres"),
      (.team, Self.email(.team), "Tine Team"), (.admin, Self.email(.admin), "Ada Beheer"),
    ]
    for (role, email, name) in people {
      _ = try await PeopleDesk(setting).addAccount(
        email: email, role: role, partner: nil, name: name)
    }
  }

  /// Two other starters see the demo's adviser in the coming days, so that a week has something in
  /// it. The demo starter's own list is left to whoever tries it.
  private func bookSome() async throws {
    let today = ZoneDatabase.system.zone("Europe/Brussels")?.date(setting.now())
    guard let today else { return }
    let wishes: [(String, String, Int, [String: String])] = [
      ("krediet", "lotte@demo.example", 1, ["krediet-doel": "materiaal"]),
      ("rekening-openen", "youssef@demo.example", 2, [:]),
      (
        "kredietdossier", "lotte@demo.example", 3,
        ["plan-samenvatting": "Een koffiebar met eigen branderij.", "ander-krediet": "no"]
      ),
    ]
    for (type, email, days, answers) in wishes {
      let slot = try await SlotDesk(setting).first(
        type: type, from: today.advanced(byDays: days), minutes: nil, place: nil, adviser: "an",
        for: nil)
      guard let slot else { continue }
      do {
        _ = try await BookingDesk(setting).book(
          BookingWish(
            type: type, start: slot.span.start, minutes: slot.span.minutes, place: slot.place,
            adviser: "an", starter: email, answers: answers), by: .service)
      } catch is Refusal {
        // The moment fell away between looking and booking: the demo does without it.
      }
    }
  }

  /// Three visitors asked something, the first so long ago that it stands out.
  private func askSome() async throws {
    let questions: [(Int64, Language, String, String)] = [
      (6, .dutch, "amina", "Ik wil wafels verkopen op de markt. Welke vergunning heb ik nodig?"),
      (
        1, .french, "hugo",
        "Puis-je garder mon emploi et commencer en activité complémentaire ? Que dois-je payer ?"
      ),
      (0, .english, "maya", "Who can help me with my bookkeeping in Turkish?"),
    ]
    for (days, language, name, text) in questions {
      let then = setting.now().advanced(bySeconds: -days * 86_400)
      let past = Setting(store: setting.store, publicURL: setting.publicURL) { then }
      _ = try await InquiryDesk(past).ask(
        .init(
          text: text, email: "\(name)@vragen.example", language: language,
          page: SitePath.types.path(language)), by: nil)
    }
  }

  /// One link per role, good for a working day.
  static func signInLinks(_ setting: Setting) async throws -> [String] {
    var lines = ["Demo: sign in as"]
    for role in roles {
      let link = try await SignInDesk(setting).operatorLink(email: email(role), returnPath: nil)
      lines.append("  \(role.rawValue.padding(toLength: 9, withPad: " ", startingAt: 0)) \(link)")
    }
    return lines
  }
}
