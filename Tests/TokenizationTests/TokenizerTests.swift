import Normalization
import Testing

@testable import Tokenization

@Suite struct TokenizerTests {
  /// Text of syllables, jamo, Latin, digits, spaces, emoji and what else Unicode has; no `▁`, no U+FFFD.
  static func text(seed: UInt64) -> String {
    var generator = SeededGenerator(seed: seed)
    let ranges: [ClosedRange<UInt32>] = [
      0xAC00...0xD7A3, 0x3131...0x3163, 0x20...0x7E, 0x20...0x20, 0x30...0x39, 0x1F600...0x1F64F,
      0x1100...0x11FF,
      0x0...0x24FF, 0x2600...0xD7FF, 0xE000...0xFFFC, 0x10000...0x10FFFF,
    ]
    var scalars = String.UnicodeScalarView()
    for _ in 0..<Int.random(in: 1...60, using: &generator) {
      let range = ranges[Int.random(in: 0..<ranges.count, using: &generator)]
      let value = UInt32.random(in: range, using: &generator)
      if value != 0x2581, let scalar = Unicode.Scalar(value) { scalars.append(scalar) }
    }
    return String(scalars)
  }

  @Test(arguments: 0..<300 as Range<UInt64>)
  func decodingAnEncodingGivesTheText(seed: UInt64) throws {
    let tokenizer = try Golden.tokenizer("haechi.model")
    let text = Self.text(seed: seed)
    let encoding = tokenizer.encode(AlignedText(text))
    #expect(tokenizer.decodedBytes(encoding.ids) == Array(text.utf8))
  }

  @Test(arguments: 0..<300 as Range<UInt64>)
  func spansRiseAndCoverTheTextInWholeScalars(seed: UInt64) throws {
    let tokenizer = try Golden.tokenizer("haechi.model")
    let source = Array(Self.text(seed: seed).utf8)
    let encoding = tokenizer.encode(AlignedText(utf8: source))
    var covered = 0
    var last = 0..<0
    for span in encoding.spans {
      #expect(span.lowerBound >= last.lowerBound && span.upperBound >= last.upperBound)
      #expect(span.lowerBound <= covered)
      #expect(UTF8Validation.firstInvalidOffset(in: Array(source[span])) == nil)
      covered = max(covered, span.upperBound)
      last = span
    }
    #expect(covered == source.count)
  }

  @Test(arguments: [
    "해치는 옳고 그름을 가립니다. ㅋㅋ 12", "각각 나쁜 말 하지 마", "뚫훍뷁 뿡", "A가나1다 ㅏㅏ",
  ])
  func composedAndDecomposedTextGiveTheSameIDsAndEachItsOwnSpans(text: String) throws {
    let tokenizer = try Golden.tokenizer("haechi.model")
    let composed = AlignedText(text)
    let decomposed = AlignedText(utf8: try UnicodeForm.nfd.apply(to: composed).utf8)
    let short = tokenizer.encode(HangulForm.normalize(composed))
    let long = tokenizer.encode(HangulForm.normalize(decomposed))
    #expect(short.ids == long.ids)
    for (one, other) in zip(short.spans, long.spans) {
      let part = AlignedText(utf8: Array(composed.utf8[one]))
      #expect(try UnicodeForm.nfd.apply(to: part).utf8 == Array(decomposed.utf8[other]))
    }
  }

  @Test(arguments: 0..<200 as Range<UInt64>)
  func textOfAnyFormGivesThePiecesOfTheClearWay(seed: UInt64) throws {
    let tokenizer = try Golden.tokenizer(seed % 2 == 0 ? "haechi.model" : "unigram.model")
    let reference = ReferenceTokenizer(tokenizer)
    let raw = AlignedText(utf8: Array(Self.text(seed: seed).utf8) + (seed % 3 == 0 ? [0xFF, 0xEA] : []))
    for text in [raw, HangulForm.normalize(raw), try UnicodeForm.nfd.apply(to: raw)] {
      #expect(tokenizer.encode(text) == reference.encode(text))
    }
  }

