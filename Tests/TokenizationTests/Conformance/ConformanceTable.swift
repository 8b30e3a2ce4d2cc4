import Foundation
import Normalization

@testable import Tokenization

/// How many inputs a model gives the same for as its reference, a line a model.
struct ConformanceTable {
  /// Equal and all, of one kind of answer.
  struct Count {
    var equal = 0
    var total = 0

    mutating func add(_ isEqual: Bool) {
      total += 1
      if isEqual { equal += 1 }
    }

    var text: String { total == 0 ? "-" : "\(equal)/\(total)" }
    var isWhole: Bool { equal == total }
  }

  /// One model.
  struct Row {
    var model: String
    var ids = Count()
    var malformed = Count()
    var normalized = Count()
    var offsets = Count()
    var decoded = Count()
    var streamed = Count()

    var counts: [Count] { [ids, malformed, normalized, offsets, decoded, streamed] }
  }

  var rows: [Row] = []

  /// The table as text, with a line of sums.
  var text: String {
    let names = ["model", "ids", "malformed", "normalized", "offsets", "decoded", "streamed"]
    var lines = [names] + rows.map { [$0.model] + $0.counts.map(\.text) }
    let sums = (0..<6).map { column in
      rows.reduce(into: Count()) { sum, row in
        sum.equal += row.counts[column].equal
        sum.total += row.counts[column].total
      }
    }
    lines.append(["all \(rows.count)"] + sums.map(\.text))
    let widths = names.indices.map { column in lines.map { $0[column].count }.max() ?? 0 }
    return lines.map { line in
      zip(line, widths).map { $0 + String(repeating: " ", count: $1 - $0.count) }.joined(separator: "  ")
    }.joined(separator: "\n")
  }
}

/// The staged models and SentencePiece 0.2.3's own answers, which lie beside the repository and not in it.
enum Staged {
  /// What one reference file holds.
  struct Reference: Decodable {
    struct Case: Decodable {
      var ids: [Int32]
      var decoded: String?
      var normalized: String?
      var byteOffsets: [[Int]]?

      enum CodingKeys: String, CodingKey {
        case ids, decoded, normalized
        case byteOffsets = "byte_offsets"
      }
    }

    var model: String
    var invalid: [[Int32]]
    var cases: [Case]
  }

  /// The folder shared/tokenizer beside the repository, or beside a folder that holds it; nil if there is none.
  static let folder: URL? = {
    var folder = URL(fileURLWithPath: #filePath).resolvingSymlinksInPath().deletingLastPathComponent()
    while folder.path != "/" {
      let staged = folder.appendingPathComponent("shared/tokenizer")
      if FileManager.default.fileExists(atPath: staged.appendingPathComponent("cases.json").path) {
        return staged
      }
      folder.deleteLastPathComponent()
    }
    return nil
  }()

  static func decoded<Value: Decodable>(_ type: Value.Type, _ name: String) throws -> Value {
    guard let folder else { throw CocoaError(.fileNoSuchFile) }
    return try JSONDecoder().decode(type, from: Data(contentsOf: folder.appendingPathComponent(name)))
  }

  static func names() throws -> [String] {
    guard let folder else { return [] }
    return try FileManager.default.contentsOfDirectory(
      atPath: folder.appendingPathComponent("references").path
    ).filter { $0.hasSuffix(".json") }.map { String($0.dropLast(5)) }.sorted()
  }

  static func model(_ name: String) throws -> SentencePieceModel {
    guard let folder else { throw CocoaError(.fileNoSuchFile) }
    return try SentencePieceModel(
      serialized: [UInt8](Data(contentsOf: folder.appendingPathComponent("models/\(name).model"))))
  }
}

extension ConformanceTable.Row {
  /// The row of `name`: texts longer than `longest` bytes are left out.
  init(staged name: String, texts: [String], malformed: [[UInt8]], longest: Int) throws {
    self.init(model: name)
    let tokenizer = try Tokenizer(model: Staged.model(name))
    let reference = try Staged.decoded(Staged.Reference.self, "references/\(name).json")
    for (text, answer) in zip(texts, reference.cases) where text.utf8.count <= longest {
      let aligned = AlignedText(text)
      let encoding = tokenizer.encode(aligned)
      ids.add(encoding.ids == answer.ids)
      if let normalized = answer.normalized {
        self.normalized.add(tokenizer.prepared(aligned).utf8 == Array(normalized.utf8))
      }
      if let expected = answer.byteOffsets {
        let spans = tokenizer.sentencePieceText(aligned, encoding: encoding).pieces.map(\.span)
        offsets.add(spans.map { [$0.lowerBound, $0.upperBound] } == expected)
      }
      if let decoded = answer.decoded {
        self.decoded.add(tokenizer.decodedBytes(answer.ids) == Array(decoded.utf8))
      }
      var decoder = StreamingDecoder(tokenizer)
      var streamed: [UInt8] = []
      for id in answer.ids { streamed += decoder.pushBytes(id) }
      self.streamed.add(streamed + decoder.finishBytes() == tokenizer.decodedBytes(answer.ids))
    }
    for (bytes, expected) in zip(malformed, reference.invalid) {
      self.malformed.add(tokenizer.encode(AlignedText(utf8: bytes)).ids == expected)
    }
  }
}
