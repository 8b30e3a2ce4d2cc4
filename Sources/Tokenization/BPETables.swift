/// Which neighbours join in byte pair encoding, and to what.
///
/// The parts of a text are numbers. Pieces of several characters come first, in the order in which they are
/// joined, best first; behind them the single characters, and the user-defined pieces, which never join. So a
/// number is also a rank, and a join is one lookup of 8 bytes.
final class BPETables: Sendable {
  /// The number of the character that is in no piece.
  static let none: UInt32 = 1 << 21 - 1

  /// By symbol: the number of the character.
  let characters: FrozenArray<UInt32>
  /// By number: the id of the piece; -1 for a character that only occurs inside of pieces.
  let ids: FrozenArray<Int32>
  /// By id: the number of a user-defined piece. Empty if there are none.
  let userDefined: FrozenArray<UInt32>
  /// Numbers of pieces with equal scores, which join leftmost first, to the first of them. Empty if there are
  /// none such.
  let ranks: FrozenArray<UInt32>
  /// Whether some piece is kept for its id and never given out.
  let hasUnused: Bool
  /// One join: a mark that the slot is in use, left, right, and what comes out; 1, 21, 21 and 21 bits.
  private let joins: FrozenArray<UInt64>
  private let shift: UInt64

  /// Borrowed by loops.
  struct View: BitwiseCopyable {
    let characters: UnsafePointer<UInt32>
    let ids: UnsafePointer<Int32>
    let userDefined: UnsafePointer<UInt32>
    let hasUnused: Bool
    /// nil if no two pieces have the same score.
    let ranks: UnsafePointer<UInt32>?
    fileprivate let joins: UnsafePointer<UInt64>
    fileprivate let shift: UInt64
    fileprivate let mask: Int

    /// What `left` and `right` join to; ``BPETables/none`` if they do not.
    @inline(__always)
    func join(_ left: UInt32, _ right: UInt32) -> UInt32 {
      let key = BPETables.key(left, right)
      var slot = BPETables.slot(key, shift)
      while true {
        // SAFETY: the slot is below the table's size, a power of two; the table is never full.
        let entry = joins[slot]
        let isFound = entry &>> 21 == key
        // Whether two parts join is hard to foretell: one branch for both, as few slots are taken by others.
        if isFound || entry == 0 {
          return isFound ? UInt32(truncatingIfNeeded: entry) & 0x1F_FFFF : BPETables.none
        }
        slot = (slot &+ 1) & mask
      }
    }

    /// The rank of a join: its number, or that of the first piece with an equal score.
    @inline(__always)
    func rank(_ join: UInt32) -> UInt32 {
      guard let ranks, join != BPETables.none else { return join }
      return ranks[Int(join)]
    }
  }

  /// The joins for loops; valid as long as this value is.
  var view: View {
    View(
      characters: characters.base, ids: ids.base, userDefined: userDefined.base, hasUnused: hasUnused,
      ranks: ranks.count == 0 ? nil : ranks.base,
      joins: joins.base, shift: shift, mask: joins.count - 1)
  }

  @inline(__always)
  private static func key(_ left: UInt32, _ right: UInt32) -> UInt64 {
    1 << 42 | UInt64(left) << 21 | UInt64(right)
  }

  /// Fibonacci hashing: the high bits of the product.
  @inline(__always)
  private static func slot(_ key: UInt64, _ shift: UInt64) -> Int {
    Int(truncatingIfNeeded: (key &* 0x9E37_79B9_7F4A_7C15) &>> shift)
  }

  init(
    _ model: SentencePieceModel, _ vocabulary: Vocabulary, _ spellings: borrowing Vocabulary.Spellings
  ) throws(TokenizationError) {
    let symbolCount = vocabulary.trie.symbolCount
    let order = Order(model, spellings)
    let longCount = order.ids.count
    var ids = order.ids
    for symbol in 0..<symbolCount {
      ids.append(symbol == 0 ? -1 : vocabulary.trie.ids[symbol])
    }
    var userDefined: [UInt32] = []
    if vocabulary.userDefined != nil {
      userDefined = [UInt32](repeating: Self.none, count: model.pieces.count)
      for id in spellings.ids where vocabulary.types[Int(id)] == .userDefined {
        userDefined[Int(id)] = UInt32(ids.count)
        ids.append(id)
      }
    }
    guard ids.count < Int(Self.none) else { throw .tooManyPieces(found: model.pieces.count) }
    characters = FrozenArray(
      (0..<symbolCount).map { $0 == 0 ? Self.none : UInt32(longCount + $0) })
    var numbers = [UInt32](repeating: Self.none, count: model.pieces.count)
    for (number, id) in order.ids.enumerated() { numbers[Int(id)] = UInt32(number) }
    self.ids = FrozenArray(ids)
    self.userDefined = FrozenArray(userDefined)
    ranks = FrozenArray(order.ranks)
    let types = vocabulary.types
    hasUnused = spellings.ids.contains { types[Int($0)] == .unused }
    let found = Joins(vocabulary, spellings, numbers: numbers, characters: longCount)
    var size = 16
    while size < found.joins.count * 2 { size *= 2 }
    let shift = 64 - UInt64(size.trailingZeroBitCount)
    self.shift = shift
    joins = FrozenArray(unsafeUninitializedCapacity: size) { table in
      table.initialize(repeating: 0)
      for (key, result) in found.joins {
        var slot = Self.slot(key, shift)
        while table[slot] != 0 { slot = (slot + 1) & (size - 1) }
        table[slot] = key << 21 | UInt64(result)
      }
    }
  }

