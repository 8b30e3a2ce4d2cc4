import Datasets
import Foundation
import GRDB

/// Every answer that was paid for, in SQLite, under the ``ChatRequest/key`` of its request.
///
/// An answer is committed before it is handed on, so that a run that is killed pays for no request twice of which
/// the answer had come. Failures are kept beside, with how often they happened; the next run tries them again.
public final class AnswerCache: Sendable {
  private let queue: DatabaseQueue
  private let path: String

  /// The cache in a file, which is made where there is none.
  public init(_ url: URL) throws(CurationError) {
    path = url.path
    do {
      try FileManager.default.createDirectory(
        at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
      queue = try DatabaseQueue(path: url.path, configuration: sqliteConfiguration())
      try queue.write { database in
        try database.execute(
          sql: """
            CREATE TABLE IF NOT EXISTS answers(
              key TEXT PRIMARY KEY, model TEXT NOT NULL, text TEXT NOT NULL, prompt_tokens INTEGER,
              answer_tokens INTEGER) WITHOUT ROWID;
            CREATE TABLE IF NOT EXISTS failures(
              key TEXT PRIMARY KEY, slug TEXT NOT NULL, times INTEGER NOT NULL) WITHOUT ROWID;
            """)
      }
    } catch {
      throw .store(path: url.path, reason: "\(error)")
    }
  }

  /// The answer to a request, if it was given before.
  public func answer(to key: String) throws(CurationError) -> ChatAnswer? {
    try run { queue in
      try queue.read { database in
        try Row.fetchOne(
          database, sql: "SELECT text, prompt_tokens, answer_tokens FROM answers WHERE key = ?",
          arguments: [key]
        ).map {
          ChatAnswer(text: $0["text"], promptTokens: $0["prompt_tokens"], answerTokens: $0["answer_tokens"])
        }
      }
    }
  }

  /// Keeps an answer, and forgets that its request failed before. The first answer to a request stays.
  public func keep(_ answer: ChatAnswer, to request: ChatRequest) throws(CurationError) {
    let key = request.key
    try run { queue in
      try queue.write { database in
        try database.execute(
          sql: "INSERT OR IGNORE INTO answers VALUES (?, ?, ?, ?, ?)",
          arguments: [key, request.model, answer.text, answer.promptTokens, answer.answerTokens])
        try database.execute(sql: "DELETE FROM failures WHERE key = ?", arguments: [key])
      }
    }
  }

  /// Keeps that a request failed.
  public func keep(_ fault: ProviderFault, of request: ChatRequest) throws(CurationError) {
    let key = request.key
    try run { queue in
      try queue.write { database in
        try database.execute(
          sql: """
            INSERT INTO failures VALUES (?, ?, 1)
            ON CONFLICT(key) DO UPDATE SET slug = excluded.slug, times = times + 1
            """, arguments: [key, fault.slug])
      }
    }
  }

  /// The number of answers and of requests that failed last.
  public func counts() throws(CurationError) -> (answers: Int, failures: Int) {
    try run { queue in
      try queue.read { database in
        (
          try Int.fetchOne(database, sql: "SELECT count(*) FROM answers") ?? 0,
          try Int.fetchOne(database, sql: "SELECT count(*) FROM failures") ?? 0
        )
      }
    }
  }

  private func run<Value>(_ body: (DatabaseQueue) throws -> Value) throws(CurationError) -> Value {
    do { return try body(queue) } catch { throw .store(path: path, reason: "\(error)") }
  }
}

/// How every database of the room is opened: a write-ahead log, and patience with a second process.
func sqliteConfiguration() -> Configuration {
  var configuration = Configuration()
  configuration.busyMode = .timeout(30)
  configuration.journalMode = .wal
  return configuration
}
