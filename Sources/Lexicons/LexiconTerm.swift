/// A word or phrase that speaks for a kind of harm.
public struct LexiconTerm: Sendable, Equatable {
  /// Where the term may stand in a text.
  public enum Placement: String, Sendable, CaseIterable {
    /// At the start of an eojeol or behind a known prefix; particles and endings may follow.
    case stem
    /// As a whole eojeol.
    case word
    /// Anywhere, also inside a word.
    case anywhere
  }

  /// Whether a second person has looked at the entry.
  public enum Review: String, Sendable, CaseIterable {
    /// Written and not yet looked at again.
    case draft
    /// Looked at again.
    case reviewed
  }

  /// The stable name, lower-case ASCII, unique over all files.
  public let id: String
  /// The term in the hangul form.
  public let term: String
  /// The slug of its category in the taxonomy.
  public let category: String
  /// What it is: `profanity`, `slur`, `slang`, `method` and so on.
  public let kind: String
  /// What a missed text may cost at worst.
  public let severity: Taxonomy.Severity
  /// Other spellings of the term.
  public let variants: [String]
  /// The slug of the group it is aimed at; `nil` if at none.
  public let target: String?
  /// Benign words and phrases that contain the term or a variant; a hit inside one is dropped.
  public let collisions: [String]
  /// Where it may stand.
  public let placement: Placement
  /// The public fact it rests on, or that it was written for this project.
  public let source: String
  /// Whether it has been looked at again.
  public let review: Review

  /// A term from its fields.
  public init(
    id: String, term: String, category: String, kind: String, severity: Taxonomy.Severity,
    variants: [String] = [], target: String? = nil, collisions: [String] = [],
    placement: Placement = .stem, source: String = "written for this project", review: Review = .draft
  ) {
    (self.id, self.term, self.category, self.kind) = (id, term, category, kind)
    (self.severity, self.variants, self.target) = (severity, variants, target)
    (self.collisions, self.placement) = (collisions, placement)
    (self.source, self.review) = (source, review)
  }

  /// The columns of a file of terms, in order.
  public static let columns = [
    "id", "term", "category", "kind", "severity", "variants", "target", "collisions", "match", "source",
    "review",
  ]

  /// The terms in a table; `path` names it in errors. O(bytes).
  public static func list(inTable utf8: [UInt8], path: String) throws(LexiconError) -> [LexiconTerm] {
    var faults: [LexiconError] = []
    let rows = rows(inTable: utf8, path: path, faults: &faults)
    if let fault = faults.first { throw fault }
    return rows.map(\.term)
  }

  /// The terms in a table with their lines, without the rows that are none; what is wrong with those is put to `faults`.
  static func rows(
    inTable utf8: [UInt8], path: String, faults: inout [LexiconError]
  ) -> [(line: Int, term: LexiconTerm)] {
    let table = TabularText(utf8: utf8, path: path, columns: columns, faults: &faults)
    guard table.columns == columns else { return [] }
    var rows: [(line: Int, term: LexiconTerm)] = []
    rows.reserveCapacity(table.rows.count)
    var words = RepeatedWords(table)
    for row in table.rows {
      do throws(LexiconError) {
        rows.append((row.line, try LexiconTerm(row, of: table, &words)))
      } catch {
        faults.append(error)
      }
    }
    return rows
  }

  private init(_ row: TabularText.Row, of table: TabularText, _ words: inout RepeatedWords)
    throws(LexiconError)
  {
    func invalid(_ column: Int, _ expected: [String]) -> LexiconError {
      .invalidRow(
        path: table.path, line: row.line, column: Self.columns[column],
        expected: expected.joined(separator: " "), found: table.text(row.fields[column]))
    }
    guard let severity = Taxonomy.Severity(rawValue: words.word(row, 4)) else {
      throw invalid(4, Taxonomy.Severity.allCases.map(\.rawValue))
    }
    guard let placement = Placement(rawValue: words.word(row, 8)) else {
      throw invalid(8, Placement.allCases.map(\.rawValue))
    }
    guard let review = Review(rawValue: words.word(row, 10)) else {
      throw invalid(10, Review.allCases.map(\.rawValue))
    }
    let target = words.word(row, 6)
    self.init(
      id: table.text(row.fields[0]), term: table.text(row.fields[1]), category: words.word(row, 2),
      kind: words.word(row, 3), severity: severity, variants: table.list(row.fields[5]),
      target: target.isEmpty ? nil : target, collisions: table.list(row.fields[7]), placement: placement,
      source: words.word(row, 9), review: review)
  }
}

/// The strings of columns whose neighbouring rows mostly agree, made anew only where they do not.
private struct RepeatedWords {
  private let table: TabularText
  private var last: [(field: Range<Int>, word: String)]

  init(_ table: TabularText) {
    self.table = table
    last = [(Range<Int>, String)](repeating: (0..<0, ""), count: table.columns.count)
  }

  mutating func word(_ row: TabularText.Row, _ column: Int) -> String {
    let field = row.fields[column]
    if last[column].field.isEmpty || !table.utf8[last[column].field].elementsEqual(table.utf8[field]) {
      last[column] = (field, table.text(field))
    }
    return last[column].word
  }
}
