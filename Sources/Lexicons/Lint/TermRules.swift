import Normalization

/// A term and where it stands.
struct PlacedTerm {
  let path: String
  let line: Int
  let term: LexiconTerm

  /// Where, as `path:line`.
  var place: String { "\(path):\(line)" }
}

/// The rules that terms keep among each other.
struct TermRules {
  let terms: [PlacedTerm]
  let slugs: [String]

  /// What is wrong with the terms, in their order.
  func issues() -> [LexiconIssue] {
    var issues: [LexiconIssue] = []
    var ids: [String: PlacedTerm] = [:]
    var spellings: [String: PlacedTerm] = [:]
    for placed in terms {
      let term = placed.term
      var report: (LexiconIssue.Problem) -> Void {
        { issues.append(LexiconIssue(path: placed.path, line: placed.line, problem: $0)) }
      }
      if !Self.isID(term.id) { report(.invalidID(term.id)) }
      if let first = ids[term.id] { report(.duplicateName(name: term.id, first: first.place)) }
      ids[term.id] = ids[term.id] ?? placed
      if !slugs.isEmpty, !slugs.contains(term.category) { report(.unknownCategory(term.category)) }
      for problem in fields(of: term) + collisions(of: term) { report(problem) }
      var own: Set<String> = []
      for spelling in [term.term] + term.variants {
        let key = Self.key(spelling)
        if !own.insert(key).inserted { report(.repeatedSpelling(spelling: spelling)) }
        if let first = spellings[key], first.term.category == term.category, first.place != placed.place {
          report(.duplicateSpelling(spelling: spelling, first: first.place))
        }
        if spellings[key] == nil { spellings[key] = placed }
      }
    }
    return issues
  }

  private func fields(of term: LexiconTerm) -> [LexiconIssue.Problem] {
    var problems: [LexiconIssue.Problem] = []
    let filled = [
      ("term", term.term), ("category", term.category), ("kind", term.kind), ("source", term.source),
    ]
    for (column, field) in filled where field.isEmpty { problems.append(.emptyField(column: column)) }
    let texts =
      [("term", term.term)] + term.variants.map { ("variants", $0) }
      + term.collisions.map { ("collisions", $0) }
    for (column, text) in texts {
      if text.isEmpty {
        if column != "term" { problems.append(.emptyField(column: column)) }
      } else if !Self.isHangulForm(text) {
        problems.append(.notHangulForm(column: column, text: text))
      }
    }
    return problems
  }

  private func collisions(of term: LexiconTerm) -> [LexiconIssue.Problem] {
    let spellings = ([term.term] + term.variants).map(Self.key)
    return term.collisions.compactMap { collision in
      let key = Self.key(collision)
      if spellings.contains(key) { return .collisionIsTerm(collision: collision) }
      return spellings.contains { key.contains($0) } ? nil : .collisionWithoutTerm(collision: collision)
    }
  }

  /// A spelling as the automaton compares it: ASCII letters in lower case.
  private static func key(_ spelling: String) -> String {
    String(decoding: spelling.utf8.map { 0x41...0x5A ~= $0 ? $0 + 32 : $0 }, as: UTF8.self)
  }

  /// Whether `id` is lower-case ASCII letters, digits and hyphens, and begins with a letter.
  static func isID(_ id: String) -> Bool {
    guard let first = id.utf8.first, 0x61...0x7A ~= first else { return false }
    return id.utf8.allSatisfy { 0x61...0x7A ~= $0 || 0x30...0x39 ~= $0 || $0 == 0x2D }
  }

  /// Whether `text` is in the hangul form and has no space at its ends.
  static func isHangulForm(_ text: String) -> Bool {
    let bytes = Array(text.utf8)
    return HangulForm.normalize(AlignedText(utf8: bytes)).utf8 == bytes && bytes.first != 0x20
      && bytes.last != 0x20
  }
}
