import Datasets
import Foundation

/// The ballots in a file that came back from a rater, JSON lines or CSV.
public struct BallotFile: Sendable {
  /// A row that gives no ballot.
  public struct BadRow: Codable, Equatable, Sendable {
    /// What is wrong.
    public enum Problem: String, Codable, Sendable {
      /// The row is no JSON object, or has another number of fields than the header.
      case malformed
      /// The row names no item, or one that was never handed out.
      case unknownItem = "unknown_item"
      /// The row names no rater, and none was given.
      case noRater = "no_rater"
      /// The verdict is not `safe`, `unsafe` or `unsure`.
      case unknownVerdict = "unknown_verdict"
      /// A category is none.
      case unknownCategory = "unknown_category"
      /// A category is named although the verdict is not `unsafe`.
      case categoryWithoutHarm = "category_without_harm"
      /// Another row of the file judges the same item otherwise.
      case contradiction
    }
    /// The line on which the row starts, from 1.
    public var line: Int
    /// What is wrong.
    public var problem: Problem
    /// What was found.
    public var found: String
  }

  /// The ballots in the order of the file.
  public private(set) var ballots: [Ballot] = []
  /// The rows without a verdict.
  public private(set) var openRows = 0
  /// The rows that give no ballot because something is wrong with them.
  public private(set) var badRows: [BadRow] = []

  private var places: [String: Int] = [:]

  /// The ballots of a file, JSON lines where its name ends so, else CSV. `rater` takes the place of the column.
  public init(
    _ url: URL, rater: String? = nil, items: Set<String>, categories: Set<String>
  ) throws(CurationError) {
    let data: Data
    do { data = try Data(contentsOf: url) } catch {
      throw .unreadable(path: url.path, reason: "\(error)")
    }
    let isJSON = ["jsonl", "ndjson", "json"].contains(url.pathExtension.lowercased())
    let isTabbed = url.pathExtension.lowercased() == "tsv"
    self.init(
      bytes: [UInt8](data),
      format: isJSON
        ? .jsonLines
        : .delimited(
          delimiter: UInt8(ascii: isTabbed ? "\t" : ","), quotes: .standard, header: true, columns: []),
      rater: rater, items: items, categories: categories)
  }

  /// The ballots in bytes.
  init(bytes: [UInt8], format: RowFormat, rater: String?, items: Set<String>, categories: Set<String>) {
    var reader = RowReader(format: format)
    var rows: [RowReader.Item] = []
    reader.consume(bytes) { rows.append($0) }
    reader.finish { rows.append($0) }
    for row in rows {
      switch row {
      case .fault(let fault, let line):
        badRows.append(BadRow(line: line, problem: .malformed, found: "\(fault)"))
      case .row(let row): take(row, rater: rater, items: items, known: categories)
      }
    }
  }

  private mutating func take(_ row: SourceRow, rater: String?, items: Set<String>, known: Set<String>) {
    func reject(_ problem: BadRow.Problem, _ found: String) {
      badRows.append(BadRow(line: row.line, problem: problem, found: found))
    }
    let item = trimmed(row["id"] ?? "")
    guard items.contains(item) else { return reject(.unknownItem, item) }
    let word = trimmed(row["verdict"] ?? "").lowercased()
    guard !word.isEmpty else {
      openRows += 1
      return
    }
    let name = rater ?? trimmed(row["rater"] ?? "")
    guard !name.isEmpty else { return reject(.noRater, "") }
    guard let verdict = Ballot.Verdict(rawValue: word) else { return reject(.unknownVerdict, word) }
    let categories = (row["categories"] ?? "").split { "|,; ".contains($0) }.map(String.init)
    if let stranger = categories.first(where: { !known.contains($0) }) {
      return reject(.unknownCategory, stranger)
    }
    if verdict != .unsafe, let first = categories.first { return reject(.categoryWithoutHarm, first) }
    let ballot = Ballot(
      item: item, rater: name, verdict: verdict, categories: Array(Set(categories)),
      note: trimmed(row["note"] ?? ""))
    let place = "\(item)\u{1F}\(name)"
    if let earlier = places[place] {
      if ballots[earlier] != ballot { reject(.contradiction, item) }
      return
    }
    places[place] = ballots.count
    ballots.append(ballot)
  }
}