  /// The pieces of several characters, best first.
  private struct Order {
    var ids: [Int32] = []
    var ranks: [UInt32] = []

    init(_ model: SentencePieceModel, _ spellings: borrowing Vocabulary.Spellings) {
      // The order of SentencePiece's comparison of scores by their bits, in which -0 comes behind 0.
      var keys: [UInt64] = []
      keys.reserveCapacity(spellings.ids.count)
      for place in spellings.ids.indices
      where spellings.trie.starts[place + 1] - spellings.trie.starts[place] > 1 {
        let id = spellings.ids[place]
        let bits = model.pieces[Int(id)].score.bitPattern
        let descending = bits >> 31 == 0 ? 0x7FFF_FFFF - bits : bits
        keys.append(UInt64(descending) << 32 | UInt64(UInt32(bitPattern: id)))
      }
      let isSorted = zip(keys, keys.dropFirst()).allSatisfy { $0 <= $1 }
      if !isSorted { keys.sort() }
      ids = keys.map { Int32(truncatingIfNeeded: $0) }
      if zip(keys, keys.dropFirst()).contains(where: { $0 >> 32 == $1 >> 32 }) {
        var first: UInt32 = 0
        for number in keys.indices {
          if number > 0, keys[number] >> 32 != keys[number - 1] >> 32 { first = UInt32(number) }
          ranks.append(first)
        }
      }
    }
  }

  /// All pairs of parts that together are a piece.
  private struct Joins {
    var joins: [(key: UInt64, result: UInt32)] = []

    init(
      _ vocabulary: Vocabulary, _ spellings: borrowing Vocabulary.Spellings, numbers: [UInt32],
      characters: Int
    ) {
      let trie = vocabulary.trie.view
      joins.reserveCapacity(numbers.count * 2)
      var lefts: [UInt32] = []
      for place in spellings.ids.indices {
        let begin = spellings.trie.starts[place]
        let end = spellings.trie.starts[place + 1]
        guard end - begin > 1 else { continue }
        let result = numbers[Int(spellings.ids[place])]
        spellings.trie.symbols.withUnsafeBufferPointer { symbols in
          // What the piece begins with, up to each place in it.
          lefts.removeAll(keepingCapacity: true)
          lefts.append(UInt32(characters) + symbols[begin])
          var node = symbols[begin]
          for index in begin + 1..<end - 1 {
            guard let edge = trie.edge(from: node, by: symbols[index]) else { break }
            node = edge.child
            let id = trie.ids[Int(node)]
            lefts.append(id >= 0 ? numbers[Int(id)] : BPETables.none)
          }
          for index in begin + 1..<end where lefts[index - begin - 1] != BPETables.none {
            let right = Self.part(symbols, index..<end, trie, numbers, characters)
            if right != BPETables.none {
              joins.append((BPETables.key(lefts[index - begin - 1], right), result))
            }
          }
        }
      }
    }

    /// The number of the part that is exactly `range` of `symbols`.
    @inline(__always)
    private static func part(
      _ symbols: UnsafeBufferPointer<UInt32>, _ range: Range<Int>, _ trie: PieceTrie.View,
      _ numbers: [UInt32], _ characters: Int
    ) -> UInt32 {
      var node = symbols[range.lowerBound]
      if range.count == 1 { return UInt32(characters) + node }
      for index in range.dropFirst() {
        guard let edge = trie.edge(from: node, by: symbols[index]) else { return BPETables.none }
        node = edge.child
      }
      let id = trie.ids[Int(node)]
      return id >= 0 ? numbers[Int(id)] : BPETables.none
    }
  }
}