  @Test func controlPiecesNeverComeFromText() throws {
    let tokenizer = try Golden.tokenizer("haechi.model")
    let control = try ["<s>", "</s>", "<|pred|>", "<|safe|>", "<unk>", "<0x41>"].map {
      try #require(tokenizer.id(of: $0))
    }
    let ids = tokenizer.encode(AlignedText("<s></s><|pred|> <|safe|><unk><0x41>")).ids
    #expect(Set(ids).isDisjoint(with: control))
    #expect(tokenizer.decode(ids) == "<s></s><|pred|> <|safe|><unk><0x41>")
  }

  @Test func controlPiecesAreSilentWhenDecoded() throws {
    let tokenizer = try Golden.tokenizer("haechi.model")
    let ids = tokenizer.encode(AlignedText("해치 가")).ids
    #expect(tokenizer.decode([1] + ids + [2, 3]) == "해치 가")
  }

  @Test func idsOutsideOfTheVocabularyAreReplacementCharacters() throws {
    let tokenizer = try Golden.tokenizer("haechi.model")
    #expect(tokenizer.decode([-1, Int32.max]) == "\u{FFFD}\u{FFFD}")
    #expect(tokenizer.decode([]) == "")
  }

  @Test func bytePiecesThatAreNoUTF8AreReplacementCharacters() throws {
    let tokenizer = try Golden.tokenizer("haechi.model")
    let ids = try ["<0xEA>", "<0xB0>", "<0x80>", "<0xEA>", "<0x41>", "<0xFF>"].map {
      try #require(tokenizer.id(of: $0))
    }
    #expect(tokenizer.decode(ids) == "가\u{FFFD}A\u{FFFD}")
  }

  @Test func eachBytePieceHasTheSpanOfItsCharacter() throws {
    let encoding = try Golden.tokenizer("haechi.model").encode(AlignedText("가\u{10348}"))
    #expect(encoding.spans.suffix(4) == Array(repeating: 3..<7, count: 4)[...])
  }

  @Test func theDummyPrefixHasAnEmptySpan() throws {
    let encoding = try Golden.tokenizer("haechi.model").encode(AlignedText("\u{10348}"))
    #expect(encoding.spans.first == 0..<0)
  }

  @Test func emptyTextHasNoPieces() throws {
    for name in ["haechi.model", "unigram.model"] {
      #expect(try Golden.tokenizer(name).encode(AlignedText("")) == Encoding())
    }
  }

  @Test func bpeJoinsTheBestScoreFirstAndTheLeftmostAmongEquals() throws {
    let tokenizer = try Tokenizer(
      model: Sample.model(
        .bpe,
        [
          Sample.piece("ab", 0), Sample.piece("aa", -1), Sample.piece("bc", -2), Sample.piece("a", -3),
          Sample.piece("b", -4), Sample.piece("c", -5),
        ]))
    #expect(tokenizer.pieces("abc") == ["ab", "c"])
    #expect(tokenizer.pieces("aaa") == ["aa", "a"])
    #expect(tokenizer.pieces("aab") == ["a", "ab"])
    #expect(tokenizer.pieces("cbc") == ["c", "bc"])
  }

  @Test func anUnusedPieceFallsApart() throws {
    let tokenizer = try Tokenizer(
      model: Sample.model(
        .bpe,
        [
          Sample.piece("ab", 0, .unused), Sample.piece("abc", -1), Sample.piece("a", -3),
          Sample.piece("b", -4),
          Sample.piece("c", -5),
        ]))
    #expect(tokenizer.pieces("ab") == ["a", "b"])
    #expect(tokenizer.pieces("abc") == ["abc"])
    #expect(tokenizer.pieces("abab") == ["a", "b", "a", "b"])
  }

  @Test func unigramTakesTheBestSumOfScores() throws {
    let tokenizer = try Tokenizer(
      model: Sample.model(
        .unigram,
        [
          Sample.piece("a", -1), Sample.piece("b", -1), Sample.piece("ab", -1.5), Sample.piece("bc", -0.5),
          Sample.piece("c", -3), Sample.piece("abc", -9, .unused),
        ]))
    #expect(tokenizer.pieces("ab") == ["ab"])
    #expect(tokenizer.pieces("abc") == ["a", "bc"])
  }

