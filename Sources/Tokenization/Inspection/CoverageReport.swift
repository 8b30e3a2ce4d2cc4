import Normalization

/// How well a tokenizer fits a text, Korean above all: what its pieces cost and what it loses.
///
/// Texts are added one by one; reports of parts add up to that of the whole. An empty report has shares of 0.
public struct CoverageReport: Sendable, Equatable {
  /// How many texts were added.
  public private(set) var texts = 0
  /// How many Unicode scalars they have.
  public private(set) var characters = 0
  /// How many bytes they have.
  public private(set) var bytes = 0
  /// How many pieces they were cut into.
  public private(set) var tokens = 0
  /// How many of these are bytes.
  public private(set) var byteTokens = 0
  /// How many of these are unknown.
  public private(set) var unknownTokens = 0
  /// Characters that unknown pieces stand for.
  public private(set) var unknownCharacters = 0
  /// Composed Hangul syllables.
  public private(set) var syllables = 0
  /// Syllables that several pieces share between them.
  public private(set) var cutSyllables = 0
  /// Words: what stands between white space.
  public private(set) var words = 0
  /// Words that are one piece.
  public private(set) var wholeWords = 0
  /// Texts that come back byte for byte from decoding.
  public private(set) var roundTrips = 0
  /// Pieces of the same texts decomposed (NFD).
  public private(set) var decomposedTokens = 0
  /// Texts whose ids stay the same when they are decomposed.
  public private(set) var decomposedEquals = 0

  /// An empty report.
  public init() {}

  /// Pieces a character.
  public var tokensPerCharacter: Double { Self.share(tokens, characters) }
  /// Bytes a piece.
  public var bytesPerToken: Double { Self.share(bytes, tokens) }
  /// The share of pieces that are bytes.
  public var byteShare: Double { Self.share(byteTokens, tokens) }
  /// The share of characters that are unknown.
  public var unknownShare: Double { Self.share(unknownCharacters, characters) }
  /// The share of Hangul syllables that several pieces share between them.
  public var cutSyllableShare: Double { Self.share(cutSyllables, syllables) }
  /// The share of words that are one piece.
  public var wholeWordShare: Double { Self.share(wholeWords, words) }
  /// The share of texts that come back byte for byte from decoding.
  public var roundTripShare: Double { Self.share(roundTrips, texts) }
  /// How many times the pieces the text takes when it is decomposed.
  public var decompositionPenalty: Double { Self.share(decomposedTokens, tokens) }
  /// The share of texts that have the same ids when they are decomposed.
  public var decomposedEqualShare: Double { Self.share(decomposedEquals, texts) }

  private static func share(_ part: Int, _ whole: Int) -> Double {
    whole == 0 ? 0 : Double(part) / Double(whole)
  }

  /// Adds `utf8` as `tokenizer` cuts it.
  ///
  /// Pieces that the tokenizer puts around any text (those of the empty text) do not count.
  public mutating func add(_ utf8: [UInt8], _ tokenizer: some TextTokenizer) {
    let text = AlignedText(utf8: utf8)
    let encoding = tokenizer.encode(text)
    let frame = tokenizer.encode(AlignedText("")).ids.count
    texts += 1
    bytes += utf8.count
    characters += UTF8Scalar.values(of: utf8).count
    tokens += max(0, encoding.ids.count - frame)
    if tokenizer.decodedBytes(encoding.ids) == utf8 { roundTrips += 1 }
    countKinds(encoding, of: utf8, tokenizer)
    countCuts(encoding, of: utf8)
    let decomposed = HuggingFaceNormalizer.form(.nfd).apply(to: text)
    let ids = decomposed.isUnchanged ? encoding.ids : tokenizer.encode(AlignedText(utf8: decomposed.utf8)).ids
    decomposedTokens += max(0, ids.count - frame)
    if ids == encoding.ids { decomposedEquals += 1 }
  }

  /// Adds what `other` counted.
  public mutating func add(_ other: CoverageReport) {
    for path in Self.counts { self[keyPath: path] += other[keyPath: path] }
  }

  private static var counts: [WritableKeyPath<CoverageReport, Int>] {
    [
      \.texts, \.characters, \.bytes, \.tokens, \.byteTokens, \.unknownTokens, \.unknownCharacters,
      \.syllables,
      \.cutSyllables, \.words, \.wholeWords, \.roundTrips, \.decomposedTokens, \.decomposedEquals,
    ]
  }

  private mutating func countKinds(
    _ encoding: Encoding, of utf8: [UInt8], _ tokenizer: some TextTokenizer
  ) {
    let unknown = tokenizer.unknownPieceID
    for (id, span) in zip(encoding.ids, encoding.spans) {
      if id == unknown {
        unknownTokens += 1
        unknownCharacters += UTF8Scalar.values(of: Array(utf8[span])).count
      } else if let spelling = tokenizer.spelling(of: id), tokenizer.isPartOfCharacter(spelling) {
        byteTokens += 1
      }
    }
  }

  /// A syllable is cut if more than one piece has a place in it; a word is whole if exactly one has, and no more.
  private mutating func countCuts(_ encoding: Encoding, of utf8: [UInt8]) {
    var pieces = [Int32](repeating: 0, count: utf8.count + 1)
    var starts = [Bool](repeating: false, count: utf8.count + 1)
    for span in encoding.spans where !span.isEmpty {
      pieces[span.lowerBound] += 1
      starts[span.lowerBound] = true
    }
    utf8.withUnsafeBufferPointer { bytes in
      var (offset, wordStart, wordPieces) = (0, -1, 0)
      func endWord() {
        if wordStart >= 0 {
          words += 1
          if wordPieces <= 1 { wholeWords += 1 }
        }
        (wordStart, wordPieces) = (-1, 0)
      }
      while offset < bytes.count {
        let scalar = UTF8Scalar(in: bytes, at: offset)
        let length = scalar?.length ?? 1
        let here = (offset..<offset + length).reduce(0) { $0 + Int(pieces[$1]) }
        if let scalar, Hangul.isSyllable(scalar.value) {
          syllables += 1
          if here > 1 { cutSyllables += 1 }
        }
        if let scalar, UnicodeClass.isSpace(scalar.value) {
          endWord()
          // A piece that begins with the space of a word is the word's.
          if here > 0, offset + length < bytes.count, !starts[offset + length] { wordPieces = here }
        } else {
          if wordStart < 0 { wordStart = offset }
          wordPieces += here
        }
        offset += length
      }
      endWord()
    }
  }
}

extension TextTokenizer {
  /// The id of the piece for what the vocabulary does not have.
  fileprivate var unknownPieceID: Int32? {
    if let tokenizer = self as? Tokenizer { return tokenizer.unknownID }
    return id(of: "[UNK]") ?? id(of: "<unk>")
  }

  /// Whether a piece holds a part of a character: a byte piece, or in a byte-level vocabulary bytes that are no UTF-8.
  fileprivate func isPartOfCharacter(_ spelling: [UInt8]) -> Bool {
    if SentencePieceModel.byte(named: spelling) != nil { return true }
    guard let file = self as? HuggingFaceTokenizer, case .byteLevel = file.decoder else { return false }
    return UTF8Validation.firstInvalidOffset(in: ByteAlphabet.unspelled(spelling)) != nil
  }
}
