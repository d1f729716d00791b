import Scheduling

/// The pages that others link to, with their address in each language.
public enum SitePath: String, CaseIterable, Sendable {
  case home, myPath, types, appointments, advising, week, feeds, signIn, signOut, name, outbox
  case ask, inquiries, gaps
  case closures
  case needs, partners, news, information, articles
  case contact

  /// The part after the language; empty for the home page.
  public func slug(_ language: Language) -> String {
    switch (self, language) {
    case (.home, _): ""
    case (.myPath, .dutch): "mijn-traject"
    case (.myPath, .english): "my-path"
    case (.myPath, .french): "mon-parcours"
    case (.types, .dutch): "afspraak-maken"
    case (.types, .english): "book"
    case (.types, .french): "prendre-rendez-vous"
    case (.appointments, .dutch): "afspraken"
    case (.appointments, .english): "appointments"
    case (.appointments, .french): "rendez-vous"
    case (.advising, .dutch): "begeleiding"
    case (.advising, .english): "advising"
    case (.advising, .french): "accompagnement"
    case (.week, .dutch), (.week, .english): "week"
    case (.week, .french): "semaine"
    case (.feeds, .dutch): "agenda-abonnementen"
    case (.feeds, .english): "calendar-subscriptions"
    case (.feeds, .french): "abonnements-agenda"
    case (.signIn, .dutch): "aanmelden"
    case (.signIn, .english): "sign-in"
    case (.signIn, .french): "connexion"
    case (.signOut, .dutch): "afmelden"
    case (.signOut, .english): "sign-out"
    case (.signOut, .french): "deconnexion"
    case (.name, .dutch): "je-naam"
    case (.name, .english): "your-name"
    case (.name, .french): "votre-nom"
    case (.outbox, _): "outbox"
    case (.ask, .dutch): "vraag"
    case (.ask, .english), (.ask, .french): "question"
    case (.inquiries, .dutch): "vragen"
    case (.inquiries, .english), (.inquiries, .french): "questions"
    case (.gaps, .dutch): "zonder-aanbod"
    case (.gaps, .english): "without-offer"
    case (.gaps, .french): "sans-offre"
    case (.closures, .dutch): "sluitingsdagen"
    case (.closures, .english): "closing-days"
    case (.closures, .french): "jours-de-fermeture"
    case (.needs, .dutch): "wat-heb-je-nodig"
    case (.needs, .english): "what-you-need"
    case (.needs, .french): "vos-besoins"
    case (.partners, .dutch), (.partners, .english): "partners"
    case (.partners, .french): "partenaires"
    case (.news, .dutch): "nieuws"
    case (.news, .english): "news"
    case (.news, .french): "actualites"
    case (.information, _): "info"
    case (.articles, .dutch): "paginas"
    case (.articles, .english): "pages-editor"
    case (.articles, .french): "redaction"
    case (.contact, .dutch): "aanvraag"
    case (.contact, .english): "request"
    case (.contact, .french): "demande"
    }
  }

  /// `/nl/mijn-traject`, with further parts where given.
  public func path(_ language: Language, _ parts: String...) -> String {
    (["/" + language.rawValue, slug(language)] + parts).joined(separator: "/")
  }
}
