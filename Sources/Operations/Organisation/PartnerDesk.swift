import Scheduling

/// What a partner's managers, and the team, change of its public page.
///
/// Who saves says what they had before them, by a mark over the very fields they could change: a
/// second editor is told and overwrites nothing, while an adviser who closes a day meanwhile
/// disturbs nobody.
public struct PartnerDesk: Sendable {
  private let setting: Setting

  public init(_ setting: Setting) { self.setting = setting }

  /// The fields that cannot stay as typed, by their path in the partner or type, such as
  /// `about.fr`; an empty path where no field of the form is to blame.
  public struct Problems: Error, Hashable, Sendable {
    public let faults: [String: FieldFault]
  }

  /// Throws `Problems`, or `RequestProblem.stale` where the fields are no longer those that `seen`
  /// marks.
  public func save(
    _ draft: PartnerDraft, of partner: String, seen: String, by person: Person
  ) async throws {
    let key = try await editable(partner, by: person)
    do {
      _ = try await CatalogueDesk(setting).change(by: .person(person)) { catalogue in
        guard let index = catalogue.partners.firstIndex(where: { $0.key == key }) else {
          throw RequestProblem.unknown
        }
        let current = PartnerDraft(of: catalogue.partners[index])
        guard current.mark == seen else { throw RequestProblem.stale(current: 0) }
        draft.apply(to: &catalogue.partners[index])
      }
    } catch let problems as CatalogueProblems {
      throw Self.problems(problems) { path in
        let path = Self.contactField(path) ?? path
        if path == "languages" { return (path, .missing) }
        return draft.typed(path).map { (path, Self.fault($0)) }
      }
    }
  }

  /// The same for the words of one appointment type of the partner.
  public func save(
    _ draft: TypeDraft, ofType type: String, of partner: String, seen: String, by person: Person
  ) async throws {
    let key = try await editable(partner, by: person)
    do {
      _ = try await CatalogueDesk(setting).change(by: .person(person)) { catalogue in
        guard let index = catalogue.partners.firstIndex(where: { $0.key == key }),
          let own = catalogue.partners[index].appointmentTypes.firstIndex(where: {
            $0.key == type
          })
        else { throw RequestProblem.unknown }
        let current = TypeDraft(of: catalogue.partners[index].appointmentTypes[own])
        guard current.mark == seen else { throw RequestProblem.stale(current: 0) }
        draft.apply(to: &catalogue.partners[index].appointmentTypes[own])
      }
    } catch let problems as CatalogueProblems {
      throw Self.problems(problems) { path in
        // `appointmentTypes[2].name.fr`
        let rest = path.split(separator: ".", maxSplits: 1).dropFirst().first.map(String.init)
        return rest.flatMap { rest in draft.typed(rest).map { (rest, Self.fault($0)) } }
      }
    }
  }

  /// The key of a partner that this person may edit.
  private func editable(_ partner: String, by person: Person) async throws -> String {
    let catalogue = try await setting.store.read { try $0.catalogue() }
    guard let key = catalogue.partner(partner)?.partner.key,
      catalogue.catalogue.partners.contains(where: { $0.key == key })
    else { throw RequestProblem.unknown }
    guard Access.mayEdit(partner: key, person) else { throw RequestProblem.forbidden }
    return key
  }

  private static func problems(
    _ problems: CatalogueProblems, _ fault: (String) -> (String, FieldFault)?
  ) -> Problems {
    var faults: [String: FieldFault] = [:]
    for problem in problems.problems {
      // `partners[3].about.fr`: the rest is the partner's own.
      let path = problem.field.split(separator: ".", maxSplits: 1).dropFirst().first ?? ""
      let (field, fault) = fault(String(path)) ?? ("", .malformed)
      if faults[field] == nil { faults[field] = fault }
    }
    return Problems(faults: faults)
  }

  /// A type whose way of contact is phone or mail has none left: the partner's is missing.
  private static func contactField(_ path: String) -> String? {
    path.hasPrefix("appointmentTypes[") && !path.contains(".") ? "phone" : nil
  }

  /// The catalogue has refused what was typed; what kind of fault the reader can see for themselves.
  private static func fault(_ typed: (text: String, limit: Int)) -> FieldFault {
    if !typed.text.contains(where: { !$0.isWhitespace }) { return .missing }
    if typed.text.unicodeScalars.count > typed.limit { return .tooLong(limit: typed.limit) }
    return .malformed
  }
}
