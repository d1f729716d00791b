import CivilTime
import Operations
import Scheduling
import Testing

/// Each enum below is walked by a switch from one case to the next, so that a new case does not
/// compile before it is walked too.
@Suite struct `Phrases` {
  @Test(arguments: Language.allCases)
  func `of every case are written in every language, with all their facts`(language: Language) {
    let texts = Texts.of(language)
    var keys = Set<String>()
    var group = Self.group(after: nil, texts)
    while let last = group.last {
      for phrase in group {
        keys.insert(phrase.key)
        #expect(texts.phrases[phrase.key] != nil, "\(phrase.key) is not written")
        Self.expectWords(texts(phrase), of: phrase.key)
      }
      group = Self.group(after: last, texts)
    }
    #expect(keys.count > 100)
  }

  @Test(arguments: Language.allCases)
  func `of every refusal fill in what the rule knows`(language: Language) throws {
    let zone = try #require(ZoneDatabase.system.zone("Europe/Brussels"))
    let sentences = RefusalText(Texts.of(language), zone: zone)
    var group = Self.refusals(after: nil)
    while let last = group.last {
      for refusal in group { Self.expectWords(sentences.sentence(refusal), of: refusal.code) }
      group = Self.refusals(after: last)
    }
    let late = Refusal.booking(.tooLateToMove(deadline: Self.noon))
    #expect(sentences.sentence(late).contains("2026"))
    #expect(sentences.sentence(SlotRefusal.dayCapReached(limit: 7)).contains("7"))
  }

  private static func expectWords(_ text: String, of key: String) {
    #expect(!text.isEmpty && text != key, "\(key) has no words")
    #expect(!text.contains("{") && !text.contains("}"), "\(key): \(text)")
  }

  // MARK: From case to case

  private static let noon = instant("2026-11-23T12:00:00+01:00")
  private static let day = LocalDate(iso8601: "2026-11-23") ?? LocalDate(dayNumber: 0)

  private static func walk<Case>(_ next: (Case?) -> Case?) -> [Case] {
    var all: [Case] = []
    while let found = next(all.last) { all.append(found) }
    return all
  }

  /// The refusals of the case that follows that of `refusal`; empty at the end.
  private static func refusals(after refusal: Refusal?) -> [Refusal] {
    switch refusal {
    case nil: walk(slotRefusal).map { .slot($0, alternatives: []) }
    case .slot: walk(bookingRefusal).map { .booking($0) }
    case .booking: walk(toDoRefusal).map { .toDo($0) }
    case .toDo: walk(contactRefusal).map { .contact($0) }
    case .contact: [.moment(0, .starterBusy)]
    case .moment: [.tooManyHolds(limit: 5)]
    case .tooManyHolds: [.tooManySignIns(limit: 5)]
    case .tooManySignIns: [.notBookable]
    case .notBookable: walk(inquiryRefusal).map { .inquiry($0) }
    case .inquiry: []
    }
  }

  private static func slotRefusal(after refusal: SlotRefusal?) -> SlotRefusal? {
    switch refusal {
    case nil: .notOffered
    case .notOffered: .partnershipEnded(on: day)
    case .partnershipEnded: .tooSoon(earliest: noon)
    case .tooSoon: .beyondHorizon(lastDay: day)
    case .beyondHorizon: .closed(name: "Kerstmis")
    case .closed: .away(reason: "geheim")
    case .away: .venueClosed(name: nil)
    case .venueClosed: .adviserBusy
    case .adviserBusy: .bufferTaken
    case .bufferTaken: .dayCapReached(limit: 7)
    case .dayCapReached: .weekCapReached(limit: 7)
    case .weekCapReached: .noRoom(layout: nil, people: 2)
    case .noRoom: .starterBusy
    case .starterBusy: nil
    }
  }

  private static func bookingRefusal(after refusal: BookingRefusal?) -> BookingRefusal? {
    switch refusal {
    case nil: .requestLapsed
    case .requestLapsed: .alreadyCancelled
    case .alreadyCancelled: .alreadyDeclined
    case .alreadyDeclined: .alreadyOver
    case .alreadyOver: .notRequested
    case .notRequested: .notStarted
    case .notStarted: .alreadyStarted
    case .alreadyStarted: .tooLateToMove(deadline: noon)
    case .tooLateToMove: .tooLateToCancel(deadline: noon)
    case .tooLateToCancel: nil
    }
  }

  private static func toDoRefusal(after refusal: ToDoRefusal?) -> ToDoRefusal? {
    switch refusal {
    case nil: .appointmentStands
    case .appointmentStands: .bookedByAppointmentOnly
    case .bookedByAppointmentOnly: nil
    }
  }

  private static func inquiryRefusal(after refusal: InquiryRefusal?) -> InquiryRefusal? {
    switch refusal {
    case nil: .tooManyOpen(limit: 7)
    case .tooManyOpen: .dayIsFull(limit: 7)
    case .dayIsFull: .alreadyAnswered
    case .alreadyAnswered: .alreadyClosed
    case .alreadyClosed: .notWithPartner
    case .notWithPartner: nil
    }
  }

