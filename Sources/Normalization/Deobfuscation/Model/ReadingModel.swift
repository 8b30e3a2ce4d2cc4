import CLexiconData

/// What clean Korean looks like: a 4-gram model over ``ReadingSymbol`` with back-off, read where it lies.
///
/// Costs are negative natural logarithms of probabilities. `p(d|abc)` is stored for the n-grams that are worth
/// it; for the others it is `bow(abc) · p(d|bc)`, and so on down to the unigrams, which are dense. An n-gram is
/// found by a 16-bit fingerprint among the 24 of its line, a cache line; its cost is one of 16 levels of its kind.
/// An n-gram that is not stored is taken for a stored one with probability 24 in 2^16.
///
/// Layout, little endian: the magic `HRM2`, the line count (u32), zeros up to byte 64; five codebooks of 16 f32 (2-,
/// 3-, 4-gram costs, back-off of 2- and of 3-symbol contexts), unigram costs and unigram back-offs (f32 each, one for
/// every symbol), zeros up to a multiple of 64; the lines (see reading_line.h).
package struct ReadingModel: @unchecked Sendable {
  // Immutable after `init`: static data of the binary, or a buffer that is never freed. Plain pointers, so that
  // the decoder's loops count no references.
  private let unigrams: UnsafePointer<Float>
  private let unigramBackoffs: UnsafePointer<Float>
  private let codebooks: UnsafePointer<Float>
  private let lines: UnsafePointer<UInt8>
  private let lineCount: UInt64

  package enum Kind: Int, CaseIterable {
    case bigram, trigram, fourgram, backoff2, backoff3
  }

  static let magic: UInt32 = 0x324D_5248
  static let headerBytes = 64
  static let codebookBytes = Kind.allCases.count * 16 * 4

  /// The model inside the binary; nil when the package was built without one.
  package static let bundled: ReadingModel? = {
    let file = haechi_lexicon_readings()
    // SAFETY: the accessor gives static, 64-byte aligned, immortal bytes and their count.
    return ReadingModel(immortal: UnsafeRawBufferPointer(start: file.bytes, count: file.count))
  }()

  /// A model from a file's bytes, which are kept for the life of the process; nil if they are not one.
  package init?(_ bytes: [UInt8]) {
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: bytes.count, alignment: 64)
    buffer.copyBytes(from: bytes)
    // SAFETY: nothing else knows the buffer, and it is never freed.
    self.init(immortal: UnsafeRawBufferPointer(buffer))
  }

  private init?(immortal bytes: UnsafeRawBufferPointer) {
    guard bytes.count >= Self.headerBytes, let base = bytes.baseAddress,
      bytes.loadUnaligned(fromByteOffset: 0, as: UInt32.self) == Self.magic
    else { return nil }
    let count = bytes.loadUnaligned(fromByteOffset: 4, as: UInt32.self)
    guard count > 0, count < 1 << 24, bytes.count == Self.byteCount(lines: Int(count)) else { return nil }
    lineCount = UInt64(count)
    var offset = Self.headerBytes
    // SAFETY: the count above covers every part; parts are multiples of 8 bytes behind an aligned header.
    codebooks = (base + offset).assumingMemoryBound(to: Float.self)
    offset += Self.codebookBytes
    unigrams = (base + offset).assumingMemoryBound(to: Float.self)
    offset += Self.denseBytes
    unigramBackoffs = (base + offset).assumingMemoryBound(to: Float.self)
    offset += Self.denseBytes
    lines = (base + (offset + 63) / 64 * 64).assumingMemoryBound(to: UInt8.self)
  }

  static let lineBytes = 64
  static let lineSlots = Int(HAECHI_LINE_SLOTS)
  static let denseBytes = (ReadingSymbol.count * 4 + 7) / 8 * 8
  static let linesOffset = (headerBytes + codebookBytes + 2 * denseBytes + 63) / 64 * 64

  static func byteCount(lines: Int) -> Int { linesOffset + lines * lineBytes }

  // MARK: Lookup

  /// The key of an n-gram of a kind: its symbols, the last one lowest, and the kind on top.
  @inline(__always)
  static func key(_ symbols: UInt64, _ kind: Kind) -> UInt64 {
    symbols | UInt64(kind.rawValue + 1) << 58
  }

  @inline(__always)
  static func hash(_ key: UInt64) -> UInt64 {
    var x = key &* 0x9E37_79B9_7F4A_7C15
    x ^= x >> 29
    x = x &* 0xBF58_476D_1CE4_E5B9
    return x ^ (x >> 32)
  }

  @inline(__always)
  static func fingerprint(_ hash: UInt64) -> UInt64 {
    let value = hash >> 48
    return value == 0 ? 1 : value
  }

  /// The line of a hash, by multiplication instead of division.
  @inline(__always)
  static func line(_ hash: UInt64, count: UInt64) -> Int {
    Int(((hash & 0xFFFF_FFFF) &* count) >> 32)
  }

  /// The line for what found its own line full.
  @inline(__always)
  static func secondLine(_ hash: UInt64, count: UInt64) -> Int {
    Int(((hash >> 16 & 0xFFFF_FFFF) &* count) >> 32)
  }

  /// The level at which `key` is stored; -1 if it is not.
  @inline(__always)
  private func level(_ key: UInt64) -> Int {
    let hash = Self.hash(key)
    let fingerprint = UInt16(truncatingIfNeeded: Self.fingerprint(hash))
    // SAFETY: a line is below `lineCount`, and lines are 64-byte aligned like the bytes they lie in.
    let line = lines + Self.line(hash, count: lineCount) &* Self.lineBytes
    let level = haechi_reading_level(line, fingerprint)
    if level >= 0 || line[Self.overflowByte] == 0 { return Int(level) }
    return Int(
      haechi_reading_level(lines + Self.secondLine(hash, count: lineCount) &* Self.lineBytes, fingerprint))
  }

  /// Where a line says that some of its n-grams are in their second lines.
  static let overflowByte = 60

  @inline(__always)
  private func code(_ kind: Kind, _ level: Int) -> Float { codebooks[kind.rawValue &* 16 &+ level] }

  // MARK: Costs

  /// What came before: the last three symbols and the costs of backing off from them.
  package struct State: Sendable, Equatable {
    /// 14 bits a symbol, the latest lowest.
    package var symbols: UInt64
    var backoff3: Float
    var backoff2: Float
    var backoff1: Float
    /// Whether 4-grams and trigrams that begin with these symbols are stored.
    var has4: Bool
    var has3: Bool

    package var last: ReadingSymbol.ID { ReadingSymbol.ID(symbols & 0x3FFF) }
  }

  /// The state before the first symbol of a text.
  package var start: State { state(after: UInt64(ReadingSymbol.boundary)) }

  /// The state after `symbols`, of which the last three count.
  @inline(__always)
  package func state(after symbols: UInt64) -> State {
    let three = symbols & ((1 << 42) - 1)
    let two = symbols & ((1 << 28) - 1)
    let last = Int(symbols & 0x3FFF)
    var state = State(
      symbols: three, backoff3: 0, backoff2: 0, backoff1: unigramBackoffs[last], has4: false, has3: false)
    if three >> 28 != 0 {
      let level3 = level(Self.key(three, .backoff3))
      if level3 >= 0 {
        state.backoff3 = code(.backoff3, level3)
        state.has4 = true
      }
    }
    if two >> 14 != 0 {
      let level2 = level(Self.key(two, .backoff2))
      if level2 >= 0 {
        state.backoff2 = code(.backoff2, level2)
        state.has3 = true
      }
    }
    return state
  }

  @inline(__always)
  package func next(_ state: State, _ symbol: ReadingSymbol.ID) -> State {
    self.state(after: state.symbols << 14 | UInt64(symbol))
  }

  /// The cost of `symbol` after `state`.
  @inline(__always)
  package func cost(_ symbol: ReadingSymbol.ID, after state: State) -> Float {
    let all = state.symbols << 14 | UInt64(symbol)
    if state.has4 {
      let level4 = level(Self.key(all, .fourgram))
      if level4 >= 0 { return code(.fourgram, level4) }
    }
    var cost = state.backoff3
    if state.has3 {
      let level3 = level(Self.key(all & ((1 << 42) - 1), .trigram))
      if level3 >= 0 { return cost + code(.trigram, level3) }
    }
    cost += state.backoff2
    let level2 = level(Self.key(all & ((1 << 28) - 1), .bigram))
    if level2 >= 0 { return cost + code(.bigram, level2) }
    return cost + state.backoff1 + unigrams[Int(symbol)]
  }

  /// The cost of `symbol` out of any context.
  @inline(__always)
  package func cost(of symbol: ReadingSymbol.ID) -> Float { unigrams[Int(symbol)] }
}

extension ReadingModel.State {
  /// No state yet.
  static let none = ReadingModel.State(
    symbols: 0, backoff3: 0, backoff2: 0, backoff1: 0, has4: false, has3: false)
}
