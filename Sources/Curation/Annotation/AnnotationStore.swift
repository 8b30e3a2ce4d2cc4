import Datasets
import Foundation
import GRDB

/// Items to judge and what raters said, in SQLite.
///
/// A rater has one ballot an item. A ballot that is given again changes nothing; one that says otherwise takes its
/// place, and the earlier one stays in the log; an empty row takes nothing away. So a half-finished or corrected
/// file is read as often as one likes.
public final class AnnotationStore: Sendable {
  /// What an import did.
  public struct ImportCount: Codable, Equatable, Sendable {
    /// Ballots that are new.
    public var added = 0
    /// Ballots that say otherwise than before.
    public var corrected = 0
    /// Ballots that were there.
    public var unchanged = 0
    /// Rows without a verdict.
    public var open = 0

    /// Counts of nothing.
    public init() {}
  }

  private let queue: DatabaseQueue
  private let path: String

  /// The store in a file, which is made where there is none.
  public init(_ url: URL) throws(CurationError) {
    path = url.path
    do {
      try FileManager.default.createDirectory(
        at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
      queue = try DatabaseQueue(path: url.path, configuration: sqliteConfiguration())
      try queue.write { database in
        try database.execute(
          sql: """
            CREATE TABLE IF NOT EXISTS items(
              item TEXT PRIMARY KEY, position INTEGER NOT NULL, record TEXT NOT NULL) WITHOUT ROWID;
            CREATE TABLE IF NOT EXISTS ballots(
              item TEXT NOT NULL REFERENCES items(item), rater TEXT NOT NULL, ballot TEXT NOT NULL,
              PRIMARY KEY(item, rater)) WITHOUT ROWID;
            CREATE TABLE IF NOT EXISTS log(
              number INTEGER PRIMARY KEY AUTOINCREMENT, item TEXT NOT NULL, rater TEXT NOT NULL,
              ballot TEXT NOT NULL);
            """)
      }
    } catch {
      throw .store(path: url.path, reason: "\(error)")
    }
  }

  /// The stable identifier of a record among items: 16 hexadecimal digits that tell neither label nor source.
  public static func item(for record: Datasets.Record) -> String {
    let text =
      "\(record.id.utf8.count):\(record.id)\(record.history.joined(separator: "\u{1F}"))\u{1F}\(record.text)"
    let digits = String(StableHash.hash(text.utf8, seed: 1), radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }

  /// Adds records as items; those that are there stay as they are. Gives how many are new.
  @discardableResult
  public func add(_ records: [Datasets.Record]) throws(CurationError) -> Int {
    try run { database in
      let start = try Int.fetchOne(database, sql: "SELECT count(*) FROM items") ?? 0
      var added = 0
      for record in records {
        var line: [UInt8] = []
        RecordLine.append(record, to: &line)
        try database.execute(
          sql: "INSERT OR IGNORE INTO items VALUES (?, ?, ?)",
          arguments: [Self.item(for: record), start + added, String(decoding: line, as: UTF8.self)])
        added += database.changesCount
      }
      return added
    }
  }

  /// The items in the order in which they were added.
  public func items() throws(CurationError) -> [(item: String, record: Datasets.Record)] {
    try run { database in
      try Row.fetchAll(database, sql: "SELECT item, record FROM items ORDER BY position, item").map { row in
        let line: String = row["record"]
        return (row["item"], try RecordLine.record(Array(line.utf8)))
      }
    }
  }

  /// Takes ballots in, all of them or none. Items must be known; see ``knownItems()``.
  public func take(_ ballots: [Ballot], open: Int = 0) throws(CurationError) -> ImportCount {
    try run { database in
      var count = ImportCount()
      count.open = open
      for ballot in ballots {
        let text = try Self.encoded(ballot)
        let earlier = try String.fetchOne(
          database, sql: "SELECT ballot FROM ballots WHERE item = ? AND rater = ?",
          arguments: [ballot.item, ballot.rater])
        guard earlier != text else {
          count.unchanged += 1
          continue
        }
        if earlier == nil { count.added += 1 } else { count.corrected += 1 }
        try database.execute(
          sql: "INSERT OR REPLACE INTO ballots VALUES (?, ?, ?)",
          arguments: [ballot.item, ballot.rater, text])
        try database.execute(
          sql: "INSERT INTO log(item, rater, ballot) VALUES (?, ?, ?)",
          arguments: [ballot.item, ballot.rater, text])
      }
      return count
    }
  }

  /// The identifiers of all items.
  public func knownItems() throws(CurationError) -> Set<String> {
    try run { try Set(String.fetchAll($0, sql: "SELECT item FROM items")) }
  }

  /// The ballots of a rater by item.
  public func ballots(of rater: String) throws(CurationError) -> [String: Ballot] {
    try run { database in
      let rows = try String.fetchAll(
        database, sql: "SELECT ballot FROM ballots WHERE rater = ?", arguments: [rater])
      return try rows.reduce(into: [:]) { ballots, text in
        let ballot = try JSONDecoder().decode(Ballot.self, from: Data(text.utf8))
        ballots[ballot.item] = ballot
      }
    }
  }

  /// The tally of every item, in the order of the items.
  public func tallies() throws(CurationError) -> [Tally] {
    let items = try items().map(\.item)
    return try run { database in
      var ballots: [String: [Ballot]] = [:]
      for text in try String.fetchAll(database, sql: "SELECT ballot FROM ballots ORDER BY item, rater") {
        let ballot = try JSONDecoder().decode(Ballot.self, from: Data(text.utf8))
        ballots[ballot.item, default: []].append(ballot)
      }
      return items.map { Tally(item: $0, ballots: ballots[$0] ?? []) }
    }
  }

  /// Every ballot that was ever taken in, in order.
  public func log() throws(CurationError) -> [Ballot] {
    try run { database in
      try String.fetchAll(database, sql: "SELECT ballot FROM log ORDER BY number").map {
        try JSONDecoder().decode(Ballot.self, from: Data($0.utf8))
      }
    }
  }

  private static func encoded(_ ballot: Ballot) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(ballot), as: UTF8.self)
  }

  private func run<Value>(_ body: (Database) throws -> Value) throws(CurationError) -> Value {
    do { return try queue.write(body) } catch { throw .store(path: path, reason: "\(error)") }
  }
}