  private static func contactRefusal(after refusal: ContactRefusal?) -> ContactRefusal? {
    switch refusal {
    case nil: .alreadyAnswered
    case .alreadyAnswered: .alreadyWithdrawn
    case .alreadyWithdrawn: .momentPassed
    case .momentPassed: .alreadyAsked
    case .alreadyAsked: .tooManyRequests(limit: 5)
    case .tooManyRequests: .alreadyDone
    case .alreadyDone: nil
    }
  }

  private static func fieldFault(after fault: FieldFault?) -> FieldFault? {
    switch fault {
    case nil: .missing
    case .missing: .unknown
    case .unknown: .notOffered
    case .notOffered: .tooLong(limit: 7)
    case .tooLong: .notANumber
    case .notANumber: .notAllowed
    case .notAllowed: .malformed
    case .malformed: nil
    }
  }
}

extension `Phrases` {
  private static let slotFacts = Dictionary(
    uniqueKeysWithValues: [
      "day", "earliest", "lastDay", "name", "limit", "people", "layout",
    ].map { ($0, "feit") })
  private static let mailFacts = Dictionary(
    uniqueKeysWithValues: [
      "type", "partner", "moment", "when", "previous", "place", "link", "code", "question",
      "answer", "asker", "words", "step", "contact", "moments", "until", "message", "other",
    ].map { ($0, "feit") })
  private static let states = [
    "requested", "confirmed", "cancelled", "declined", "attended", "noShow",
  ]
  private static let contactStates = [
    "waiting", "passed", "accepted", "declined", "answered", "referred", "withdrawn",
  ]
  private static let scopes = ["adviser", "starter", "partner", "room", "venue"]

  /// The phrases of the case that follows that of `phrase`; empty at the end.
  private static func group(after phrase: Phrase?, _ texts: Texts) -> [Phrase] {
    let kinds = OutboxMessage.Kind.allCases
    return switch phrase {
    case nil: walk(slotRefusal).map { .slotRefused($0, facts: slotFacts) }
    case .slotRefused:
      walk(bookingRefusal).map { .bookingRefused($0, facts: ["deadline": "feit"]) }
    case .bookingRefused: walk(toDoRefusal).map { .toDoRefused($0) }
    case .toDoRefused: walk(contactRefusal).map { .contactRefused($0) }
    case .contactRefused: [.tooManyHolds(limit: 5)]
    case .tooManyHolds: [.tooManySignIns(limit: 5)]
    case .tooManySignIns: [.notBookable]
    case .notBookable: walk(inquiryRefusal).map { .inquiryRefused($0) }
    case .inquiryRefused: walk(fieldFault).map { .fieldFault($0) }
    case .fieldFault: problems(texts)
    case .problem: Place.allCases.map { .place($0) }
    case .place: states.map { .bookingState($0) }
    case .bookingState: contactStates.map { .contactState($0) }
    case .contactState: ToDo.State.allCases.map { .toDoState($0) }
    case .toDoState: Phase.allCases.map { .phase($0) }
    case .phase: PartnerKind.allCases.map { .partnerKind($0) }
    case .partnerKind: ToDoTemplate.Level.allCases.map { .level($0) }
    case .level: AppointmentType.Assignment.allCases.map { .assignment($0) }
    case .assignment: [.minutes(30)]
    case .minutes: [.daysAgo(1), .daysAgo(2)]
    case .daysAgo: kinds.map { .mailSubject($0, facts: mailFacts) }
    case .mailSubject:
      OutboxMessage.Reader.allCases.flatMap { reader in
        kinds.map { .mailBody($0, for: reader, facts: mailFacts) }
      }
    case .mailBody: scopes.map { .feedName(scope: $0, name: "naam") }
    case .feedName: scopes.map { .feedAbout(scope: $0) }
    case .feedAbout: [.feedCancelled(title: "titel")]
    case .feedCancelled: [.feedRequested(title: "titel")]
    case .feedRequested: [.feedAdviserTitle(type: "soort", name: "naam")]
    case .feedAdviserTitle: [.feedStarterTitle(type: "soort", partner: "partner")]
    case .feedStarterTitle: [.feedRoomTitle(type: "soort", partner: "partner")]
    case .feedRoomTitle: [.feedDetails(link: "adres")]
    case .feedDetails: [.joinLink]
    case .joinLink: [.feedBusy]
    // What has a key of its own is found by `Tools/check-phrases`.
    case .feedBusy, .named: []
    }
  }

  /// The codes of problems live in the API: those that are written are walked.
  private static func problems(_ texts: Texts) -> [Phrase] {
    texts.phrases.keys.filter { $0.hasPrefix("problem.") }.sorted()
      .map { .problem(String($0.dropFirst("problem.".count))) }
  }
}
