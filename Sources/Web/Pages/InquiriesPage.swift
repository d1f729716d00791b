import CivilTime
import Hummingbird
import Operations
import Scheduling

/// The questions: for the team all of them, for a partner's people theirs. Oldest first.
struct InquiriesPage: Page {
  struct Tab: Sendable {
    let tabLabel: String
    let tabHref: String
    let isCurrent: Bool
  }

  let title: String
  let lead: String
  let done: String?
  let tabs: [Tab]
  let gapsHref: String?
  /// Between all of the list and what nobody can answer.
  let filterHref: String?
  let filterLabel: String
  let rows: [InquirySummary]
  let isEmpty: Bool
  let moreHref: String?

  static func show(_ visit: Visit) async throws -> Response {
    let person = try visit.signedIn()
    let part = visit.query["part"].flatMap(InquiryDesk.Part.init(rawValue:)) ?? .toDo
    let onlyGaps = visit.query["gap"] == "1"
    let listing = try await visit.desks.inquiries.list(
      part, onlyGaps: onlyGaps, after: visit.query["after"].flatMap { InquiryDesk.Cursor($0) },
      for: person)
    return visit.answer(try InquiriesPage(visit, listing, part: part, onlyGaps: onlyGaps))
  }

  private init(
    _ visit: Visit, _ listing: InquiryDesk.Listing, part: InquiryDesk.Part, onlyGaps: Bool
  ) throws {
    func href(_ part: InquiryDesk.Part, gap: Bool, after: String? = nil) -> String {
      visit.path(.inquiries)
        + QueryText([
          ("part", part == .toDo ? nil : part.rawValue), ("gap", gap ? "1" : nil),
          ("after", after),
        ]).text
    }
    let isTeam = listing.scope == .everyone
    title = visit.text("inquiries.title")
    lead = visit.text(isTeam ? "inquiries.lead" : "inquiries.lead-partner")
    done = visit.query["done"] == "returned" ? visit.text("inquiry.done.returned") : nil
    let parts: [InquiryDesk.Part] = isTeam ? InquiryDesk.Part.allCases : [.toDo, .helped]
    tabs = parts.map { one in
      Tab(
        tabLabel: visit.text(
          Self.key(one, isTeam: isTeam), ["count": String(listing.counts[one] ?? 0)]),
        tabHref: href(one, gap: onlyGaps), isCurrent: one == part)
    }
    gapsHref = isTeam ? visit.path(.gaps) : nil
    filterHref = isTeam ? href(part, gap: !onlyGaps) : nil
    filterLabel = visit.text(onlyGaps ? "inquiries.all" : "inquiries.only-gaps")
    rows = try listing.rows.map { try InquirySummary($0, visit) }
    isEmpty = rows.isEmpty
    moreHref = listing.next.map { href(part, gap: onlyGaps, after: $0.text) }
  }

  private static func key(_ part: InquiryDesk.Part, isTeam: Bool) -> String {
    switch part {
    case .toDo: isTeam ? "inquiries.part.to-do" : "inquiries.part.to-answer"
    case .withPartner: "inquiries.part.with-partner"
    case .helped: "inquiries.part.helped"
    case .closed: "inquiries.part.closed"
    }
  }
}

/// One question in a list.
struct InquirySummary: Sendable {
  /// As much as fits a few lines.
  private static let excerptLimit = 280

  let inquiryHref: String
  let askedText: String
  let askedLanguage: String
  let asker: String
  /// “3 dagen open”, “Wacht al 4 dagen op Voorbeeldbank”, or when it was asked.
  let age: String
  let isLate: Bool
  let isTagged: Bool
  let stage: String
  let stageName: String

