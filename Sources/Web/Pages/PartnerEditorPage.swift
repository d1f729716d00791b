import Hummingbird
import Operations
import Scheduling

/// What a partner tells about itself, for its managers and the team to change. The words of each
/// appointment type stand on a page of their own.
struct PartnerEditorPage: Page {
  struct TypeLink: Sendable {
    let name: Markup
    let href: String
  }

  let title: String
  let partnerName: String
  let publicHref: String
  let formHref: String
  let csrf: String
  let done: String?
  /// Set where somebody else saved meanwhile; what was typed stays.
  let stale: String?
  let hasErrors: Bool
  let problem: String?
  /// What the fields showed before; the check on saving.
  let seen: String
  let about: TranslatedField
  let fields: [LineField]
  let languages: [CheckField]
  let languagesError: String?
  let closures: [CheckField]
  let hasClosures: Bool
  let types: [TypeLink]

  static func path(_ partner: String, _ visit: Visit) -> String {
    visit.path(.partners, partner, .edit)
  }

  static func show(_ visit: Visit) async throws -> Response {
    let partner = try editable(visit)
    if let type = visit.query["type"] {
      return visit.answer(try TypeEditorPage(partner, type, visit))
    }
    return visit.answer(PartnerEditorPage(partner, PartnerDraft(of: partner), visit))
  }

  static func save(_ visit: Visit) async throws -> Response {
    let partner = try editable(visit)
    if let type = visit.query["type"] {
      return try await TypeEditorPage.save(partner, type, visit)
    }
    let draft = PartnerDraft(visit.form, partner)
    do {
      try await visit.desks.partners.save(
        draft, of: partner.key, seen: visit.form["seen"] ?? "", by: try visit.signedIn())
      return visit.redirect(to: path(partner.key, visit) + QueryText([("done", "saved")]).text)
    } catch let problems as PartnerDesk.Problems {
      let page = PartnerEditorPage(partner, draft, visit, faults: problems.faults)
      return visit.answer(page, status: .unprocessableContent)
    } catch RequestProblem.stale {
      return visit.answer(
        PartnerEditorPage(partner, draft, visit, isStale: true), status: .preconditionFailed)
    }
  }

  /// The partner of the address, for somebody who may change it.
  private static func editable(_ visit: Visit) throws -> Partner {
    let person = try visit.signedIn()
    let key = try visit.parameter("partner")
    guard let partner = visit.catalogue.catalogue.partners.first(where: { $0.key == key }) else {
      throw RequestProblem.unknown
    }
    guard Access.mayEdit(partner: partner.key, person) else { throw RequestProblem.forbidden }
    return partner
  }

  private init(
    _ partner: Partner, _ draft: PartnerDraft, _ visit: Visit,
    faults: [String: FieldFault] = [:], isStale: Bool = false
  ) {
    let errors = EditorErrors(faults, visit)
    partnerName = partner.name[visit.language]
    title = visit.text("editor.title", ["name": partnerName])
    publicHref = visit.path(.partners, partner.key)
    formHref = Self.path(partner.key, visit)
    csrf = visit.formToken
    done =
      visit.query["done"] == "saved" && faults.isEmpty && !isStale
      ? visit.text("editor.saved") : nil
    stale = isStale ? visit.text("editor.stale") : nil
    hasErrors = !faults.isEmpty
    problem = errors[""]
    // After a stale save: what the other saved is seen once this page is read.
    seen = isStale ? PartnerDraft(of: partner).mark : visit.form["seen"] ?? draft.mark
    about = TranslatedField(
      "about", "editor.about", draft.about, limit: CatalogueLimits.paragraph, isLong: true,
      errors, visit)
    fields = Self.lines(draft, errors, visit)
    languages = Language.allCases.map { language in
      CheckField(
        name: "language-\(language.rawValue)",
        label: visit.text("language-name.\(language.rawValue)"),
        isChecked: draft.languages.contains(language))
    }
    languagesError = errors["languages"]
    // Days to know of close nothing; staff choose those.
    let sets = visit.catalogue.catalogue.closureSets.filter { !$0.isInformation }
    closures = sets.map { set in
      CheckField(
        name: "closure-\(set.key)", label: set.name[visit.language],
        isChecked: draft.closures.contains(set.key))
    }
    hasClosures = !closures.isEmpty
    types = partner.appointmentTypes.map { type in
      TypeLink(
        name: visit.content(type.name), href: TypeEditorPage.path(partner.key, type.key, visit))
    }
  }

