import CivilTime
import Foundation
import Operations
import Scheduling
import Testing

/// What the demo must show, walked over its files.
@Suite struct `The demo catalogue` {
  private let catalogue: Catalogue

  init() throws {
    let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("../../../Calendars/demo").standardizedFileURL
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
    let files = try names.filter { $0.hasSuffix(".yaml") }.sorted().map { name in
      CatalogueFile(
        name: name,
        bytes: Array(try Data(contentsOf: folder.appendingPathComponent(name))))
    }
    catalogue = try CatalogueReader().read(files)
  }

  private var types: [AppointmentType] { catalogue.partners.flatMap(\.appointmentTypes) }

  @Test func `is as large as a city's organisation, with every way of contact`() {
    #expect(catalogue.partners.count >= 36)
    #expect(catalogue.partners.flatMap(\.advisers).count >= 66)
    #expect(types.count >= 100)
    #expect(Set(types.map(\.contact)) == Set(AppointmentType.Contact.allCases))
    #expect(catalogue.venues.flatMap(\.rooms).count == 8)
  }

  @Test func `says what every partner is in words of ours`() {
    #expect(catalogue.partners.filter { PartnerKind(rawValue: $0.kind) == nil }.map(\.key) == [])
  }

  @Test func `offers something for every step, and a step for every offer but the practice one`() {
    let helped = Set(types.flatMap { $0.toDos ?? [] })
    #expect(catalogue.toDos.map(\.key).filter { !helped.contains($0) } == [])
    #expect(types.filter { ($0.toDos ?? []).isEmpty }.map(\.key) == ["demo-race"])
  }

  @Test func `asks in three languages, and offers answers in them`() {
    let questions = types.flatMap { $0.questions ?? [] }
    let options =
      questions.flatMap { $0.options ?? [] }
      + (catalogue.intake?.questions ?? []).flatMap { $0.options ?? [] }
    let texts =
      questions.map(\.text) + options.map(\.label) + types.map(\.name)
      + (catalogue.intake?.questions ?? []).map(\.text)
    #expect(texts.filter { $0.english == nil || $0.french == nil }.map(\.dutch) == [])
  }

  @Test func `has the sets of days of the issue, information off unless it is chosen`() {
    let sets = Dictionary(uniqueKeysWithValues: catalogue.closureSets.map { ($0.key, $0) })
    for key in ["statutory", "gentse-feesten", "city-services"] {
      #expect(sets[key]?.isInformation == false, "\(key)")
    }
    for key in ["school-holidays", "exam-weeks-ugent", "exam-weeks-colleges"] {
      #expect(sets[key]?.isInformation == true, "\(key)")
      #expect(sets[key]?.isEditable == true, "\(key)")
    }
    #expect(sets["city-services"]?.isEditable == true)
    #expect(sets["city-services"]?.isPublished(2027) == false)
    #expect(sets["exam-weeks-ugent"]?.isPublished(2027) == false)
    let choosing = catalogue.partners.filter { $0.layers?.isEmpty == false }
    #expect(choosing.count <= 3)
    #expect(catalogue.venues.allSatisfy { ($0.layers ?? []).isEmpty })
  }

  // MARK: Steps

  @Test func `holds at least 45 steps with four lines in each language`() {
    #expect(catalogue.toDos.count >= 45)
    for toDo in catalogue.toDos {
      for language in Language.allCases {
        let (text, isFallback) = toDo.what.text(in: language)
        #expect(!isFallback && !toDo.title.text(in: language).isFallback, "\(toDo.key) \(language)")
        #expect(text.split(separator: "\n").count == 4, "\(toDo.key) \(language)")
      }
    }
  }

  @Test func `names a source for every step, with the day it was looked at`() {
    for toDo in catalogue.toDos {
      #expect(!toDo.source.name.isEmpty, "\(toDo.key)")
      // Advice may be the editors' own.
      let isFound = toDo.source.url?.hasPrefix("https://") ?? (toDo.level == .advice)
      #expect(isFound, "\(toDo.key)")
      #expect(toDo.source.checkedOn.year == 2026, "\(toDo.key)")
    }
  }

  @Test func `never asks for what belongs to a later phase first`() {
    let phases = Dictionary(uniqueKeysWithValues: catalogue.toDos.map { ($0.key, $0.phase) })
    func rank(_ phase: Phase) -> Int { Phase.allCases.firstIndex(of: phase) ?? 0 }
    for toDo in catalogue.toDos {
      for first in toDo.after ?? [] {
        let earlier = phases[first].map(rank) ?? 0
        #expect(earlier <= rank(toDo.phase), "\(toDo.key) after \(first)")
      }
    }
  }

  @Test func `leaves out what no longer exists, and words of other countries`() {
    let words = [
      "bvba", "kvk", "zzp", "basiskennis", "bedrijfsbeheer", "gestion de base",
    ]
    for toDo in catalogue.toDos {
      let text = [toDo.title, toDo.what].flatMap { [$0.dutch, $0.english ?? "", $0.french ?? ""] }
        .joined(separator: " ").lowercased()
      for word in words {
        #expect(!text.contains(word), "\(toDo.key): \(word)")
      }
    }
  }

  @Test func `marks the city's measures that a source does not confirm as past`() throws {
    for key in ["starterscontract-gent", "gratis-starten-gent", "transitiepremie"] {
      let toDo = try #require(catalogue.toDos.first { $0.key == key })
      let last = try #require(toDo.valid?.until, "\(key)")
      #expect(last < toDo.source.checkedOn, "\(key)")
    }
  }

  @Test func `covers every step that the issue names`() {
    let wanted = [
      "kbo-inschrijving", "sociaal-verzekeringsfonds", "statuut-kiezen", "bijberoep-werkgever",
      "student-zelfstandige", "meewerkende-partner", "btw-regelen", "e-facturatie",
      "zakelijke-rekening", "ondernemingsplan", "financieel-plan", "oprichting-notaris",
      "ubo-register", "ziekenfonds", "vergunningen", "omgevingsvergunning", "favv",
      "drankvergunning", "kleinhandelsvergunning", "ambulante-handel", "beroepskaart",
      "verzekeringen", "startkapitaal", "startlening", "winwinlening", "microkrediet",
      "kmo-portefeuille", "premies-gent", "starterscontract-gent", "gratis-starten-gent",
      "locatie", "merk", "auteursrecht", "eerste-werknemer", "boekhouding", "privacy", "netwerk",
    ]
    let keys = Set(catalogue.toDos.map(\.key))
    #expect(wanted.filter { !keys.contains($0) } == [])
  }
}
