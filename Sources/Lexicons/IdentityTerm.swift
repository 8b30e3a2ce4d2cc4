/// A word for a group of people, which can be swapped for another of its class.
///
/// A swap is a counterfactual: the verdict on a text should not depend on which group it names. The particle behind
/// the word is chosen anew for the ending of the word that comes in.
public struct IdentityTerm: Sendable, Equatable {
  /// The stable name.
  public let id: String
  /// The word in the hangul form.
  public let term: String
  /// The slug of the group that it names.
  public let group: String
  /// Terms of one class may stand in for each other.
  public let swapClass: String
  /// What to know before swapping it; `nil` if nothing.
  public let note: String?
  /// The public fact it rests on, or that it was written for this project.
  public let source: String
  /// Whether it has been looked at again.
  public let review: LexiconTerm.Review

  /// A term from its fields.
  public init(
    id: String, term: String, group: String, swapClass: String, note: String? = nil,
    source: String = "written for this project", review: LexiconTerm.Review = .draft
  ) {
    (self.id, self.term, self.group, self.swapClass) = (id, term, group, swapClass)
    (self.note, self.source, self.review) = (note, source, review)
  }

  /// The columns of the table, in order.
  public static let columns = ["id", "term", "group", "swap_class", "note", "source", "review"]

  /// The terms in a table; `path` names it in errors.
  public static func list(inTable utf8: [UInt8], path: String) throws(LexiconError) -> [IdentityTerm] {
    let table = try TabularText(utf8: utf8, path: path, columns: columns)
    var terms: [IdentityTerm] = []
    for row in table.rows {
      let fields = row.fields.map { table.text($0) }
      terms.append(
        IdentityTerm(
          id: fields[0], term: fields[1], group: fields[2], swapClass: fields[3],
          note: fields[4].isEmpty ? nil : fields[4], source: fields[5],
          review: try LexiconTerm.Review(fields[6], row: row, table: table)))
    }
    return terms
  }
}

extension LexiconTerm.Review {
  /// The state in the last column of a row.
  init(_ field: String, row: TabularText.Row, table: TabularText) throws(LexiconError) {
    guard let review = LexiconTerm.Review(rawValue: field) else {
      throw .invalidRow(
        path: table.path, line: row.line, column: "review",
        expected: Self.allCases.map(\.rawValue).joined(separator: " "), found: field)
    }
    self = review
  }
}
