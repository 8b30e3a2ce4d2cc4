import Foundation

/// What people said about renderings: a table of tab-separated values that is written, filled in and read again.
///
/// Columns: `id`, `source`, `rendering`, `flags`, `verdict`, `correction`. A tab, a line end and a backslash inside a
/// field are `\t`, `\n`, `\r` and `\\`, and a quotation mark at its start `\"`, so that a row is a line in every
/// editor, and a field that a spreadsheet has put into quotation marks is told from one that has its own.
public struct TranslationReview: Equatable, Sendable {
  /// What a person decided.
  public enum Verdict: String, Sendable, CaseIterable {
    /// The rendering is right as it is.
    case accept
    /// The record is left out.
    case reject
    /// The correction takes the rendering's place.
    case correct
  }

  /// One row.
  public struct Row: Equatable, Sendable {
    /// The identifier of the record that was rendered.
    public var id: String
    /// The source text.
    public var source: String
    /// The rendering.
    public var rendering: String
    /// Why the row is here, as `reason=detail` divided by `; `.
    public var flags: String
    /// What a person decided; `nil` where nobody has yet.
    public var verdict: Verdict?
    /// The better rendering, where there is one.
    public var correction: String

    /// A row from its parts.
    public init(
      id: String, source: String, rendering: String, flags: String, verdict: Verdict? = nil,
      correction: String = ""
    ) {
      self.id = id
      self.source = source
      self.rendering = rendering
      self.flags = flags
      self.verdict = verdict
      self.correction = correction
    }
  }

  static let header = "id\tsource\trendering\tflags\tverdict\tcorrection"

  /// The rows in order.
  public var rows: [Row]

  /// A review of rows.
  public init(rows: [Row] = []) { self.rows = rows }

  /// The review in a text; `path` names it in errors. Blank lines are none.
  public init(text: String, path: String) throws(CurationError) {
    rows = []
    let lines = text.split(omittingEmptySubsequences: false) { $0.isNewline }
    for (index, line) in lines.enumerated() {
      let line = index == 0 && line.hasPrefix("\u{FEFF}") ? line.dropFirst() : line
      if line.allSatisfy(\.isWhitespace) { continue }
      let fields = line.split(separator: "\t", omittingEmptySubsequences: false).map {
        Self.unescaped(Self.unquoted($0))
      }
      if rows.isEmpty, fields.first == "id" { continue }
      // Editors drop empty fields at the end of a line.
      guard (4...6).contains(fields.count) else {
        throw .badLine(
          path: path, line: index + 1, expected: "6 fields divided by tabs", found: "\(fields.count)")
      }
      let correction = fields.count > 5 ? trimmed(fields[5]) : ""
      rows.append(
        Row(
          id: fields[0], source: fields[1], rendering: fields[2], flags: fields[3],
          verdict: try Self.verdict(
            fields.count > 4 ? fields[4] : "", correction: correction, path: path, line: index + 1),
          correction: correction))
    }
  }

  /// The review in a file; no rows where there is none.
  public static func load(_ url: URL) throws(CurationError) -> TranslationReview {
    guard FileManager.default.fileExists(atPath: url.path) else { return TranslationReview() }
    let text: String
    do {
      guard let utf8 = String(validating: try Data(contentsOf: url), as: UTF8.self) else {
        throw CurationError.unreadable(path: url.path, reason: "not UTF-8")
      }
      text = utf8
    } catch let error as CurationError {
      throw error
    } catch {
      throw .unreadable(path: url.path, reason: "\(error)")
    }
    return try TranslationReview(text: text, path: url.path)
  }

  private static func verdict(
    _ text: String, correction: String, path: String, line: Int
  ) throws(CurationError) -> Verdict? {
    let word = trimmed(text).lowercased()
    // A correction without a verdict says enough.
    if word.isEmpty { return correction.isEmpty ? nil : .correct }
    guard let verdict = Verdict(rawValue: word) else {
      throw .badLine(path: path, line: line, expected: "accept, reject or correct", found: word)
    }
    guard verdict != .correct || !correction.isEmpty else {
      throw .badLine(path: path, line: line, expected: "a correction", found: "none")
    }
    return verdict
  }

