import CivilTime
import Hummingbird
import Scheduling

/// The parameters of a query, named in problems like the fields of a body.
struct QueryFields {
  private let parameters: [String: String]

  init(_ request: Request) {
    var parameters: [String: String] = [:]
    for (name, value) in request.uri.queryParameters {
      // Of a name given twice the first counts; left empty is left out.
      let (name, value) = (String(name), String(value))
      if !value.isEmpty, parameters[name] == nil { parameters[name] = value }
    }
    self.parameters = parameters
  }

  func text(_ name: String) -> String? { parameters[name] }

  func integer(_ name: String) throws(Problem) -> Int? {
    guard let text = parameters[name] else { return nil }
    guard let number = Int(text) else { throw Problem(field: "/\(name)", .notANumber) }
    return number
  }

  func date(_ name: String) throws(Problem) -> LocalDate? {
    guard let text = parameters[name] else { return nil }
    guard let date = LocalDate(iso8601: text) else { throw Problem(field: "/\(name)", .malformed) }
    return date
  }

  /// An instant, or a date as the start of that day in `zone`.
  func instant(_ name: String, in zone: Zone) throws(Problem) -> Instant? {
    guard let text = parameters[name] else { return nil }
    if let date = LocalDate(iso8601: text) { return zone.startOfDay(date) }
    // A plus sign that was not escaped arrives as itself or as a space.
    guard let instant = Instant(lenient: text.replacing(" ", with: "+")) else {
      throw Problem(field: "/\(name)", .malformed)
    }
    return instant
  }

  func flag(_ name: String) throws(Problem) -> Bool {
    switch parameters[name] {
    case nil, "0", "false": false
    case "1", "true": true
    default: throw Problem(field: "/\(name)", .notOffered)
    }
  }

  func name<Value: RawRepresentable<String>>(
    _ name: String, of type: Value.Type
  ) throws(Problem) -> Value? {
    guard let text = parameters[name] else { return nil }
    guard let value = Value(rawValue: text) else { throw Problem(field: "/\(name)", .notOffered) }
    return value
  }
}
