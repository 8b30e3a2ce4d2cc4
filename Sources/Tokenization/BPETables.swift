/// The symbol of each Unicode scalar: two lookups, pages of 256 scalars, one page shared by all that are empty.
struct ScalarTable: Sendable {
  private let pages: FrozenArray<Int32>
  private let symbols: FrozenArray<Int32>

  init(_ builder: Builder) {
    pages = FrozenArray(builder.pages)
    symbols = FrozenArray(builder.symbols)
  }

  /// The symbol of a scalar; -1 for none.
  @inline(__always)
  subscript(scalar: UInt32) -> Int32 { symbols[Int(pages[Int(scalar >> 8)]) << 8 | Int(scalar & 0xFF)] }

  /// A table while it is filled.
  struct Builder {
    fileprivate var pages = [Int32](repeating: 0, count: 0x1100)
    fileprivate var symbols = [Int32](repeating: -1, count: 256)

    subscript(scalar: UInt32) -> Int32 {
      get { symbols[Int(pages[Int(scalar >> 8)]) << 8 | Int(scalar & 0xFF)] }
      set {
        if pages[Int(scalar >> 8)] == 0 {
          pages[Int(scalar >> 8)] = Int32(symbols.count >> 8)
          symbols.append(contentsOf: repeatElement(-1, count: 256))
        }
        symbols[Int(pages[Int(scalar >> 8)]) << 8 | Int(scalar & 0xFF)] = newValue
      }
    }
  }
}

/// What two symbols join to: open addressing, 16 bytes an entry, at most half full.
struct JoinTable: Sendable {
  /// A piece and its score; the id is -1 where nothing joins.
  struct Join: BitwiseCopyable, Sendable {
    var id: Int32
    var score: Float

    static let none = Join(id: -1, score: 0)
  }

  private struct Entry: BitwiseCopyable, Sendable {
    var key: UInt64 = .max
    var join = Join.none
  }

  private let entries: FrozenArray<Entry>
  private let mask: Int

  init(_ builder: Builder) {
    var size = 16
    while size < builder.joins.count * 2 { size *= 2 }
    var entries = [Entry](repeating: Entry(), count: size)
    for (key, join) in builder.joins {
      var slot = Self.slot(of: key) & (size - 1)
      while entries[slot].join.id >= 0 { slot = (slot + 1) & (size - 1) }
      entries[slot] = Entry(key: key, join: join)
    }
    self.entries = FrozenArray(entries)
    mask = size - 1
  }

  /// What `left` and `right` join to; negative symbols join to nothing.
  @inline(__always)
  subscript(left: Int32, right: Int32) -> Join {
    guard left >= 0, right >= 0 else { return .none }
    let key = Self.key(left, right)
    var slot = Self.slot(of: key) & mask
    while true {
      let entry = entries[slot]
      if entry.key == key || entry.join.id < 0 { return entry.join }
      slot = (slot + 1) & mask
    }
  }

  /// Joins while they are collected. Two symbols spell one string, so no key comes twice.
  struct Builder {
    fileprivate var joins: [(key: UInt64, join: Join)] = []

    mutating func insert(_ left: Int32, _ right: Int32, id: Int32, score: Float) {
      joins.append((JoinTable.key(left, right), Join(id: id, score: score)))
    }
  }

  private static func key(_ left: Int32, _ right: Int32) -> UInt64 {
    UInt64(UInt32(bitPattern: left)) << 32 | UInt64(UInt32(bitPattern: right))
  }

  /// Fibonacci hashing: the high bits of the product.
  private static func slot(of key: UInt64) -> Int {
    Int(truncatingIfNeeded: (key &* 0x9E37_79B9_7F4A_7C15) >> 32)
  }
}

/// The pieces that keep their ids but are never given out: they fall apart into what they were joined from.
struct UnusedPieces: Sendable {
  private let lengths: FrozenArray<Int32>

  /// nil if the model has no unused piece.
  init?(_ model: SentencePieceModel) {
    guard model.pieces.contains(where: { $0.type == .unused }) else { return nil }
    // The length in bytes, negative for pieces in use.
    lengths = FrozenArray(
      model.pieces.map { Int32($0.type == .unused ? $0.bytes.count : -$0.bytes.count) })
  }

  /// Whether `symbol` is an unused piece.
  func contains(_ symbol: Int32) -> Bool { symbol >= 0 && symbol < lengths.count && lengths[Int(symbol)] > 0 }

  /// The parts of an unused piece, taken apart until they are in use or nothing is known of how they came.
  func parts(
    of symbol: Int32, _ range: Range<Int>, joins: [Int32: (left: Int32, right: Int32)]
  ) -> [(symbol: Int32, range: Range<Int>)] {
    var parts: [(symbol: Int32, range: Range<Int>)] = []
    var pending = [(symbol: symbol, range: range)]
    while let next = pending.popLast() {
      guard contains(next.symbol), let join = joins[next.symbol] else {
        parts.append(next)
        continue
      }
      let cut = cut(next.range, join)
      pending.append((join.right, cut..<next.range.upperBound))
      pending.append((join.left, next.range.lowerBound..<cut))
    }
    return parts
  }

  /// Where the left part ends: measured from whichever part is a piece.
  private func cut(_ range: Range<Int>, _ join: (left: Int32, right: Int32)) -> Int {
    if join.left < lengths.count { return range.lowerBound + Int(abs(lengths[Int(join.left)])) }
    if join.right < lengths.count { return range.upperBound - Int(abs(lengths[Int(join.right)])) }
    return range.lowerBound
  }
}
