import Foundation
import Operations
import Scheduling

/// Input that cannot be used, or a database that cannot: exit status 2.
struct CommandFailure: Error {
  let message: String

  init(_ message: String) { self.message = message }

  /// What to say of a fault or problem of an operation.
  init(_ error: any Error) {
    switch error {
    case let failure as CommandFailure: self = failure
    case StoreFault.notMigrated(let found, let wanted) where found > wanted:
      self.init(
        "this database is of version \(found), newer than this program's \(wanted): use the newer program"
      )
    case StoreFault.notMigrated(let found, let wanted):
      self.init(
        "this database is of version \(found), this program needs \(wanted): run 'startersfabriek migrate' first"
      )
    case StoreFault.unavailable(let reason): self.init("the database cannot be used: \(reason)")
    case RequestProblem.unknown: self.init("there is no such thing")
    case RequestProblem.forbidden: self.init("that is not allowed")
    case RequestProblem.invalid(let field, let fault):
      self.init("\(field.dropFirst()): \(fault.code.replacing("-", with: " "))")
    default: self.init("\(error)")
    }
  }

  func report() -> Never {
    FileHandle.standardError.write(Data((message + "\n").utf8))
    Foundation.exit(2)
  }
}