  @Test(arguments: [SentencePieceModel.TrainerSpec.ModelType.bpe, .unigram, .char])
  func neighbouringUnknownCharactersAreOnePiece(type: SentencePieceModel.TrainerSpec.ModelType) throws {
    let tokenizer = try Tokenizer(model: Sample.model(type, [Sample.piece("a", -1), Sample.piece("b", -1)]))
    let encoding = tokenizer.encode(AlignedText("a힣힣b힣"))
    #expect(encoding.ids == [3, 0, 4, 0])
    #expect(encoding.spans == [0..<1, 1..<7, 7..<8, 8..<11])
    #expect(tokenizer.decode(encoding.ids) == "a ⁇ b ⁇ ")
  }

  @Test func wordModelsTakeWholeWords() throws {
    let tokenizer = try Tokenizer(
      model: Sample.model(.word, [Sample.piece("▁가", -1), Sample.piece("▁나", -1)], dummyPrefix: true))
    #expect(tokenizer.pieces("가 나 다 가") == ["▁가", "▁나", "<unk>", "▁가"])
  }

  @Test(arguments: [SentencePieceModel.TrainerSpec.ModelType.bpe, .unigram, .char])
  func userDefinedPiecesAreAlwaysWhole(type: SentencePieceModel.TrainerSpec.ModelType) throws {
    let pieces = ["a", "b", "c"].map { Sample.piece($0, -1) }
    // Its bonus in the search is a tenth for each byte but one: enough against the negative scores of real models.
    let joined = type == .char ? [] : [Sample.piece("bc", type == .unigram ? -0.95 : 5)]
    let tokenizer = try Tokenizer(
      model: Sample.model(type, pieces + joined + [Sample.piece("ab", 0, .userDefined)]))
    #expect(tokenizer.pieces("abc") == ["ab", "c"])
  }

  @Test func extraSpacesGoWhereTheModelSaysSo() throws {
    let tokenizer = try Tokenizer(
      model: Sample.model(
        .char, [Sample.piece("▁", -1), Sample.piece("a", -1)], dummyPrefix: true, removesExtraWhitespace: true
      ))
    let encoding = tokenizer.encode(AlignedText("  a   a  "))
    #expect(encoding.ids == [3, 4, 3, 4])
    #expect(encoding.spans == [2..<2, 2..<3, 3..<4, 6..<7])
    #expect(tokenizer.encode(AlignedText("   ")).ids.isEmpty)
  }

  /// Quadratic merging or searching would take hours.
  @Test(arguments: ["haechi.model", "unigram.model"])
  func aLineOfOneCharacterIsCut(name: String) throws {
    let tokenizer = try Golden.tokenizer(name)
    for unit in ["ㅋ", "가", "x", " "] {
      let text = String(repeating: unit, count: 100_000)
      let encoding = tokenizer.encode(AlignedText(text))
      if name == "haechi.model" { #expect(tokenizer.decodedBytes(encoding.ids) == Array(text.utf8)) }
    }
  }

  @Test(
    arguments: [
      ([Sample.piece("", -1)], .emptyPiece(id: 3)),
      ([Sample.piece("a", -1), Sample.piece("a", -2)], .duplicatePiece(id: 4, firstID: 3)),
      ([Sample.piece("<s>", 0, .control)], .duplicatePiece(id: 3, firstID: 1)),
      ([Sample.piece("a", .nan)], .invalidScore(id: 3)),
      ([Sample.piece("<UNK>", 0, .unknown)], .unknownPieceCount(found: 2)),
      ([Sample.piece("<0x41>", 0, .byte)], .bytePieces(expected: 0, found: 1)),
      ([Sample.piece("0x41", 0, .byte)], .malformedBytePiece(id: 3)),
      ([Sample.piece("<0x+1>", 0, .byte)], .malformedBytePiece(id: 3)),
    ] as [([SentencePieceModel.Piece], TokenizationError)])
  func modelsThatCannotWorkAreRefused(pieces: [SentencePieceModel.Piece], error: TokenizationError) {
    #expect(throws: error) { try Tokenizer(model: Sample.model(.bpe, pieces)) }
  }
}
