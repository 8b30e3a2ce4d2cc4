import Foundation
import Testing

@testable import Tokenization

/// Agreement with SentencePiece 0.2.3 on published models; prints the table.
@Suite struct ConformanceTests {
  /// A debug build takes minutes for the longest texts and the largest vocabularies.
  #if DEBUG
    static let longest = 300
    static let mostPieces = 33_000
  #else
    static let longest = Int.max
    static let mostPieces = Int.max
  #endif

  @Test(.enabled(if: Staged.folder != nil, "needs ../shared/tokenizer"))
  func everyModelGivesWhatSentencePieceGives() throws {
    let texts = try Staged.decoded([String].self, "cases.json")
    let malformed = try Staged.decoded([String].self, "cases_invalid_utf8_hex.json").map { hex in
      let digits = Array(hex.utf8)
      return stride(from: 0, to: digits.count, by: 2).compactMap { index in
        UInt8(String(decoding: digits[index..<index + 2], as: UTF8.self), radix: 16)
      }
    }
    var table = ConformanceTable()
    for name in try Staged.names() where try Staged.model(name).pieces.count <= Self.mostPieces {
      table.rows.append(
        try ConformanceTable.Row(staged: name, texts: texts, malformed: malformed, longest: Self.longest))
    }
    print(table.text)
    for row in table.rows {
      for (name, count) in zip(
        ["ids", "malformed", "normalized", "offsets", "decoded", "streamed"], row.counts)
      {
        #expect(count.isWhole, "\(row.model) \(name) \(count.text)")
      }
    }
    #expect(table.rows.allSatisfy { $0.ids.total > 0 })
  }

  /// The same table over the models of the goldens, which always lie here.
  @Test func ourOwnModelsGiveWhatSentencePieceGives() throws {
    struct Encodings: Decodable {
      struct Model: Decodable {
        var ids: [[Int32]]
        var normalized: [String]
        var decoded: [String]
      }

      var models: [String: Model]
    }
    let inputs = try JSONDecoder().decode([String].self, from: Data(contentsOf: Golden.url("inputs.json")))
    let golden = try JSONDecoder().decode(
      Encodings.self, from: Data(contentsOf: Golden.url("encodings.json")))
    var table = ConformanceTable()
    for (name, answers) in golden.models.sorted(by: { $0.key < $1.key }) {
      let tokenizer = try Golden.tokenizer(name)
      var row = ConformanceTable.Row(model: name)
      for (index, input) in inputs.enumerated() {
        row.ids.add(tokenizer.encode(.init(input)).ids == answers.ids[index])
        row.normalized.add(tokenizer.prepared(.init(input)).utf8 == Array(answers.normalized[index].utf8))
        row.decoded.add(tokenizer.decodedBytes(answers.ids[index]) == Array(answers.decoded[index].utf8))
      }
      table.rows.append(row)
    }
    print(table.text)
    #expect(table.rows.allSatisfy { row in row.counts.allSatisfy(\.isWhole) })
    #expect(table.rows.count == 3 && table.rows.allSatisfy { $0.ids.total == inputs.count })
  }
}
