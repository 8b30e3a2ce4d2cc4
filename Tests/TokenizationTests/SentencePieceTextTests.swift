import Foundation
import Normalization
import Testing

@testable import Tokenization

/// Pieces, places and decoded places against SentencePiece 0.2.3; Goldens/README.md says how the file came about.
@Suite struct SentencePieceTextTests {
  private struct PieceTexts: Decodable {
    struct Row: Decodable {
      var pieces: [String]
      var begins: [Int]
      var ends: [Int]
      var normalized: [Int]
      var decoded: [[Int]]
    }

    var texts: [String]
    var models: [String: [Row]]
  }

  private func golden() throws -> PieceTexts {
    try JSONDecoder().decode(PieceTexts.self, from: Data(contentsOf: Golden.url("piece-text.json")))
  }

  /// For normalized text the Python package counts characters.
  private func scalars(_ bytes: ArraySlice<UInt8>) -> Int { UTF8Scalar.values(of: Array(bytes)).count }

  @Test(arguments: ["haechi.model", "sentencepiece-bpe.model", "unigram.model"])
  func piecesAndPlacesAreThoseOfSentencePiece(name: String) throws {
    let golden = try golden()
    let tokenizer = try Golden.tokenizer(name)
    for (text, row) in zip(golden.texts, try #require(golden.models[name])) {
      let found = tokenizer.sentencePieceText(AlignedText(text)).pieces
      #expect(found.map { $0.bytes } == row.pieces.map { Array($0.utf8) }, "\(text.debugDescription)")
      #expect(found.map(\.span.lowerBound) == row.begins, "\(text.debugDescription)")
      #expect(found.map(\.span.upperBound) == row.ends, "\(text.debugDescription)")
    }
  }

  @Test(arguments: ["haechi.model", "sentencepiece-bpe.model", "unigram.model"])
  func normalizedTextHasThePlacesThatSentencePieceGives(name: String) throws {
    let golden = try golden()
    let tokenizer = try Golden.tokenizer(name)
    for (text, row) in zip(golden.texts, try #require(golden.models[name])) {
      let source = Array(text.utf8)
      let (utf8, offsets) = tokenizer.normalized(AlignedText(text))
      #expect(offsets.count == utf8.count + 1)
      let starts = offsets.indices.filter { $0 == utf8.count || utf8[$0] & 0xC0 != 0x80 }
      let found = utf8.isEmpty ? [] : starts.map { scalars(source[..<offsets[$0]]) }
      #expect(found == (utf8.isEmpty ? [] : row.normalized), "\(text.debugDescription)")
    }
  }

  @Test(arguments: ["haechi.model", "sentencepiece-bpe.model", "unigram.model"])
  func decodedTextHasThePlacesThatSentencePieceGives(name: String) throws {
    let golden = try golden()
    let tokenizer = try Golden.tokenizer(name)
    for (text, row) in zip(golden.texts, try #require(golden.models[name])) {
      let ids = tokenizer.encode(AlignedText(text)).ids
      let decoding = tokenizer.decoding(ids)
      #expect(decoding.utf8 == tokenizer.decodedBytes(ids))
      let found = decoding.ranges.map { [$0.lowerBound, $0.upperBound] }
      #expect(found == row.decoded, "\(text.debugDescription)")
      let pieces = ids.map { tokenizer.model.pieces[Int($0)].bytes }
      #expect(tokenizer.decoding(pieces: pieces) == decoding)
    }
  }

  @Test func aSpellingThatTheModelDoesNotHaveStandsForItself() throws {
    let tokenizer = try Golden.tokenizer("unigram.model")
    let known = try #require(tokenizer.model.pieces.first { $0.text.hasPrefix("▁") && $0.text.count > 1 })
      .text
    let decoding = tokenizer.decoding(pieces: [known, "▁없는조각", "", "<unk>"].map { Array($0.utf8) })
    #expect(String(decoding: decoding.utf8, as: UTF8.self) == known.dropFirst() + "▁없는조각 ⁇ ")
    #expect(decoding.ranges.count == 4)
  }

  @Test func bytesThatSpellNothingAreReplacementCharactersEach() throws {
    let tokenizer = try Golden.tokenizer("haechi.model")
    let pieces = ["<0xEA>", "<0xB0>", "<0x80>", "<0xEA>", "<0xFF>"].map { Array($0.utf8) }
    let decoding = tokenizer.decoding(pieces: pieces)
    #expect(decoding.ranges == [0..<0, 0..<0, 0..<3, 3..<6, 6..<9])
  }

  @Test func stepsPutPiecesAroundTheTextInTheOrderGiven() throws {
    let tokenizer = try Golden.tokenizer("haechi.model")
    let text = AlignedText("해치 좋다")
    let plain = tokenizer.encode(text).ids
    let begin = try #require(tokenizer.beginID)
    let end = try #require(tokenizer.endID)
    func ids(_ options: String) throws -> [Int32] {
      tokenizer.encode(text, steps: try #require(EncodingStep.list(options))).ids
    }
    #expect(try ids("bos:eos") == [begin] + plain + [end])
    #expect(try ids("reverse:bos:eos") == [begin] + plain.reversed() + [end])
    #expect(try ids("bos:eos:reverse") == [end] + plain.reversed() + [begin])
    #expect(try ids("") == plain)
    #expect(try ids("unk_piece") == plain)
    #expect(EncodingStep.list("bos:") == nil && EncodingStep.list("BOS") == nil)
    let word = try Tokenizer(
      model: SentencePieceModel(
        pieces: [Sample.piece("<unk>", 0, .unknown), Sample.piece("a", 0)], trainer: .init(),
        normalizer: .init()))
    #expect(word.impossibleStep(of: [.reverse, .end]) == .end)
    #expect(word.encode(AlignedText("a"), steps: [.begin]).ids == word.encode(AlignedText("a")).ids)
  }

  @Test func spansCountScalarsWhereTheyAreAskedTo() {
    let source: [UInt8] = Array("a가".utf8) + [0xFF] + Array("😀b".utf8)
    let spans = [0..<1, 1..<4, 4..<5, 5..<9, 9..<10, 0..<10, 4..<4]
    let encoding = Encoding(ids: Array(repeating: 0, count: spans.count), spans: spans)
    #expect(encoding.scalarSpans(in: source) == [0..<1, 1..<2, 2..<3, 3..<4, 4..<5, 0..<5, 2..<2])
  }
}
