import Operations
import Testing

struct CatalogueRecordTests {
  @Test func `rows become the catalogue they were, in any order`() throws {
    let catalogue = try catalogue(exampleText)
    let records = try CatalogueRecord.records(of: catalogue)
    #expect(try CatalogueRecord.catalogue(of: records) == catalogue)
    #expect(try CatalogueRecord.catalogue(of: records.reversed()) == catalogue)
  }

  @Test func `children are rows of their own, in the order of the file`() throws {
    let records = try CatalogueRecord.records(of: catalogue(exampleText))
    #expect(
      records.map { "\($0.kind.rawValue) \($0.parent ?? "-") \($0.key) \($0.position)" } == [
        "organisation - startersfabriek 0",
        "closureSet - statutory 0",
        "venue - tijdelijk 0",
        "room tijdelijk zaal-a 0",
        "room tijdelijk zaal-b 1",
        "room tijdelijk spreek-1 2",
        "combination tijdelijk zaal-ab 0",
        "partner - voorbeeldbank 0",
        "adviser voorbeeldbank an 0",
        "appointmentType voorbeeldbank krediet 0",
        "toDo - startkapitaal 0",
        "toDo - ondernemingsplan 1",
        "targetGroup - gentrepreneur 0",
        "intake - intake 0",
      ])
  }

  @Test func `a document is canonical JSON without the children`() throws {
    let records = try CatalogueRecord.records(of: catalogue(exampleText))
    #expect(
      records.first { $0.kind == .partner }?.document == """
        {"about":{"en":"Finance for starters","fr":"Financement pour starters",\
        "nl":"Financiering voor starters"},"key":"voorbeeldbank","kind":"bank",\
        "languages":["nl","fr"],"name":"Voorbeeldbank",\
        "partnership":{"since":"2026-01-01","type":"supporting"}}
        """)
    #expect(
      records.first { $0.kind == .room }?.document == """
        {"features":["projector","step-free"],"key":"zaal-a",\
        "layouts":{"boardroom":16,"classroom":30,"theatre":60},"name":"Zaal A"}
        """)
  }

  @Test func `an empty list of combinations is not an absent one`() throws {
    for combinations in ["", ", combinations: []"] {
      let before = try catalogue(withVenue("opening: []\(combinations)"))
      let records = try CatalogueRecord.records(of: before)
      #expect(try CatalogueRecord.catalogue(of: records) == before)
      #expect(try catalogue(CatalogueWriter().text(before)) == before)
    }
  }

  @Test func `rows that are no catalogue are a fault`() throws {
    let records = try CatalogueRecord.records(of: catalogue(exampleText))
    func fault(_ change: (inout [CatalogueRecord]) -> Void) -> String? {
      var changed = records
      change(&changed)
      do {
        _ = try CatalogueRecord.catalogue(of: changed)
        return nil
      } catch {
        return error.description
      }
    }
    #expect(fault { $0.removeFirst() } == "catalogue row organisation : there is none")
    #expect(
      fault { $0.removeAll { $0.kind == .partner } }
        == "catalogue row adviser an: its parent 'voorbeeldbank' does not exist")
    #expect(
      fault { $0.append($0[1]) }
        == "catalogue row closureSet statutory: there is another with this key")
    #expect(
      fault { $0[1].document = "{" }
        == "catalogue row closureSet statutory: its document is not JSON")
    #expect(
      fault { $0[1].document = #"{"key":"other"}"# }
        == "catalogue row closureSet statutory: its document is another's")
    #expect(
      fault { $0[1].document = #"{"key":"statutory"}"# }?
        .hasPrefix("catalogue row closureSet statutory: ") == true)
    #expect(fault { $0[1].kind = .question } == "catalogue row question statutory: it has no place")
  }
}