  init(_ waiting: InquiryDesk.Waiting, _ visit: Visit) throws {
    let inquiry = waiting.inquiry
    inquiryHref = visit.path(.inquiries, inquiry.id.description)
    let text =
      inquiry.text.count > Self.excerptLimit
      ? inquiry.text.prefix(Self.excerptLimit) + "…" : inquiry.text[...]
    askedText = inquiry.forgottenAt == nil ? String(text) : visit.text("inquiries.forgotten")
    askedLanguage = inquiry.shownLanguage(visit)
    asker = inquiry.email
    age = try Self.age(waiting, visit)
    isLate = waiting.isLate
    isTagged = inquiry.isGap
    stage = visit.text(Self.key(inquiry.stage))
    stageName = inquiry.stage.rawValue
  }

  static func age(_ waiting: InquiryDesk.Waiting, _ visit: Visit) throws -> String {
    let inquiry = waiting.inquiry
    if let days = waiting.partnerAge?.days, let key = inquiry.waitsFor {
      let partner = visit.catalogue.partner(key)?.partner.name[visit.language] ?? key
      let form =
        switch days {
        case 0: "inquiries.waits.today"
        case 1: "inquiries.waits.one"
        default: "inquiries.waits.other"
        }
      return visit.text(form, ["count": String(days), "partner": partner])
    }
    if inquiry.stage == .open {
      return waiting.age.days == 0
        ? visit.text("inquiries.age.today") : visit.counted("inquiries.age", waiting.age.days)
    }
    let zone = try visit.catalogue.zone(named: nil)
    return visit.text(
      "inquiries.asked-on", ["date": visit.dates.full(zone.date(inquiry.askedAt))])
  }

  static func key(_ stage: Inquiry.Stage) -> String {
    switch stage {
    case .open: "inquiries.stage.open"
    case .withPartner: "inquiries.stage.with-partner"
    case .guided: "inquiries.stage.guided"
    case .answered: "inquiries.stage.answered"
    case .closed: "inquiries.stage.closed"
    }
  }
}

/// Where there is no offer: questions that nobody can answer, by the step they come nearest to.
struct GapsPage: Page {
  struct Group: Sendable {
    let step: Markup
    let phase: String?
    let tally: String
    let oldest: String
    let rows: [Row]
  }

  struct Row: Sendable {
    let inquiryHref: String
    let askedText: String
    let askedLanguage: String
    let askedOn: String
  }

  let title: String
  let backHref: String
  let groups: [Group]
  let isEmpty: Bool

  static func show(_ visit: Visit) async throws -> Response {
    let groups = try await visit.desks.inquiries.gaps(for: visit.signedIn())
    return visit.answer(try GapsPage(visit, groups))
  }

  private init(_ visit: Visit, _ groups: [InquiryDesk.GapGroup]) throws {
    let zone = try visit.catalogue.zone(named: nil)
    title = visit.text("gaps.title")
    backHref = visit.path(.inquiries)
    self.groups = groups.map { group in
      let dates = group.inquiries.map { visit.dates.full(zone.date($0.askedAt)) }
      return Group(
        step: group.toDo.map { visit.content($0.title) }
          ?? Markup.text(visit.text("gaps.none-near")),
        phase: group.toDo.map { visit.texts(.phase($0.phase)) },
        tally: visit.counted("gaps.count", group.inquiries.count),
        oldest: visit.text("gaps.oldest", ["date": dates.first ?? ""]),
        rows: zip(group.inquiries, dates).map { inquiry, date in
          Row(
            inquiryHref: visit.path(.inquiries, inquiry.id.description),
            askedText: inquiry.forgottenAt == nil
              ? inquiry.text : visit.text("inquiries.forgotten"),
            askedLanguage: inquiry.shownLanguage(visit), askedOn: date)
        })
    }
    isEmpty = groups.isEmpty
  }
}

extension Inquiry {
  /// The language of what a list shows of it: the asker's, or ours where that was forgotten.
  fileprivate func shownLanguage(_ visit: Visit) -> String {
    (forgottenAt == nil ? language : visit.language).rawValue
  }
}
