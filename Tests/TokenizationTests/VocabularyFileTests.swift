import Foundation
import Testing

@testable import Tokenization

@Suite struct VocabularyFileTests {
  @Test func aModelsVocabularyIsWrittenAndReadBack() throws {
    let model = try SentencePieceModel(serialized: Golden.bytes("unigram.model"))
    let file = VocabularyFile(model)
    let read = try VocabularyFile(utf8: file.utf8)
    #expect(read.entries.map(\.bytes) == model.pieces.map(\.bytes))
    #expect(read.utf8 == file.utf8)
    let lines = String(decoding: file.symbols, as: UTF8.self).split(separator: "\n")
    #expect(lines.first == "<unk>\t0" && lines.count == model.pieces.count)
  }

  /// What `os << score` of C++ writes.
  @Test(
    arguments: [
      (0, "0"), (-1, "-1"), (-3.14159274, "-3.14159"), (-10.5, "-10.5"), (1e-5, "1e-05"),
      (123456789, "1.23457e+08"),
      (-0.0, "-0"), (0.0001, "0.0001"), (999999.5, "1e+06"),
    ] as [(Double, String)])
  func scoresAreWrittenAsStreamsDo(score: Double, text: String) {
    #expect(VocabularyFile.text(of: score) == text)
  }

  @Test func piecesMayHoldTabsAndLinesMayEndWithACarriageReturn() throws {
    let read = try VocabularyFile(utf8: Array("a\tb\t-1\r\n\t\t2\n".utf8))
    #expect(read.entries == [.init(bytes: Array("a\tb".utf8), score: -1), .init(bytes: [0x09], score: 2)])
  }

  @Test(arguments: ["a", "a\t", "\t1", "a\tx", "a\t1\n\nb\t2"])
  func linesWithoutAPieceAndANumberAreRefused(text: String) {
    #expect(throws: TokenizationError.self) { try VocabularyFile(utf8: Array(text.utf8)) }
  }
}