  private static func lines(
    _ draft: PartnerDraft, _ errors: EditorErrors, _ visit: Visit
  ) -> [LineField] {
    [
      LineField(
        "website", "editor.website", draft.website, kind: "url", hint: "editor.website-hint",
        errors, visit),
      LineField(
        "phone", "editor.phone", draft.phone, kind: "tel", hint: "editor.phone-hint", errors,
        visit),
      LineField(
        "email", "editor.email", draft.email, kind: "email", hint: nil, errors, visit),
      LineField(
        "address.street", "editor.street", draft.street, kind: "text", hint: nil, errors, visit),
      LineField(
        "address.postcode", "editor.postcode", draft.postcode, kind: "text", hint: nil, errors,
        visit),
      LineField(
        "address.city", "editor.city", draft.city, kind: "text", hint: nil, errors, visit),
    ]
  }
}

/// The words of one appointment type.
struct TypeEditorPage: Page {
  let title: String
  let partnerName: String
  let backHref: String
  let publicHref: String
  let formHref: String
  let csrf: String
  let done: String?
  let stale: String?
  let hasErrors: Bool
  let problem: String?
  let seen: String
  let texts: [TranslatedField]

  static func path(_ partner: String, _ type: String, _ visit: Visit) -> String {
    PartnerEditorPage.path(partner, visit) + QueryText([("type", type)]).text
  }

  static func save(_ partner: Partner, _ type: String, _ visit: Visit) async throws -> Response {
    let draft = TypeDraft(visit.form)
    do {
      try await visit.desks.partners.save(
        draft, ofType: type, of: partner.key, seen: visit.form["seen"] ?? "",
        by: try visit.signedIn())
      return visit.redirect(to: path(partner.key, type, visit) + "&done=saved")
    } catch let problems as PartnerDesk.Problems {
      let page = try TypeEditorPage(partner, type, visit, draft, faults: problems.faults)
      return visit.answer(page, status: .unprocessableContent)
    } catch RequestProblem.stale {
      let page = try TypeEditorPage(partner, type, visit, draft, isStale: true)
      return visit.answer(page, status: .preconditionFailed)
    }
  }

  init(
    _ partner: Partner, _ key: String, _ visit: Visit, _ typed: TypeDraft? = nil,
    faults: [String: FieldFault] = [:], isStale: Bool = false
  ) throws {
    guard let type = partner.appointmentTypes.first(where: { $0.key == key }) else {
      throw RequestProblem.unknown
    }
    let current = TypeDraft(of: type)
    let draft = typed ?? current
    let errors = EditorErrors(faults, visit)
    let paragraph = CatalogueLimits.paragraph
    title = visit.text("editor.title", ["name": type.name[visit.language]])
    partnerName = partner.name[visit.language]
    backHref = PartnerEditorPage.path(partner.key, visit)
    publicHref = visit.path(.types, type.key)
    formHref = Self.path(partner.key, key, visit)
    csrf = visit.formToken
    done = visit.query["done"] == "saved" && typed == nil ? visit.text("editor.saved") : nil
    stale = isStale ? visit.text("editor.stale") : nil
    hasErrors = !faults.isEmpty
    problem = errors[""]
    seen = isStale ? current.mark : visit.form["seen"] ?? current.mark
    texts = [
      TranslatedField(
        "name", "editor.name", draft.name, limit: CatalogueLimits.title, isLong: false, errors,
        visit),
      TranslatedField(
        "about", "editor.type-about", draft.about, limit: paragraph, isLong: true, errors, visit),
      TranslatedField(
        "bring", "fact.bring", draft.bring, limit: paragraph, isLong: true, errors, visit),
      TranslatedField(
        "price", "fact.price", draft.price, limit: paragraph, isLong: true, errors, visit),
    ]
  }
}

extension PartnerDraft {
  /// What the form says; boxes that are not there are not ticked.
  fileprivate init(_ form: FormFields, _ partner: Partner) {
    self.init(
      about: TextDraft(form, "about"), website: form["website"] ?? "",
      phone: form["phone"] ?? "", email: form["email"] ?? "",
      street: form["address.street"] ?? "", postcode: form["address.postcode"] ?? "",
      city: form["address.city"] ?? "",
      languages: Language.allCases.filter { form["language-\($0.rawValue)"] != nil },
      closures: form.fields(prefix: "closure-").keys.sorted {
        // As they stood, so that saving without a change changes nothing.
        let old = partner.closures ?? []
        return (old.firstIndex(of: $0) ?? old.count, $0)
          < (old.firstIndex(of: $1) ?? old.count, $1)
      })
  }
}

extension TypeDraft {
  fileprivate init(_ form: FormFields) {
    self.init(
      name: TextDraft(form, "name"), about: TextDraft(form, "about"),
      bring: TextDraft(form, "bring"), price: TextDraft(form, "price"))
  }
}

extension TextDraft {
  fileprivate init(_ form: FormFields, _ name: String) {
    self.init(
      dutch: form["\(name).nl"] ?? "", english: form["\(name).en"] ?? "",
      french: form["\(name).fr"] ?? "")
  }
}