  /// The table as text.
  public var text: String {
    rows.reduce(into: Self.header + "\n") { text, row in
      text +=
        [row.id, row.source, row.rendering, row.flags, row.verdict?.rawValue ?? "", row.correction]
        .map(Self.escaped).joined(separator: "\t") + "\n"
    }
  }

  /// The rows of each record.
  private var byID: [String: [Row]] { Dictionary(grouping: rows, by: \.id) }

  /// The decisions by record, for many questions.
  func decisions() -> Decisions { Decisions(rows: byID) }

  /// Rows by the identifier of their record.
  struct Decisions {
    fileprivate let rows: [String: [Row]]

    /// The decided row about a rendering: about these very texts, or a correction of this very source.
    func decision(id: String, source: String, rendering: String) -> Row? {
      rows[id]?.last { row in
        row.verdict != nil && row.source.utf8.elementsEqual(source.utf8)
          && (row.verdict == .correct || row.rendering.utf8.elementsEqual(rendering.utf8))
      }
    }
  }

  /// This review with `fresh` rows in their order: what people decided is carried over, and decided rows that are
  /// about nothing any more stay at the end.
  func merged(with fresh: [Row]) -> TranslationReview {
    let known = decisions()
    var taken: Set<String> = []
    var result: [Row] = []
    let name = { (row: Row) in
      Self.escaped(row.id) + "\t" + Self.escaped(row.source) + "\t" + Self.escaped(row.rendering)
    }
    for row in fresh {
      var row = row
      if let decided = known.decision(id: row.id, source: row.source, rendering: row.rendering) {
        (row.verdict, row.correction) = (decided.verdict, decided.correction)
        taken.insert(name(decided))
      }
      taken.insert(name(row))
      result.append(row)
    }
    result += rows.filter { $0.verdict != nil && !taken.contains(name($0)) }
    return TranslationReview(rows: result)
  }

  private static func escaped(_ text: String) -> String {
    var output = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"" where output.isEmpty: output += "\\\""
      case "\\": output += "\\\\"
      case "\t": output += "\\t"
      case "\n": output += "\\n"
      case "\r": output += "\\r"
      // Other line ends of Unicode would divide the row for some readers.
      case "\u{0B}", "\u{0C}", "\u{85}", "\u{2028}", "\u{2029}":
        output += "\\u{\(String(scalar.value, radix: 16))}"
      default: output.unicodeScalars.append(scalar)
      }
    }
    return output
  }

  /// A field without the quotation marks of a spreadsheet.
  private static func unquoted(_ field: Substring) -> Substring {
    guard field.utf8.count >= 2, field.hasPrefix("\""), field.hasSuffix("\"") else { return field }
    let inner = field.dropFirst().dropLast().split(separator: "\"\"", omittingEmptySubsequences: false)
    return inner.joined(separator: "\"")[...]
  }

  private static func unescaped(_ text: Substring) -> String {
    guard text.contains("\\") else { return String(text) }
    var output = String.UnicodeScalarView()
    var scalars = text.unicodeScalars[...]
    while let scalar = scalars.popFirst() {
      guard scalar == "\\", let next = scalars.popFirst() else {
        output.append(scalar)
        continue
      }
      switch next {
      case "t": output.append("\t")
      case "n": output.append("\n")
      case "r": output.append("\r")
      case "u" where scalars.first == "{":
        let digits = scalars.dropFirst().prefix { $0 != "}" }
        if let value = UInt32(String(digits), radix: 16), let found = Unicode.Scalar(value) {
          output.append(found)
          scalars = scalars.dropFirst(digits.count + 2)
        }
      default: output.append(next)
      }
    }
    return String(output)
  }
}
