/// A phrase of someone who seeks help, warns, reports or studies: a signal of safety.
public struct SafetyPhrase: Sendable, Equatable {
  /// The stable name.
  public let id: String
  /// The phrase in the hangul form.
  public let phrase: String
  /// The slugs of the categories that it defuses; empty for any.
  public let categories: [String]
  /// What it signals, as of `help` or `prevention`.
  public let kind: String
  /// The public fact it rests on, or that it was written for this project.
  public let source: String
  /// Whether it has been looked at again.
  public let review: LexiconTerm.Review

  /// A phrase from its fields.
  public init(
    id: String, phrase: String, categories: [String] = [], kind: String,
    source: String = "written for this project",
    review: LexiconTerm.Review = .draft
  ) {
    (self.id, self.phrase, self.categories, self.kind) = (id, phrase, categories, kind)
    (self.source, self.review) = (source, review)
  }

  /// The columns of the table, in order.
  public static let columns = ["id", "phrase", "categories", "kind", "source", "review"]

  /// The phrases in a table; `path` names it in errors.
  public static func list(inTable utf8: [UInt8], path: String) throws(LexiconError) -> [SafetyPhrase] {
    let table = try TabularText(utf8: utf8, path: path, columns: columns)
    var phrases: [SafetyPhrase] = []
    for row in table.rows {
      let fields = row.fields.map { table.text($0) }
      phrases.append(
        SafetyPhrase(
          id: fields[0], phrase: fields[1], categories: table.list(row.fields[2]), kind: fields[3],
          source: fields[4],
          review: try LexiconTerm.Review(fields[5], row: row, table: table)))
    }
    return phrases
  }
}
