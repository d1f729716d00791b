import CivilTime
import Operations
import Scheduling

/// Writes `{zone,slots,refused}`. Thousands of rows, so bytes rather than `Codable`.
struct SlotListingWriter {
  private let zone: Zone
  private var text = JSONText()
  private var times: TimestampWriter
  private var adviserTexts: [ID<Person>: [UInt8]] = [:]
  private var refusalTexts: [SlotRefusal: [UInt8]] = [:]

  init(zone: Zone) {
    self.zone = zone
    times = TimestampWriter(zone: zone)
  }

  var bytes: [UInt8] { text.bytes }

  mutating func write(_ listing: SlotDesk.Listing, isTimesOnly: Bool, texts: Texts) {
    text.reserve(
      256 + listing.slots.count * (isTimesOnly ? 100 : 200) + listing.refused.count * 300)
    text.append("{\"zone\":")
    text.append(string: zone.id)
    text.append(",\"slots\":[")
    for (index, slot) in listing.slots.enumerated() {
      if index > 0 { text.append(",") }
      write(slot, isTimesOnly: isTimesOnly)
    }
    text.append("],\"refused\":[")
    let sentences = RefusalText(texts, zone: zone)
    for (index, candidate) in listing.refused.enumerated() {
      if index > 0 { text.append(",") }
      write(candidate, sentences)
    }
    text.append("]}")
  }

  private mutating func write(_ slot: Slot, isTimesOnly: Bool) {
    text.append("{\"start\":")
    times.append(slot.span.start, to: &text)
    text.append(",\"end\":")
    times.append(slot.span.end, to: &text)
    write(slot.place)
    if !isTimesOnly {
      text.append(",\"advisers\":[")
      for (index, adviser) in slot.advisers.enumerated() {
        if index > 0 { text.append(",") }
        write(adviser)
      }
      text.append("]")
    }
    text.append("}")
  }

  private mutating func write(_ place: Place) {
    switch place {
    case .venue: text.append(",\"place\":\"venue\"")
    case .partner: text.append(",\"place\":\"partner\"")
    case .online: text.append(",\"place\":\"online\"")
    }
  }

  private mutating func write(_ adviser: ID<Person>) {
    if let known = adviserTexts[adviser] { return text.append(known) }
    let quoted = Array("\"\(adviser)\"".utf8)
    adviserTexts[adviser] = quoted
    text.append(quoted)
  }

  private mutating func write(_ candidate: RefusedCandidate, _ sentences: RefusalText) {
    text.append("{\"start\":")
    times.append(candidate.start, to: &text)
    write(candidate.place)
    text.append(",\"adviser\":")
    write(candidate.adviser)
    text.append(refusalText(candidate.refusal, sentences))
    text.append("}")
  }

  /// Code, sentence and facts, which most refused candidates share.
  private mutating func refusalText(
    _ refusal: SlotRefusal, _ sentences: RefusalText
  ) -> [UInt8] {
    if let known = refusalTexts[refusal] { return known }
    var part = JSONText()
    part.append(",\"code\":")
    part.append(string: refusal.code)
    part.append(",\"text\":")
    part.append(string: sentences.sentence(refusal))
    let facts = sentences.jsonFacts(.slot(refusal, alternatives: []))
    if !facts.isEmpty {
      part.append(",\"facts\":{")
      for (index, fact) in facts.sorted(by: { $0.key < $1.key }).enumerated() {
        if index > 0 { part.append(",") }
        part.append(string: fact.key)
        part.append(":")
        part.append(string: fact.value)
      }
      part.append("}")
    }
    refusalTexts[refusal] = part.bytes
    return part.bytes
  }
}
