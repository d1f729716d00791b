import Operations
import Testing

/// Each rule over time and appointments, with the line and message of a file that breaks it.
struct CatalogueRuleTests {
  @Test(arguments: times)
  func `a time, date or exception that cannot be is told`(text: String, problem: String) {
    #expect(problems(text) == [problem])
  }

  @Test(arguments: availability)
  func `an availability that says nothing or too much is told`(text: String, problem: String) {
    #expect(problems(text) == [problem])
  }

  @Test(arguments: types)
  func `an appointment type that cannot be booked as it says is told`(text: String, problem: String)
  {
    #expect(problems(text) == [problem])
  }

  @Test func `a partner's own telephone serves an appointment by phone or mail`() {
    let type = "appointmentTypes: [ { key: bel, name: Bel, contact: phoneOrMail } ]"
    #expect(problems(withPartner("phone: 09 210 10 10, \(type)")) == [])
    #expect(problems(withPartner("\(type), email: bank@bank.example")) == [])
  }

  @Test func `an opening may last until the end of the day`() {
    let text = withVenue("opening: [ { days: [mo], from: \"00:00\", until: \"24:00\" } ]")
    #expect(problems(text) == [])
  }

  @Test func `a partnership ends no earlier than it begins`() {
    let text =
      head
        + """
        partners:
          - key: bank
            name: Bank
            kind: bank
            partnership:
              type: founding
              since: 2026-01-02
              until: 2026-01-01

        """
    #expect(
      problems(text) == [
        "a.yaml:10: partners[0].partnership.until: must not be before since (2026-01-02)"
      ])
  }

  private static let times: [(text: String, problem: String)] = [
    (
      withVenue("opening: [ { days: [ma], from: \"09:00\", until: \"17:00\" } ]"),
      "a.yaml:4: venues[0].opening[0].days[0]: must be mo, tu, we, th, fr, sa or su, not 'ma'"
    ),
    (
      withVenue("opening: [ { days: [mo], from: \"9:00\", until: \"17:00\" } ]"),
      "a.yaml:4: venues[0].opening[0].from: must be a time such as \"09:00\", not '9:00'"
    ),
    (
      withVenue("opening: [ { days: [mo], from: \"17:00\", until: \"17:00\" } ]"),
      """
      a.yaml:4: venues[0].opening[0].from: must be before until (17:00): an opening ends on \
      the day it begins
      """
    ),
    (
      withVenue("opening: [], zone: Brussel"),
      """
      a.yaml:4: venues[0].zone: must be a time zone that exists, such as Europe/Brussels, \
      not 'Brussel'
      """
    ),
    (
      withAdviser("exceptions: [ { date: 2027-02-29, closed: true } ]"),
      """
      a.yaml:4: partners[0].advisers[0].exceptions[0].date: must be a date that exists, such as \
      2026-12-29, not '2027-02-29'
      """
    ),
    (
      withAdviser("exceptions: [ { date: 2027-02-28, closed: maybe } ]"),
      "a.yaml:4: partners[0].advisers[0].exceptions[0].closed: must be true or false, not 'maybe'"
    ),
    (
      withAdviser("exceptions: [ { date: 2027-02-28, reason: ziek } ]"),
      "a.yaml:4: partners[0].advisers[0].exceptions[0]: needs closed: true, or from and until"
    ),
    (
      withAdviser("exceptions: [ { date: 2027-02-28, closed: true, until: \"12:00\" } ]"),
      "a.yaml:4: partners[0].advisers[0].exceptions[0].from: is missing beside until"
    ),
    (
      withAdviser("exceptions: [ { date: 2027-02-28, from: \"12:00\" } ]"),
      "a.yaml:4: partners[0].advisers[0].exceptions[0].until: is missing beside from"
    ),
  ]

  private static let availability: [(text: String, problem: String)] = [
    (
      withAdviser("availability: [ { from: \"09:00\", until: \"12:00\" } ]"),
      "a.yaml:4: partners[0].advisers[0].availability[0]: needs days or rule"
    ),
    (
      withAdviser(
        "availability: [ { days: [mo], rule: FREQ=DAILY, from: \"09:00\", until: \"12:00\" } ]"),
      "a.yaml:4: partners[0].advisers[0].availability[0].rule: must not stand beside days"
    ),
    (
      withAdviser("availability: [ { rule: BYDAY=MO, from: \"09:00\", until: \"12:00\" } ]"),
      """
      a.yaml:4: partners[0].advisers[0].availability[0].rule: must be a recurrence rule such as \
      FREQ=MONTHLY;BYDAY=1TH: the rule has no FREQ
      """
    ),
    (
      withAdviser("availability: [ { rule: FREQ=HOURLY, from: \"09:00\", until: \"12:00\" } ]"),
      """
      a.yaml:4: partners[0].advisers[0].availability[0].rule: must choose days only: the hours \
      are those of from and until
      """
    ),
    (
      withAdviser(
        "availability: [ { rule: FREQ=DAILY;INTERVAL=2, from: \"09:00\", until: \"12:00\" } ]"),
      """
      a.yaml:4: partners[0].advisers[0].availability[0].rule: needs validFrom: INTERVAL and \
      COUNT count from a first day
      """
    ),
    (
      withAdviser(
        "availability: [ { rule: FREQ=DAILY;COUNT=2, from: \"09:00\", until: \"12:00\" } ]"),
      """
      a.yaml:4: partners[0].advisers[0].availability[0].rule: needs validFrom: INTERVAL and \
      COUNT count from a first day
      """
    ),
    (
      withAdviser(
        """
        availability: [ { days: [mo], from: "09:00", until: "12:00", validFrom: 2027-01-02, \
        validUntil: 2027-01-01 } ]
        """),
      """
      a.yaml:4: partners[0].advisers[0].availability[0].validUntil: must not be before validFrom \
      (2027-01-02)
      """
    ),
  ]

  private static let types: [(text: String, problem: String)] = [
    (
      withType("contact: fax"),
      """
      a.yaml:4: partners[0].appointmentTypes[0].contact: must be slots, request, ownPage or \
      phoneOrMail, not 'fax'
      """
    ),
    (
      withType("contact: slots, places: [online]"),
      "a.yaml:4: partners[0].appointmentTypes[0].minutes: must list at least 1: contact is slots"
    ),
    (
      withType("contact: slots, minutes: [30]"),
      "a.yaml:4: partners[0].appointmentTypes[0].places: must list at least 1: contact is slots"
    ),
    (
      withType("contact: ownPage"),
      "a.yaml:4: partners[0].appointmentTypes[0].url: is missing: contact is ownPage"
    ),
    (
      withType("contact: phoneOrMail"),
      """
      a.yaml:4: partners[0].appointmentTypes[0]: needs phone or email, its own or the partner's: \
      contact is phoneOrMail
      """
    ),
    (
      withType("contact: request, minutes: [30, 481]"),
      """
      a.yaml:4: partners[0].appointmentTypes[0].minutes[1]: must be a whole number from 1 to 480, \
      not '481'
      """
    ),
    (
      withType("contact: request, step: 0"),
      """
      a.yaml:4: partners[0].appointmentTypes[0].step: must be a whole number from 1 to 480, \
      not '0'
      """
    ),
    (
      withType("contact: request, buffer: { before: 241 }"),
      """
      a.yaml:4: partners[0].appointmentTypes[0].buffer.before: must be a whole number from 0 to \
      240, not '241'
      """
    ),
    (
      withType("contact: request, caps: { day: 0 }"),
      """
      a.yaml:4: partners[0].appointmentTypes[0].caps.day: must be a whole number from 1 to \
      100000, not '0'
      """
    ),
    (
      withType("contact: request, notice: 24"),
      """
      a.yaml:4: partners[0].appointmentTypes[0].notice: must be a length of time in weeks, days, \
      hours or minutes, such as PT24H, not '24'
      """
    ),
    (
      withType("contact: request, approvalWithin: PT0H"),
      "a.yaml:4: partners[0].appointmentTypes[0].approvalWithin: must be longer than nothing"
    ),
    (
      withType("contact: request, questions: [ { key: a, text: A?, kind: one } ]"),
      "a.yaml:4: partners[0].appointmentTypes[0].questions[0].options: is missing: kind is one"
    ),
    (
      withType(
        "contact: request, questions: [ { key: a, text: A?, kind: number, options: [x, y] } ]"),
      """
      a.yaml:4: partners[0].appointmentTypes[0].questions[0].options: must not be given: kind is \
      number
      """
    ),
    (
      withType(
        """
        contact: request, questions: [ { key: a, text: A?, kind: text }, \
        { key: a, text: A?, kind: text } ]
        """),
      "a.yaml:4: partners[0].appointmentTypes[0].questions: the key 'a' is given twice"
    ),
  ]
}
