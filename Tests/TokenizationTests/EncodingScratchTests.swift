import Normalization
import Testing

@testable import Tokenization

/// The fast way to cut a text against the clear one, and against itself under other circumstances.
@Suite struct EncodingScratchTests {
  /// Texts of few words, so that the cache is hit, and of all that makes the fast way give up.
  static func text(seed: UInt64, parts: Int) -> [UInt8] {
    var generator = SeededGenerator(seed: seed)
    let words = [
      "해치", "해치는", "옳고", "그름을", "가립니다", "나쁜", "말", "ab", "12", "ㅋㅋ", "각\u{11A8}", "e\u{301}", "ＡＢ",
      "①", "<구분>", "▁", "\u{3000}", "\t", "😀", "힣힣", "뷁", "…", "abcdefghijklmnopqrstuvw",
      "가나다라마바사아자차카타파하",
    ]
    var text: [UInt8] = []
    for _ in 0..<Int.random(in: 1...parts, using: &generator) {
      switch Int.random(in: 0..<10, using: &generator) {
      case 0: text.append(UInt8.random(in: 0...255, using: &generator))
      case 1...4: text += Array(repeating: 0x20, count: Int.random(in: 1...3, using: &generator))
      default: text += Array(words[Int.random(in: 0..<words.count, using: &generator)].utf8)
      }
    }
    return text
  }

  @Test(arguments: ["haechi.model", "sentencepiece-bpe.model", "unigram.model"])
  func theClearWayGivesTheSameIDsAndSpans(name: String) throws {
    let tokenizer = try Golden.tokenizer(name)
    let reference = ReferenceTokenizer(tokenizer)
    for seed in 0..<250 as Range<UInt64> {
      let text = AlignedText(utf8: Self.text(seed: seed, parts: 24))
      #expect(tokenizer.encode(text) == reference.encode(text), "seed \(seed)")
    }
  }

  @Test(arguments: [0, 1, 2, 3])
  func allWhitespaceRulesGiveTheSameIDsAndSpansAsTheClearWay(rules: Int) throws {
    for type in [SentencePieceModel.TrainerSpec.ModelType.bpe, .unigram] {
      var model = Sample.model(
        type,
        [
          Sample.piece("▁", -3), Sample.piece("▁▁", -2), Sample.piece("a▁b", -1), Sample.piece("a", -4),
          Sample.piece("b", -5), Sample.piece("a▁", -1.5), Sample.piece("▁해치", -2.5),
          Sample.piece("해치", -2.75), Sample.piece("해", -6), Sample.piece("치", -6.5),
        ], dummyPrefix: rules & 1 != 0, removesExtraWhitespace: rules & 2 != 0)
      for isSuffixed in [false, true] {
        model.trainer.treatsWhitespaceAsSuffix = isSuffixed
        let tokenizer = try Tokenizer(model: model)
        let reference = ReferenceTokenizer(tokenizer)
        var generator = SeededGenerator(seed: UInt64(rules))
        for _ in 0..<150 {
          let parts = ["a", "b", " ", "  ", "해치", "치", "▁", "x"]
          let text = AlignedText(
            (0..<12).map { _ in parts[Int.random(in: 0..<parts.count, using: &generator)] }.joined())
          #expect(tokenizer.encode(text) == reference.encode(text), "\(type) \(text.utf8)")
        }
      }
    }
  }

  @Test(arguments: ["haechi.model", "unigram.model"])
  func neitherCacheNorThreadsNorEarlierTextsChangeTheIDs(name: String) throws {
    let tokenizer = try Golden.tokenizer(name)
    let texts = (0..<200 as Range<UInt64>).map { Self.text(seed: $0, parts: 40) }
    let plain = TokenizerSession(tokenizer, cachedWords: 0)
    let expected = texts.map { plain.encode(utf8: $0) }
    for places in [1, 4, 1 << 12] {
      let session = TokenizerSession(tokenizer, cachedWords: places)
      for _ in 0..<2 { #expect(texts.map { session.encode(utf8: $0) } == expected) }
    }
    for threads in [1, 2, 7] { #expect(tokenizer.encodeBatch(texts, threads: threads) == expected) }
    #expect(texts.map { tokenizer.encodeIDs($0) } == expected)
    #expect(tokenizer.encodeBatch([], threads: 3).isEmpty)
  }

  @Test func aSessionAppendsIDsAndSpans() throws {
    let tokenizer = try Golden.tokenizer("haechi.model")
    let session = TokenizerSession(tokenizer)
    let text = Array("해치는 말".utf8)
    let whole = tokenizer.encode(AlignedText(utf8: text))
    var ids: [Int32] = [7]
    var encoding = Encoding()
    text.withUnsafeBufferPointer {
      session.encode(utf8: $0, into: &ids)
      session.encodeWithSpans(utf8: $0, into: &encoding)
    }
    #expect(ids == [7] + whole.ids)
    #expect(encoding == whole)
  }

  /// Two ways to cut "ab" differ by 2^-13: after a long line the sums are too coarse to tell them apart, and then
  /// the longer piece, which comes first, stays. A cache that forgot this would give the cut of a short line.
  @Test func aWordIsCutAsTheRoundingOfALongLineHasIt() throws {
    let tokenizer = try Tokenizer(
      model: Sample.model(
        .unigram,
        [
          Sample.piece("▁ab", -2.0001), Sample.piece("▁a", -1), Sample.piece("b", -1),
          Sample.piece("▁", -50), Sample.piece("a", -50), Sample.piece("▁c", -40), Sample.piece("c", -40),
        ], dummyPrefix: true))
    let reference = ReferenceTokenizer(tokenizer)
    let session = TokenizerSession(tokenizer)
    let word = Array("ab".utf8)
    #expect(session.encode(utf8: word) == reference.encode(AlignedText(utf8: word)).ids)
    var cuts: Set<[Int32]> = []
    for count in [1, 10, 100, 1000, 2400, 2600] {
      let line = Array((String(repeating: "c ", count: count) + "ab ab").utf8)
      let ids = session.encode(utf8: line)
      #expect(ids == reference.encode(AlignedText(utf8: line)).ids, "\(count)")
      cuts.insert(Array(ids.suffix(2)))
    }
    #expect(cuts.count > 1)
  }

  /// Texts whose pieces fall apart, are frozen, or are missing.
  @Test func wordModelsCutAtEverySpaceWhateverTheSuffixRule() throws {
    var model = Sample.model(.word, [Sample.piece("▁가", -1), Sample.piece("가", -2)], dummyPrefix: true)
    model.trainer.treatsWhitespaceAsSuffix = true
    #expect(try Tokenizer(model: model).pieces("가 가") == ["가", "▁가", "<unk>"])
  }
}
