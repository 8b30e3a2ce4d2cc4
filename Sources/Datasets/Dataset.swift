import Crypto
import Foundation

/// One set to measure on.
public struct EvaluationSet: Codable, Equatable, Sendable {
  /// The set's name.
  public var name: String
  /// Its records; each has a label.
  public var records: [Record]

  /// A set from its parts.
  public init(name: String, records: [Record]) {
    self.name = name
    self.records = records
  }
}

/// What a recipe gives: rows to train and validate on, raw lines, and sets to measure on.
///
/// Law: no training, validation or raw text equals a text of an evaluation set or is a near duplicate of one.
public struct Dataset: Sendable {
  /// The recipe's name.
  public var name: String
  /// Every category, in the order of the model's heads.
  public var categories: [String]
  /// The training rows in the order of the recipe.
  public var train: [Record]
  /// The validation rows in the order of the recipe.
  public var validation: [Record]
  /// Raw lines for tokenizers and language models.
  public var language: [String]
  /// The sets to measure on.
  public var evaluation: [EvaluationSet]
  /// How much a row of each source weighs in training.
  public var weights: [String: Double]
  /// What was read, dropped and why.
  public var report: DatasetReport

  /// A dataset from its parts.
  public init(
    name: String, categories: [String], train: [Record], validation: [Record], language: [String] = [],
    evaluation: [EvaluationSet] = [], weights: [String: Double] = [:], report: DatasetReport = DatasetReport()
  ) {
    self.name = name
    self.categories = categories
    self.train = train
    self.validation = validation
    self.language = language
    self.evaluation = evaluation
    self.weights = weights
    self.report = report
  }

  /// How much a record weighs in training.
  public func weight(of record: Record) -> Double { weights[record.source] ?? 1 }

  /// The files of the dataset by relative path; the same bytes for the same input on every machine.
  public func files() throws(DatasetError) -> [(path: String, bytes: Data)] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    do {
      var files: [(path: String, bytes: Data)] = [
        ("train.jsonl", try Self.lines(train, encoder)),
        ("validation.jsonl", try Self.lines(validation, encoder)),
        ("language.jsonl", try Self.lines(language.map { ["text": $0] }, encoder)),
      ]
      for set in evaluation {
        files.append(("evaluation/\(set.name).jsonl", try Self.lines(set.records, encoder)))
      }
      encoder.outputFormatting.insert(.prettyPrinted)
      files.append(("report.json", try encoder.encode(report)))
      return files
    } catch {
      throw .unwritable(path: "", reason: "\(error)")
    }
  }

  /// The SHA-256 over the paths and bytes of ``files()``, which tells two builds apart.
  public func digest() throws(DatasetError) -> String {
    var hash = SHA256()
    for (path, bytes) in try files() {
      hash.update(data: Data("\(path)\n\(bytes.count)\n".utf8))
      hash.update(data: bytes)
    }
    return hexadecimal(hash.finalize())
  }

  /// Writes ``files()`` into a folder; each appears whole or not at all.
  public func write(to folder: URL) throws(DatasetError) {
    for (path, bytes) in try files() {
      let url = folder.appendingPathComponent(path)
      do {
        try FileManager.default.createDirectory(
          at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
        try bytes.write(to: url, options: .atomic)
      } catch {
        throw .unwritable(path: url.path, reason: "\(error)")
      }
    }
  }

  private static func lines(_ values: [some Encodable], _ encoder: JSONEncoder) throws -> Data {
    var data = Data()
    for value in values {
      data.append(try encoder.encode(value))
      data.append(UInt8(ascii: "\n"))
    }
    return data
  }
}

/// Bytes as lower-case hexadecimal digits.
package func hexadecimal(_ bytes: some Sequence<UInt8>) -> String {
  let digits = Array("0123456789abcdef".utf8)
  let text = bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }
  return String(decoding: text, as: UTF8.self)
}
