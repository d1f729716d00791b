import ArgumentParser
import CivilTime
import Operations
import Scheduling

struct Audit: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Re-check every invariant from the rows alone; exits 1 if any is broken.")

  @OptionGroup var options: DatabaseOptions
  @Option(help: "text or json.") var format: OutputFormat = .text

  func run() async throws {
    let setting = try await options.setting()
    let findings: [AuditFinding]
    do {
      findings = try await OversightDesk(setting).audit()
    } catch { throw CommandFailure(error) }
    switch format {
    case .text:
      for finding in findings {
        let examples =
          finding.examples.isEmpty ? "" : "  " + finding.examples.joined(separator: " ")
        print("\(finding.count) \(finding.invariant)\(examples)")
      }
    case .json:
      let rows = findings.map { ["invariant": $0.invariant, "count": String($0.count)] }
      print(try StoredJSON.text(["findings": rows]))
    }
    if findings.contains(where: { $0.count > 0 }) { throw ExitCode(1) }
  }
}
