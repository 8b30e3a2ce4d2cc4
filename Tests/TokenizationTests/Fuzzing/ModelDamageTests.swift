import Foundation
import Testing

@testable import Tokenization

@Suite struct ModelDamageTests {
  /// How many damaged files each seed tries: a debug build is some fifty times slower.
  #if DEBUG
    static let rounds = 12
  #else
    static let rounds = 2500
  #endif

  @Test(arguments: 0..<16 as Range<UInt64>)
  func damagedModelsAreRefusedOrRunWithinTheirBounds(seed: UInt64) throws {
    let names = ["unigram.model", "haechi.model", "sentencepiece-bpe.model"]
    let files = try names.map { try Golden.bytes($0) }
    var generator = SeededGenerator(seed: seed)
    for round in 0..<Self.rounds {
      let bytes = ModelDamage.damaged(files[round % files.count], using: &generator)
      #expect(ModelDamage.complaint(bytes, seed: seed) == nil, "seed \(seed) round \(round)")
    }
  }

  @Test(arguments: 0..<8 as Range<UInt64>)
  func damagedTokenizerFilesAreRefusedOrRun(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    let files = try ["llama3", "bert-cased"].map { try Golden.bytes("HuggingFace/\($0).json") }
    for round in 0..<Self.rounds / 4 {
      var bytes = files[round % 2]
      for _ in 0..<Int.random(in: 1...4, using: &generator) {
        let place = Int.random(in: 0..<bytes.count, using: &generator)
        switch Int.random(in: 0..<4, using: &generator) {
        case 0: bytes[place] = Array("{}[]\",:0-\\u".utf8).randomElement(using: &generator) ?? 0
        case 1: bytes.remove(at: place)
        case 2: bytes[place] = .random(in: 0...255, using: &generator)
        default: bytes[place] = UInt8.random(in: 0x30...0x39, using: &generator)
        }
      }
      guard let tokenizer = try? HuggingFaceTokenizer(json: bytes) else { continue }
      let ids = tokenizer.encode(.init("안녕 world 12 <mask> [CLS]")).ids
      #expect(ids.allSatisfy { $0 >= 0 && Int($0) < tokenizer.vocabularySize })
      _ = tokenizer.decodedBytes(ids)
    }
  }

  private func base() throws -> SentencePieceModel {
    try SentencePieceModel(serialized: Golden.bytes("unigram.model"))
  }

  @Test func modelsThatSentencePieceRefusesAreRefused() throws {
    func refusal(_ change: (inout SentencePieceModel) -> Void) throws -> TokenizationError? {
      var model = try base()
      change(&model)
      do throws(TokenizationError) {
        try model.validate()
        return nil
      } catch { return error }
    }
    #expect(try refusal { _ in } == nil)
    #expect(try refusal { $0.pieces = [] } == .noPieces)
    #expect(try refusal { $0.pieces[9].bytes = [] } == .emptyPiece(id: 9))
    #expect(
      try refusal { $0.pieces[9].bytes = Array(repeating: 0x61, count: 8000) }
        == .pieceTooLong(id: 9, found: 8000, limit: 7999))
    #expect(try refusal { $0.pieces[9].bytes = Array(repeating: 0x61, count: 7999) } == nil)
    #expect(try refusal { $0.pieces[9].bytes = [0x61, 0] } == .nulInPiece(id: 9))
    #expect(try refusal { $0.pieces[9].bytes = [0] } == .nulInPiece(id: 9))
    #expect(
      try refusal {
        $0.pieces[9].bytes = [0]
        $0.pieces[9].type = .unused
      } == nil)
    for score in [Float.nan, .infinity, -.infinity] {
      #expect(try refusal { $0.pieces[9].score = score } == .invalidScore(id: 9))
    }
  }

  /// The cases of 0.2.3's `invalid_model_test.cc`.
  @Test func damagedCharacterMapsAreRefused() throws {
    let blob = try base().normalizer.precompiledCharsmap
    func refusal(_ change: (inout [UInt8]) -> Void) -> TokenizationError? {
      var blob = blob
      change(&blob)
      do throws(TokenizationError) {
        _ = try CharsmapRules(precompiled: blob)
        return nil
      } catch { return error }
    }
    func store(_ value: UInt32, at offset: Int, in blob: inout [UInt8]) {
      for index in 0..<4 { blob[offset + index] = UInt8(truncatingIfNeeded: value >> UInt32(8 * index)) }
    }
    #expect(refusal { _ in } == nil)
    #expect(refusal { $0 = Array("abc".utf8) } == .malformedCharsmap(reason: .header, offset: 0))
    for size in [UInt32(1 << 20), 512, 1025, 0, .max] {
      #expect(refusal { store(size, at: 0, in: &$0) } == .malformedCharsmap(reason: .trieSize, offset: 0))
    }
    #expect(
      refusal { $0[$0.count - 1] = 0x61 } == .malformedCharsmap(reason: .value, offset: blob.count - 1))
    // A root that leads out of the trie.
    #expect(
      refusal { store(0x8000_0000 | 0x0020_0000 << 10 & 0x7FFF_FFFF, at: 4, in: &$0) }
        == .malformedCharsmap(reason: .trieUnit, offset: 4))
    // A value behind the last replacement.
    let leaf = stride(from: 4, to: blob.count - 4, by: 4).first { blob[$0 + 3] & 0x80 != 0 }
    let place = try #require(leaf)
    #expect(
      refusal { store(0xFFFF_FFFF, at: place, in: &$0) }
        == .malformedCharsmap(reason: .value, offset: place))
  }

  /// A trie of one block whose every unit leads back to it: each byte can follow any other without end.
  @Test func aTrieThatGoesRoundInCirclesIsRefused() throws {
    var units = [UInt32](repeating: 0, count: 512)
    units[0] = 256 << 10
    for byte in 0..<256 { units[256 + byte] = UInt32(byte) }
    var blob: [UInt8] = []
    for word in [UInt32(units.count * 4)] + units {
      for shift in stride(from: UInt32(0), to: 32, by: 8) {
        blob.append(UInt8(truncatingIfNeeded: word >> shift))
      }
    }
    blob.append(0)
    // An offset of 0 keeps a node in its own block: every one of its 256 children is there again.
    #expect(throws: TokenizationError.self) { try CharsmapRules(precompiled: blob) }
    var model = try base()
    var spec = model.normalizer
    spec.precompiledCharsmap = blob
    model.normalizer = spec
    guard let tokenizer = try? Tokenizer(model: model) else { return }
    #expect(!tokenizer.encode(.init(String(repeating: "가나다", count: 500))).ids.isEmpty)
  }

  @Test func rulesAreReadBackAsSentencePieceWritesThem() throws {
    let rules = try CharsmapRules(precompiled: base().normalizer.precompiledCharsmap)
    let lines = String(decoding: rules.tsv, as: UTF8.self).split(separator: "\n").map(String.init)
    #expect(
      lines == [
        "9\t20\t# \t =>  ", "2026\t2E 2E 2E\t# … => ...", "2460\t31\t# ① => 1", "3000\t20\t# 　 =>  ",
        "318D\tB7\t# ㆍ => ·", "FB01\t66 69\t# ﬁ => fi", "FF21 FF22\t41 42\t# ＡＢ => AB",
      ])
  }
}
