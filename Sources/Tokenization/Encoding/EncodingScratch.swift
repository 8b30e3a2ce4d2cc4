import Normalization

/// The memory of one encoding after the other, and what comes out of the latest one.
///
/// Owned by one task at a time. A text is read word by word: a word of plain characters is looked up in the
/// cache by its bytes, all others are prepared character by character and cut by the model's segmenter.
struct EncodingScratch: ~Copyable {
  /// A piece: its id, -1 if it is unknown, and where it ends in the characters.
  struct Token: BitwiseCopyable {
    var id: Int32
    var end: Int32
  }

  /// The pieces of the latest text.
  var ids = ScratchBuffer<Int32>(capacity: 256)
  /// Their places in the text, if they were asked for.
  var spans = ScratchBuffer<Range<Int>>(capacity: 1)

  /// The prepared characters that are not yet cut: their symbols, themselves, and their places in the text.
  var symbols = ScratchBuffer<UInt32>(capacity: 256)
  var scalars = ScratchBuffer<UInt32>(capacity: 256)
  var sources = ScratchBuffer<Range<Int>>(capacity: 1)

  var tokens = ScratchBuffer<Token>(capacity: 64)
  var unigram = UnigramSegmenter()
  var bpe = BPESegmenter()
  var cache: WordCache
  var wantsSpans = false
  /// Whether the latest piece is the unknown one, which a next unknown character joins.
  var endsUnknown = false

  /// Scratch memory for `tables`; with `cachePlaces` 0 no word is kept.
  init(for tables: EncodingTables, cachePlaces: Int = 1 << 15) {
    let isCacheable = tables.cutsAtSpaces && (tables.segmenter == .bpe || tables.segmenter == .unigram)
    cache = WordCache(places: isCacheable ? cachePlaces : 0, isWide: tables.hasByteFallback)
  }

  /// Cuts `text`; ``ids`` and, if wanted, ``spans`` are the pieces of it and only of it.
  mutating func encode(
    _ text: UnsafeBufferPointer<UInt8>, _ tables: EncodingTables, wantsSpans: Bool
  ) {
    precondition(text.count < Int(Int32.max) / 2, "texts of less than 1 GiB")
    (ids.count, spans.count, symbols.count, scalars.count, sources.count) = (0, 0, 0, 0, 0)
    (self.wantsSpans, endsUnknown, unigram.score) = (wantsSpans, false, 0)
    bpe.beginText()
    guard !text.isEmpty else { return }
    reserveCharacters(text.count + 2)
    ids.reserve(text.count / 3 + 16)
    withExtendedLifetime(tables) {
      var reader = TextReader(text: text, view: tables.view)
      reader.read(into: &self)
    }
  }

  /// Makes room for `total` characters in all.
  mutating func reserveCharacters(_ total: Int) {
    symbols.reserve(total)
    scalars.reserve(total)
    if wantsSpans { sources.reserve(total) }
  }

  /// Adds a prepared character; there must be room for it.
  @inline(__always)
  mutating func push(_ scalar: UInt32, symbol: UInt32, from source: Range<Int>) {
    symbols.push(symbol)
    scalars.push(scalar)
    if wantsSpans { sources.push(source) }
  }

  /// Takes back the last prepared character.
  mutating func popCharacter() {
    symbols.count -= 1
    scalars.count -= 1
    if wantsSpans { sources.count -= 1 }
  }

  /// Cuts the characters that wait, and adds their pieces.
  mutating func flush(_ view: EncodingTables.View) {
    guard symbols.count > 0 else { return }
    tokens.count = 0
    // SAFETY: the symbols are those just counted.
    let waiting = UnsafeBufferPointer(start: symbols.base, count: symbols.count)
    switch view.segmenter {
    case .unigram: unigram.segment(waiting, view, into: &tokens)
    case .bpe: if let pairs = view.pairs { bpe.segment(waiting, view, pairs, into: &tokens) }
    case .words: segmentWords(waiting, view.tables)
    case .characters: segmentCharacters(waiting, view.tables)
    }
    emit(view)
    (symbols.count, scalars.count, sources.count) = (0, 0, 0)
  }

