/// A row of the table of personal data: a shape and how sure it is.
public struct PIIPattern: Sendable, Equatable {
  /// A check that a number must pass, or that makes it surer.
  public enum Check: String, CaseIterable, Sendable {
    /// There is none.
    case none
    /// The date and check digit of a resident's number.
    case rrn
    /// The date and check digit of a foreigner's number.
    case frn
    /// Luhn's check digit.
    case luhn
    /// The check digit of a business.
    case brn
  }

  /// The stable name, unique over the table.
  public let id: String
  /// What it finds.
  public let kind: PIIKind
  /// What it is called in Korean.
  public let korean: String
  /// What it is called in English.
  public let english: String
  /// The shape of its digits as written in the table; empty for a pattern with a scanner of its own.
  public let shape: String
  /// The check it must pass.
  public let check: Check
  /// Words that make a hit surer when they stand nearby.
  public let context: [String]
  /// How sure a hit is without such a word; `nil` if it is none then.
  public let alone: PIIMatch.Confidence?
  /// How sure a hit is with one.
  public let inContext: PIIMatch.Confidence
  /// How many characters stay at the front when masked.
  public let keepFirst: Int
  /// How many characters stay at the end when masked.
  public let keepLast: Int
  /// The public fact it rests on.
  public let source: String
  /// Whether it has been looked at again.
  public let review: LexiconTerm.Review

  let digits: DigitShape?
  /// The words of context as bytes, ASCII letters in lower case.
  let contextBytes: [[UInt8]]

  /// The columns of the table, in order.
  public static let columns = [
    "id", "kind", "name_ko", "name_en", "shape", "check", "context", "alone", "in_context", "keep", "source",
    "review",
  ]

  /// The patterns in a table; `path` names it in errors.
  public static func list(inTable utf8: [UInt8], path: String) throws(LexiconError) -> [PIIPattern] {
    let table = try TabularText(utf8: utf8, path: path, columns: columns)
    var patterns: [PIIPattern] = []
    for row in table.rows { patterns.append(try PIIPattern(row, of: table)) }
    return patterns
  }

  /// The patterns inside the binary.
  public static func bundled() throws(LexiconError) -> [PIIPattern] {
    try list(inTable: BundledFile.pii.utf8, path: BundledFile.pii.path)
  }

  private init(_ row: TabularText.Row, of table: TabularText) throws(LexiconError) {
    let fields = row.fields.map { table.text($0) }
    func invalid(_ column: Int, _ expected: String) -> LexiconError {
      .invalidRow(
        path: table.path, line: row.line, column: Self.columns[column], expected: expected,
        found: String(decoding: table.utf8[row.fields[column]], as: UTF8.self))
    }
    guard let kind = PIIKind(rawValue: fields[1]) else {
      throw invalid(1, PIIKind.allCases.map(\.rawValue).joined(separator: " "))
    }
    digits = fields[4].isEmpty ? nil : DigitShape(fields[4])
    guard fields[4].isEmpty || digits != nil else { throw invalid(4, "# [0-9] 0 -") }
    guard let check = Check(rawValue: fields[5]) else {
      throw invalid(5, Check.allCases.map(\.rawValue).joined(separator: " "))
    }
    let levels = PIIMatch.Confidence.allCases
    let names = levels.map(\.name).joined(separator: " ")
    alone = levels.first { $0.name == fields[7] }
    guard alone != nil || fields[7] == "none" else { throw invalid(7, names + " none") }
    guard let inContext = levels.first(where: { $0.name == fields[8] }) else { throw invalid(8, names) }
    let keep = fields[9].split(separator: "+", omittingEmptySubsequences: false).map { Int($0) }
    guard keep.count == 2, let first = keep[0], let last = keep[1], first >= 0, last >= 0 else {
      throw invalid(9, "first+last")
    }
    guard let review = LexiconTerm.Review(rawValue: fields[11]) else {
      throw invalid(11, LexiconTerm.Review.allCases.map(\.rawValue).joined(separator: " "))
    }
    (id, self.kind, korean, english, shape) = (fields[0], kind, fields[2], fields[3], fields[4])
    (self.check, context, self.inContext) = (check, table.list(row.fields[6]), inContext)
    contextBytes = context.map { Array($0.lowercased().utf8) }
    (keepFirst, keepLast, source, self.review) = (first, last, fields[10], review)
  }
}
