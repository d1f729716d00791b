import Operations
import Scheduling

/// What is wrong with the fields of an editor, in words.
struct EditorErrors {
  private let sentences: [String: String]

  init(_ faults: [String: FieldFault], _ visit: Visit) {
    sentences = faults.mapValues { visit.texts(.fieldFault($0)) }
  }

  /// Of a field, by the path that names it too; a text without its language is the Dutch one.
  subscript(path: String) -> String? {
    sentences[path]
      ?? (path.hasSuffix(".nl") ? sentences[String(path.dropLast(3))] : nil)
  }
}

/// A text in three languages below each other.
struct TranslatedField: Sendable {
  struct Input: Sendable {
    let inputID: String
    let inputName: String
    let code: String
    let languageName: String
    let value: String
    let fieldError: String?
    let isLong: Bool
    let limit: Int
    /// How much of the limit is used.
    let used: String
  }

  let legend: String
  let inputs: [Input]

  init(
    _ name: String, _ label: String, _ draft: TextDraft, limit: Int, isLong: Bool,
    _ errors: EditorErrors, _ visit: Visit
  ) {
    legend = visit.text(label)
    inputs = Language.allCases.map { language in
      let path = "\(name).\(language.rawValue)"
      let value = draft[language]
      return Input(
        inputID: "\(name)-\(language.rawValue)", inputName: path, code: language.rawValue,
        languageName: visit.text("language-name.\(language.rawValue)"), value: value,
        fieldError: errors[path], isLong: isLong, limit: limit,
        used: visit.text(
          "editor.used",
          ["count": String(value.unicodeScalars.count), "limit": String(limit)]))
    }
  }
}

/// One line of text.
struct LineField: Sendable {
  let inputID: String
  let inputName: String
  let label: String
  /// The type of the HTML field.
  let kind: String
  let value: String
  let hint: String?
  let fieldError: String?
  /// The ids of what explains it.
  let describedBy: String?

  init(
    _ path: String, _ label: String, _ value: String, kind: String, hint: String?,
    _ errors: EditorErrors, _ visit: Visit
  ) {
    let id = path.replacing(".", with: "-")
    let error = errors[path]
    (inputID, inputName) = (id, path)
    self.label = visit.text(label)
    (self.kind, self.value) = (kind, value)
    self.hint = hint.map { visit.text($0) }
    fieldError = error
    let parts = (hint == nil ? [] : ["\(id)-hint"]) + (error == nil ? [] : ["\(id)-fout"])
    describedBy = parts.isEmpty ? nil : parts.joined(separator: " ")
  }
}

struct CheckField: Sendable {
  let name: String
  let label: String
  let isChecked: Bool
}
