/// The problems found so far in the files that are read together.
struct ProblemList {
  private let fileNames: [String]
  private var found: [(site: Site, message: String)] = []

  init(fileNames: [String]) { self.fileNames = fileNames }

  var isEmpty: Bool { found.isEmpty }

  mutating func add(_ message: String, at site: Site) {
    // One more than is shown, so that the rest can be announced.
    guard found.count <= CatalogueLimits.problems else { return }
    found.append((site, message))
  }

  /// `file:line`.
  func place(_ site: Site) -> String { "\(fileNames[site.file]):\(site.line)" }

  /// All of them, by file and line.
  func sorted() -> CatalogueProblems {
    let sorted = found.prefix(CatalogueLimits.problems).enumerated().sorted { left, right in
      (left.element.site.file, left.element.site.line, left.offset)
        < (right.element.site.file, right.element.site.line, right.offset)
    }
    var problems = sorted.map { problem(at: $0.element.site, $0.element.message) }
    if found.count > CatalogueLimits.problems, let last = sorted.last?.element.site {
      let end = Site(file: last.file, line: last.line, path: "")
      problems.append(
        problem(at: end, "there are more than \(CatalogueLimits.problems) problems"))
    }
    return CatalogueProblems(problems: problems)
  }

  private func problem(at site: Site, _ message: String) -> CatalogueProblem {
    CatalogueProblem(
      file: fileNames[site.file], line: site.line, field: site.path, message: message)
  }
}

/// `unknown field 'adress'; did you mean 'address'?`
func unknownField(_ name: String, known: [String]) -> String {
  let start = "unknown field '\(shortened(name))'"
  let nearest =
    known
    .map { (name: $0, distance: editDistance(shortened(name).lowercased(), $0.lowercased())) }
    .min { $0.distance < $1.distance }
  guard let nearest, nearest.distance <= 1 + nearest.name.count / 3 else {
    return "\(start); known here: \(known.joined(separator: ", "))"
  }
  return "\(start); did you mean '\(nearest.name)'?"
}

/// The fewest letters to add, drop or change that make one word the other (Levenshtein).
private func editDistance(_ left: String, _ right: String) -> Int {
  let right = Array(right)
  var row = Array(0...right.count)
  for (index, letter) in left.enumerated() {
    var diagonal = row[0]
    row[0] = index + 1
    for column in right.indices {
      let change = diagonal + (letter == right[column] ? 0 : 1)
      diagonal = row[column + 1]
      row[column + 1] = min(change, row[column] + 1, row[column + 1] + 1)
    }
  }
  return row[right.count]
}
