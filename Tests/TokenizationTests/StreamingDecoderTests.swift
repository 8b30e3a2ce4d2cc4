import Foundation
import Normalization
import Testing

@testable import Tokenization

@Suite struct StreamingDecoderTests {
  /// Every tokenizer that lies here.
  static let all = Result { () throws -> [(name: String, tokenizer: any TextTokenizer)] in
    var all: [(name: String, tokenizer: any TextTokenizer)] = []
    for name in ["haechi.model", "sentencepiece-bpe.model", "unigram.model"] {
      all.append((name, try Golden.tokenizer(name)))
    }
    for name in HuggingFaceTokenizerTests.names {
      all.append((name, try HuggingFaceTokenizerTests.tokenizer(name)))
    }
    return all
  }

  /// Ids in any order: what encodings never give a decoder has to bear too.
  static func ids(seed: UInt64, _ tokenizer: any TextTokenizer) -> [Int32] {
    var generator = SeededGenerator(seed: seed)
    let bytes = ["<0xEA>", "<0xB0>", "<0x80>", "<0xF0>", "<0x9F>", "<0x41>", "<0xFF>", "▁"].compactMap {
      tokenizer.id(of: $0)
    }
    return (0..<Int.random(in: 0...40, using: &generator)).map { _ in
      if Bool.random(using: &generator), let byte = bytes.randomElement(using: &generator) { return byte }
      return Int32.random(in: -1...Int32(tokenizer.vocabularySize), using: &generator)
    }
  }

  /// Checks the laws on `ids` and gives what came out, id by id and at the end.
  static func check(_ tokenizer: any TextTokenizer, _ ids: [Int32], name: String) {
    let whole = tokenizer.decodedBytes(ids)
    for holdsClusters in [false, true] {
      var decoder = tokenizer.streamingDecoder(holdsClusters: holdsClusters)
      // The second round begins where `finish` left off: at the start of a text.
      for _ in 0..<2 {
        var given: [UInt8] = []
        for id in ids {
          let text = decoder.pushBytes(id)
          #expect(UTF8Validation.firstInvalidOffset(in: text) == nil, "\(name) \(ids)")
          given += text
          #expect(whole.starts(with: given), "\(name) \(ids)")
        }
        given += decoder.finishBytes()
        #expect(given == whole, "\(name) \(ids)")
      }
    }
  }

  @Test(arguments: 0..<30 as Range<UInt64>)
  func whatIsGivenOutIsWhatDecodingAllAtOnceGives(seed: UInt64) throws {
    for (name, tokenizer) in try Self.all.get() {
      Self.check(tokenizer, Self.ids(seed: seed, tokenizer), name: name)
      let text = AlignedText(TokenizerTests.text(seed: seed))
      Self.check(tokenizer, tokenizer.encode(text).ids, name: name)
    }
  }

  /// Of a text that holds no U+FFFD, every beginning of its ids gives none before the end.
  @Test(arguments: 0..<60 as Range<UInt64>)
  func noReplacementCharacterComesBeforeItIsCertain(seed: UInt64) throws {
    for (name, tokenizer) in try Self.all.get() {
      let ids = tokenizer.encode(AlignedText(TokenizerTests.text(seed: seed))).ids
      guard !tokenizer.decode(ids).unicodeScalars.contains("\u{FFFD}") else { continue }
      var decoder = StreamingDecoder(tokenizer)
      for id in ids {
        #expect(!decoder.push(id).unicodeScalars.contains("\u{FFFD}"), "\(name) \(ids)")
      }
    }
  }

  @Test(arguments: [
    "가나다 👨‍👩‍👧‍👦 🇰🇷🇰🇷 e\u{301}\u{302} 각각 \r\n끝", "ㅋㅋ\u{1100}\u{1161}\u{11A8}가", "क्षि नि",
  ])
  func heldClustersComeWhole(text: String) throws {
    for name in ["haechi.model", "llama3"] {
      let tokenizer: any TextTokenizer =
        name == "llama3" ? try HuggingFaceTokenizerTests.tokenizer(name) : try Golden.tokenizer(name)
      var decoder = StreamingDecoder(tokenizer, holdsClusters: true)
      var clusters: [String] = []
      for id in tokenizer.encode(AlignedText(text)).ids { clusters += decoder.push(id).map { String($0) } }
      clusters += decoder.finish().map { String($0) }
      #expect(clusters.map { Array($0.utf8) } == text.map { Array(String($0).utf8) })
    }
  }

  @Test func aClusterOfMarksWithoutEndIsNotHeldForEver() {
    var holder = ClusterHolder()
    var given = holder.release(Array("a".utf8)).count
    for _ in 0..<2000 { given += holder.release(Array("\u{301}".utf8)).count }
    #expect(given > 3000)
  }

  @Test func aModelWithADenormalizerGivesItsTextAtTheEnd() throws {
    var model = try SentencePieceModel(serialized: Golden.bytes("unigram.model"))
    var spec = model.normalizer
    spec.addsDummyPrefix = false
    spec.escapesWhitespace = false
    model.denormalizer = spec
    let tokenizer = try Tokenizer(model: model)
    for seed in UInt64(0)..<20 {
      Self.check(tokenizer, Self.ids(seed: seed, tokenizer), name: "denormalizer")
    }
  }

  @Test(
    arguments: [
      ([0xEA, 0xB0, 0x80], ["", "", "가"], ""), ([0xEA, 0xB0, 0x41], ["", "", "\u{FFFD}\u{FFFD}A"], ""),
      ([0xEA, 0xB0], ["", ""], "\u{FFFD}\u{FFFD}"), ([0xFF, 0x80], ["\u{FFFD}", "\u{FFFD}"], ""),
      ([0xED, 0xA0, 0x80], ["", "\u{FFFD}\u{FFFD}", "\u{FFFD}"], ""),
      ([0xF0, 0x9F, 0x98, 0x80], ["", "", "", "😀"], ""),
    ] as [([UInt8], [String], String)])
  func bytesComeOutAsSoonAsTheyAreCertain(bytes: [UInt8], steps: [String], rest: String) {
    var assembler = UTF8Assembler(repair: .eachByte)
    for (byte, step) in zip(bytes, steps) {
      var text: [UInt8] = []
      assembler.append(byte, to: &text)
      #expect(text == Array(step.utf8))
    }
    var text: [UInt8] = []
    assembler.finish(to: &text)
    #expect(text == Array(rest.utf8))
  }

  /// Swift repairs by maximal subparts: every string of up to four bytes from the edges of UTF-8.
  @Test func maximalSubpartsAreThoseOfTheUnicodeStandard() {
    let edges: [UInt8] = [
      0x41, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC0, 0xC2, 0xE0, 0xE1, 0xED, 0xF0, 0xF1, 0xF4, 0xF5,
    ]
    for number in 0..<edges.count * edges.count * edges.count {
      let bytes = [number % 16, number / 16 % 16, number / 256, (number * 7) % 16].map { edges[$0] }
      var assembler = UTF8Assembler(repair: .maximalSubpart)
      var text: [UInt8] = []
      for byte in bytes { assembler.append(byte, to: &text) }
      assembler.finish(to: &text)
      #expect(text == Array(String(decoding: bytes, as: UTF8.self).utf8), "\(bytes)")
    }
  }
}
