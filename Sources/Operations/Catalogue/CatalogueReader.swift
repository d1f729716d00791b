import CivilTime
import Scheduling
import Yams

/// Reads catalogue files.
public struct CatalogueReader: Sendable {
  private let zones: ZoneDatabase

  public init(zones: ZoneDatabase = .system) { self.zones = zones }

  /// The catalogue that the files are together.
  ///
  /// Lists are put one behind the other in the order of the files; the organisation stands in
  /// exactly one of them and the intake in at most one. Throws everything that is wrong with them;
  /// only a file that is not YAML hides what else is wrong with it, and with names in the others.
  public func read(_ files: [CatalogueFile]) throws(CatalogueProblems) -> Catalogue {
    var problems = ProblemList(fileNames: files.map(\.name))
    guard !files.isEmpty else {
      throw CatalogueProblems(problems: [
        CatalogueProblem(file: "", line: 1, field: "", message: "there is no catalogue file")
      ])
    }
    let size = files.reduce(0) { $0 + $1.bytes.count }
    guard size <= CatalogueLimits.bytes else {
      problems.add(
        "\(size) bytes are more than \(CatalogueLimits.bytes), the limit of all files together",
        at: Site(file: files.count - 1, line: 1, path: ""))
      throw problems.sorted()
    }
    let document = merged(files, &problems)
    guard problems.isEmpty else { throw problems.sorted() }
    do {
      return try document.decoded(as: Catalogue.self)
    } catch {
      preconditionFailure("the schema lets through what Catalogue refuses: \(error)")
    }
  }

  public func read(_ file: CatalogueFile) throws(CatalogueProblems) -> Catalogue {
    try read([file])
  }

  private func merged(_ files: [CatalogueFile], _ problems: inout ProblemList) -> DocumentValue {
    var names = CatalogueNames()
    var fields: [String: DocumentValue] = [:]
    var firstSites: [String: Site] = [:]
    var isWhole = true
    for (index, file) in files.enumerated() {
      let root: Node
      do {
        root = try YAMLComposing.compose(file.bytes)
      } catch {
        problems.add(error.message, at: Site(file: index, line: error.line, path: ""))
        isWhole = false
        continue
      }
      var reader = ShapeReader(file: index, zones: zones, problems: problems, names: names)
      let value = reader.read(root, as: .map(CatalogueSchema.file), at: "")
      isWhole = isWhole && root.mapping != nil && !reader.hasGivenUp
      (problems, names) = (reader.problems, reader.names)
      for name in ["organisation", "intake"] {
        guard let site = Self.site(of: name, in: root, file: index) else { continue }
        if let first = firstSites.updateValue(site, forKey: name) {
          problems.add("already stands at \(problems.place(first))", at: site)
          firstSites[name] = first
        }
      }
      fields.merge(value?.map ?? [:]) { before, after in
        guard let list = before.list, let more = after.list else { return before }
        return .list(list + more)
      }
    }
    guard isWhole else { return .map(fields) }
    if firstSites["organisation"] == nil {
      problems.add("is missing", at: Site(file: 0, line: 1, path: "organisation"))
    }
    names.check(&problems)
    return .map(fields)
  }

  private static func site(of name: String, in root: Node, file: Int) -> Site? {
    let key = root.mapping?.keys.first { $0.scalar?.string == name }
    return key.map { Site(file: file, line: $0.mark?.line ?? 1, path: name) }
  }
}
