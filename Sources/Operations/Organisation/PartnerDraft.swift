import Scheduling

/// What a partner says of itself, as somebody types it: texts may be empty, too long or wrong.
public struct PartnerDraft: Hashable, Codable, Sendable {
  public var about: TextDraft
  public var website: String
  public var phone: String
  public var email: String
  public var street: String
  public var postcode: String
  public var city: String
  public var languages: [Language]
  /// Keys of the closure sets on which the partner sees nobody.
  public var closures: [String]

  public init(
    about: TextDraft, website: String, phone: String, email: String, street: String,
    postcode: String, city: String, languages: [Language], closures: [String]
  ) {
    (self.about, self.website, self.phone, self.email) = (about, website, phone, email)
    (self.street, self.postcode, self.city) = (street, postcode, city)
    (self.languages, self.closures) = (languages, closures)
  }

  public init(of partner: Partner) {
    self.init(
      about: TextDraft(partner.about), website: partner.website ?? "",
      phone: partner.phone ?? "", email: partner.email ?? "",
      street: partner.address?.street ?? "", postcode: partner.address?.postcode ?? "",
      city: partner.address?.city ?? "", languages: partner.languages,
      closures: partner.closures ?? [])
  }

  func apply(to partner: inout Partner) {
    partner.about = about.text
    partner.website = website.isEmpty ? nil : website
    partner.phone = phone.isEmpty ? nil : phone
    partner.email = email.isEmpty ? nil : email
    let hasAddress = ![street, postcode, city].allSatisfy(\.isEmpty)
    partner.address =
      hasAddress ? Address(street: street, postcode: postcode, city: city) : nil
    partner.languages = languages
    // A list that was never chosen stays absent.
    partner.closures = closures.isEmpty && partner.closures == nil ? nil : closures
  }

  /// What was typed in the field of that path within the partner; nil for no field of the form.
  func typed(_ path: String) -> (text: String, limit: Int)? {
    if let typed = about.typed(path, field: "about", limit: CatalogueLimits.paragraph) {
      return typed
    }
    switch path {
    case "website": return (website, CatalogueLimits.url)
    case "phone": return (phone, CatalogueLimits.phone)
    case "email": return (email, CatalogueLimits.email)
    case "address.street": return (street, CatalogueLimits.title)
    case "address.postcode": return (postcode, CatalogueLimits.title)
    case "address.city": return (city, CatalogueLimits.title)
    default: return nil
    }
  }
}

/// The words of an appointment type, as somebody types them.
public struct TypeDraft: Hashable, Codable, Sendable {
  public var name: TextDraft
  public var about: TextDraft
  public var bring: TextDraft
  public var price: TextDraft

  public init(name: TextDraft, about: TextDraft, bring: TextDraft, price: TextDraft) {
    (self.name, self.about, self.bring, self.price) = (name, about, bring, price)
  }

  public init(of type: AppointmentType) {
    self.init(
      name: TextDraft(type.name), about: TextDraft(type.about), bring: TextDraft(type.bring),
      price: TextDraft(type.price))
  }

  func apply(to type: inout AppointmentType) {
    type.name = name.text ?? LocalizedText("")
    type.about = about.text
    type.bring = bring.text
    type.price = price.text
  }

  func typed(_ path: String) -> (text: String, limit: Int)? {
    let paragraph = CatalogueLimits.paragraph
    return name.typed(path, field: "name", limit: CatalogueLimits.title)
      ?? about.typed(path, field: "about", limit: paragraph)
      ?? bring.typed(path, field: "bring", limit: paragraph)
      ?? price.typed(path, field: "price", limit: paragraph)
  }
}

/// A text in three languages, as typed.
public struct TextDraft: Hashable, Codable, Sendable {
  public var dutch: String
  public var english: String
  public var french: String

  public init(dutch: String, english: String, french: String) {
    (self.dutch, self.english, self.french) = (dutch, english, french)
  }

  public init(_ text: LocalizedText?) {
    self.init(
      dutch: text?.dutch ?? "", english: text?.english ?? "", french: text?.french ?? "")
  }

  public subscript(language: Language) -> String {
    switch language {
    case .dutch: dutch
    case .english: english
    case .french: french
    }
  }

  /// Nil where nothing was typed; without Dutch it is no valid text, which the catalogue says.
  var text: LocalizedText? {
    guard ![dutch, english, french].allSatisfy(\.isEmpty) else { return nil }
    return LocalizedText(
      dutch, english: english.isEmpty ? nil : english, french: french.isEmpty ? nil : french)
  }

  /// The catalogue names the language only where there are several.
  fileprivate func typed(
    _ path: String, field: String, limit: Int
  ) -> (text: String, limit: Int)? {
    if path == field { return (dutch, limit) }
    return Language.allCases.first { path == "\(field).\($0.rawValue)" }.map { (self[$0], limit) }
  }
}

extension PartnerDraft {
  /// What tells this state of the fields from another; goes with a form.
  public var mark: String { draftMark(self) }
}

extension TypeDraft {
  /// What tells this state of the fields from another; goes with a form.
  public var mark: String { draftMark(self) }
}

private func draftMark(_ draft: some Encodable) -> String {
  guard let text = try? StoredJSON.text(draft) else {
    preconditionFailure("texts can be written as JSON")
  }
  return String(Secret.sha256(text).prefix(32))
}
