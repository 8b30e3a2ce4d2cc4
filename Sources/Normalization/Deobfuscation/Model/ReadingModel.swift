import CLexiconData

/// What clean Korean looks like: a 4-gram model over ``ReadingSymbol`` with back-off, read where it lies.
///
/// Costs are negative natural logarithms of probabilities. `p(d|abc)` is stored for the n-grams that are worth
/// it; for the others it is `bow(abc) · p(d|bc)`, and so on down to the unigrams, which are dense. An n-gram is
/// found by a 16-bit fingerprint in one of two buckets of eight; its cost is one of 16 levels of its kind. An
/// n-gram that is not stored is taken for a stored one with probability 2^-12.
///
/// Layout, little endian: the magic `HRM1`, log2 of the bucket count (u32), five codebooks of 16 f32 (2-, 3-,
/// 4-gram costs, back-off of 2- and of 3-symbol contexts), unigram costs and unigram back-offs (f32 each, one
/// for every symbol), the fingerprints (8 u16 a bucket), the levels (a nibble a slot).
package struct ReadingModel: @unchecked Sendable {
  // Immutable after `init`: the bytes are static data of the binary, or owned by `owner`.
  private let owner: [UInt8]?
  private let unigrams: UnsafePointer<Float>
  private let unigramBackoffs: UnsafePointer<Float>
  private let codebooks: UnsafePointer<Float>
  private let fingerprints: UnsafePointer<UInt64>
  private let levels: UnsafePointer<UInt8>
  private let mask: UInt64

  package enum Kind: Int, CaseIterable {
    case bigram, trigram, fourgram, backoff2, backoff3
  }

  static let magic: UInt32 = 0x314D_5248
  static let headerBytes = 64
  static let codebookBytes = Kind.allCases.count * 16 * 4

  /// The model inside the binary; nil when the package was built without one.
  package static let bundled: ReadingModel? = {
    let file = haechi_lexicon_readings()
    // SAFETY: the accessor gives static, 64-byte aligned, immortal bytes and their count.
    return ReadingModel(bytes: UnsafeRawBufferPointer(start: file.bytes, count: file.count), owner: nil)
  }()

  /// A model from a file's bytes; nil if they are not one.
  package init?(_ bytes: [UInt8]) {
    // The array's buffer lives as long as `owner`, and is not mutated.
    let kept = bytes
    guard
      let model = kept.withUnsafeBytes({ ReadingModel(bytes: $0, owner: kept) })
    else { return nil }
    self = model
  }

  private init?(bytes: UnsafeRawBufferPointer, owner: [UInt8]?) {
    guard bytes.count >= Self.headerBytes, let base = bytes.baseAddress,
      bytes.loadUnaligned(fromByteOffset: 0, as: UInt32.self) == Self.magic
    else { return nil }
    let log2 = bytes.loadUnaligned(fromByteOffset: 4, as: UInt32.self)
    guard log2 < 24, bytes.count == Self.byteCount(log2Buckets: Int(log2)) else { return nil }
    self.owner = owner
    mask = (1 << UInt64(log2)) - 1
    var offset = Self.headerBytes
    // SAFETY: the count above covers every part; parts are multiples of 8 bytes behind an aligned header.
    codebooks = (base + offset).assumingMemoryBound(to: Float.self)
    offset += Self.codebookBytes
    unigrams = (base + offset).assumingMemoryBound(to: Float.self)
    offset += Self.denseBytes
    unigramBackoffs = (base + offset).assumingMemoryBound(to: Float.self)
    offset += Self.denseBytes
    fingerprints = (base + offset).assumingMemoryBound(to: UInt64.self)
    offset += 16 << Int(log2)
    levels = (base + offset).assumingMemoryBound(to: UInt8.self)
  }

  static let denseBytes = (ReadingSymbol.count * 4 + 7) / 8 * 8

  static func byteCount(log2Buckets: Int) -> Int {
    headerBytes + codebookBytes + 2 * denseBytes + (16 + 4) << log2Buckets
  }

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

  @inline(__always)
  static func buckets(_ hash: UInt64, mask: UInt64) -> (UInt64, UInt64) {
    (hash & mask, (hash >> 24) & mask)
  }

  /// The level at which `key` is stored; -1 if it is not.
  @inline(__always)
  private func level(_ key: UInt64) -> Int {
    let hash = Self.hash(key)
    let pattern = Self.fingerprint(hash) &* 0x0001_0001_0001_0001
    let (first, second) = Self.buckets(hash, mask: mask)
    let slot = find(pattern, first)
    if slot >= 0 { return nibble(slot) }
    let other = find(pattern, second)
    return other >= 0 ? nibble(other) : -1
  }

  @inline(__always)
  private func find(_ pattern: UInt64, _ bucket: UInt64) -> Int {
    // SAFETY: `bucket` is masked below the bucket count; a bucket is two words.
    let low = Self.match(fingerprints[Int(bucket) &* 2] ^ pattern)
    if low != 0 { return Int(bucket) &* 8 &+ low.trailingZeroBitCount / 16 }
    let high = Self.match(fingerprints[Int(bucket) &* 2 &+ 1] ^ pattern)
    return high != 0 ? Int(bucket) &* 8 &+ 4 &+ high.trailingZeroBitCount / 16 : -1
  }

  /// The top bit of every zero lane of `x`, exact for the lowest one.
  @inline(__always)
  private static func match(_ x: UInt64) -> UInt64 {
    (x &- 0x0001_0001_0001_0001) & ~x & 0x8000_8000_8000_8000
  }

  @inline(__always)
  private func nibble(_ slot: Int) -> Int {
    // SAFETY: there is a nibble for every slot.
    Int(levels[slot >> 1] >> UInt8((slot & 1) * 4) & 15)
  }

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
    var state = State(symbols: three, backoff3: 0, backoff2: 0, backoff1: unigramBackoffs[last])
    if three >> 28 != 0 {
      let level3 = level(Self.key(three, .backoff3))
      if level3 >= 0 { state.backoff3 = code(.backoff3, level3) }
    }
    if two >> 14 != 0 {
      let level2 = level(Self.key(two, .backoff2))
      if level2 >= 0 { state.backoff2 = code(.backoff2, level2) }
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
    if state.symbols >> 28 != 0 {
      let level4 = level(Self.key(all, .fourgram))
      if level4 >= 0 { return code(.fourgram, level4) }
    }
    var cost = state.backoff3
    if state.symbols >> 14 & 0x3FFF != 0 {
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
  static let none = ReadingModel.State(symbols: 0, backoff3: 0, backoff2: 0, backoff1: 0)
}