  /// A piece for each word; a word begins with its `▁`. Source: `SplitIntoWords` in `model_interface.cc`.
  private mutating func segmentWords(_ waiting: UnsafeBufferPointer<UInt32>, _ tables: EncodingTables) {
    var start = 0
    for end in 1...waiting.count where end == waiting.count || scalars.base[end] == 0x2581 {
      appendPiece(waiting[start..<end], end: end, tables)
      start = end
    }
  }

  /// A piece for each character, or for a user-defined piece.
  private mutating func segmentCharacters(
    _ waiting: UnsafeBufferPointer<UInt32>, _ tables: EncodingTables
  ) {
    var start = 0
    while start < waiting.count {
      var length = 1
      if tables.beginsUserDefined.count > 0, tables.beginsUserDefined[Int(waiting[start])],
        let match = tables.userDefinedPrefix(of: waiting, at: start)
      {
        length = match.length
      }
      appendPiece(waiting[start..<start + length], end: start + length, tables)
      start += length
    }
  }

  /// The piece that is all of `symbols`, or the unknown one.
  private mutating func appendPiece(
    _ symbols: Slice<UnsafeBufferPointer<UInt32>>, end: Int, _ tables: EncodingTables
  ) {
    let id = tables.vocabulary.trie.id(of: UnsafeBufferPointer(rebasing: symbols))
    let isInUse = id.map { tables.vocabulary.types[Int($0)] != .unused } ?? false
    tokens.append(Token(id: isInUse ? id ?? -1 : -1, end: Int32(truncatingIfNeeded: end)))
  }

  /// Adds the pieces of ``tokens``: unknown ones become bytes, or one id for a run of them.
  private mutating func emit(_ view: EncodingTables.View) {
    ids.reserve(ids.count + tokens.count)
    if wantsSpans { spans.reserve(spans.count + tokens.count) }
    var start = 0
    for index in 0..<tokens.count {
      let token = tokens.base[index]
      let end = Int(token.end)
      if token.id >= 0 {
        // There is room: an earlier piece that needs more makes it for itself and for all behind it.
        ids.push(token.id)
        if wantsSpans { spans.append(source(of: start..<end)) }
        endsUnknown = false
      } else if view.hasByteFallback {
        emitBytes(of: start..<end, view)
        endsUnknown = false
      } else {
        emitUnknown(start..<end, view)
      }
      start = end
    }
  }

  /// Where characters came from.
  private func source(of range: Range<Int>) -> Range<Int> {
    sources.base[range.lowerBound].lowerBound..<sources.base[range.upperBound - 1].upperBound
  }

  private mutating func emitUnknown(_ range: Range<Int>, _ view: EncodingTables.View) {
    if endsUnknown {
      if wantsSpans {
        let last = spans.base[spans.count - 1]
        spans.base[spans.count - 1] =
          last.lowerBound..<max(last.upperBound, source(of: range).upperBound)
      }
    } else {
      ids.append(view.tables.vocabulary.unknownID)
      if wantsSpans { spans.append(source(of: range)) }
    }
    endsUnknown = true
  }

  /// One piece a byte, each with the place of its whole character.
  private mutating func emitBytes(of range: Range<Int>, _ view: EncodingTables.View) {
    for index in range {
      let scalar = scalars.base[index]
      let length = Self.utf8Length(scalar)
      ids.reserve(ids.count + length + tokens.count)
      for place in 0..<length { ids.push(view.byteIDs[Int(Self.byte(place, of: scalar, length: length))]) }
      guard wantsSpans else { continue }
      for _ in 0..<length { spans.append(sources.base[index]) }
    }
  }

  @inline(__always)
  private static func utf8Length(_ scalar: UInt32) -> Int {
    scalar < 0x80 || scalar >= ScalarTable.malformed ? 1 : scalar < 0x800 ? 2 : scalar < 0x10000 ? 3 : 4
  }

  /// Byte `place` of the UTF-8 of `scalar`; a byte that is no part of UTF-8 is itself.
  @inline(__always)
  private static func byte(_ place: Int, of scalar: UInt32, length: Int) -> UInt8 {
    guard length > 1 else { return UInt8(truncatingIfNeeded: scalar) }
    let bits = scalar >> UInt32(6 * (length - 1 - place))
    if place > 0 { return UInt8(truncatingIfNeeded: bits & 0x3F | 0x80) }
    return UInt8(truncatingIfNeeded: bits | (length == 2 ? 0xC0 : length == 3 ? 0xE0 : 0xF0))
  }
}
