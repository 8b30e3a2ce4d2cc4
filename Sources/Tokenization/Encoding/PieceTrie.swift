import Normalization

/// The pieces of a model, walked one character at a time.
///
/// A hash table holds all edges: from a node by a character to the next node. It is built in one pass without
/// sorting, and a Hangul syllable costs one lookup where a trie of bytes costs three. Nodes below
/// ``symbolCount`` are the pieces' first characters, or their last ones if the trie ``isReversed``.
struct PieceTrie: Sendable {
  /// An edge, 8 bytes: from the top the parent (22 bits), the character's number (19), the node at its end (22),
  /// and whether edges go on from there. 0 is no edge.
  ///
  /// Small edges matter more than anything else here: the table of 32,000 pieces has to stay in the cache of
  /// the core (measured: 16 bytes an edge cost a third of the speed).
  struct Edge: BitwiseCopyable, Sendable {
    fileprivate var bits: UInt64 = 0

    fileprivate init() {}

    fileprivate init(_ parent: UInt32, _ symbol: UInt32, child: UInt32) {
      bits = Self.key(parent, symbol) << 23 | UInt64(child) << 1
    }

    @inline(__always)
    fileprivate static func key(_ parent: UInt32, _ symbol: UInt32) -> UInt64 {
      UInt64(parent) << 19 | UInt64(symbol)
    }

    fileprivate var key: UInt64 { bits >> 23 }

    @inline(__always)
    var child: UInt32 { UInt32(truncatingIfNeeded: bits >> 1) & 0x3F_FFFF }

    @inline(__always)
    var hasChildren: Bool { bits & 1 != 0 }
  }

  static let maximumNodes = 1 << 22
  static let maximumSymbols = 1 << 19

  /// The characters that occur in pieces.
  let alphabet: ScalarTable
  /// How many characters there are, and one that stands for all others: 0.
  let symbolCount: Int
  /// Whether pieces are spelled from their ends to their beginnings.
  let isReversed: Bool
  /// The id of the piece that ends at a node; -1 for none.
  let ids: FrozenArray<Int32>
  /// The score of the piece that ends at a node; minus infinity if none does, or none that may be given out.
  let scores: FrozenArray<Float>
  /// Whether edges go on from a first character.
  private let hasChildren: FrozenArray<Bool>
  private let edges: FrozenArray<Edge>
  private let shift: UInt64

  /// Borrowed by loops.
  struct View: BitwiseCopyable {
    let ids: UnsafePointer<Int32>
    let scores: UnsafePointer<Float>
    let hasChildren: UnsafePointer<Bool>
    fileprivate let edges: UnsafePointer<Edge>
    fileprivate let shift: UInt64
    fileprivate let mask: Int

    /// The edge from `node` by `symbol`; nil if there is none.
    @inline(__always)
    func edge(from node: UInt32, by symbol: UInt32) -> Edge? {
      let key = Edge.key(node, symbol)
      var slot = PieceTrie.slot(key, shift)
      while true {
        // SAFETY: the slot is below the table's size, a power of two; the table is never full.
        let edge = edges[slot]
        // An empty slot has the key of the unknown character after itself: it is looked for first.
        if edge.bits == 0 { return nil }
        if edge.key == key { return edge }
        slot = (slot &+ 1) & mask
      }
    }
  }

  /// The trie for loops; valid as long as this value is.
  var view: View {
    View(
      ids: ids.base, scores: scores.base, hasChildren: hasChildren.base, edges: edges.base, shift: shift,
      mask: edges.count - 1)
  }

  /// Fibonacci hashing: the high bits of the product.
  @inline(__always)
  fileprivate static func slot(_ key: UInt64, _ shift: UInt64) -> Int {
    Int(truncatingIfNeeded: (key &* 0x9E37_79B9_7F4A_7C15) &>> shift)
  }

  /// The id of the piece with exactly these characters; nil if there is none.
  func id(of symbols: UnsafeBufferPointer<UInt32>) -> Int32? {
    isReversed ? id(ofPath: symbols.reversed()) : id(ofPath: symbols)
  }

  private func id(ofPath symbols: some Collection<UInt32>) -> Int32? {
    guard var node = symbols.first else { return nil }
    let view = view
    for symbol in symbols.dropFirst() {
      guard let edge = view.edge(from: node, by: symbol) else { return nil }
      node = edge.child
    }
    let id = ids[Int(node)]
    return id >= 0 ? id : nil
  }

  /// The longest piece that `symbols` begin with and `isWanted`: its length in characters and its id.
  func longestPrefix(
    of symbols: UnsafeBufferPointer<UInt32>, where isWanted: (Int32) -> Bool
  ) -> (length: Int, id: Int32)? {
    precondition(!isReversed, "prefixes are found forwards")
    guard var node = symbols.first else { return nil }
    let view = view
    var best: (length: Int, id: Int32)?
    for length in 1...symbols.count {
      if length > 1 {
        guard let edge = view.edge(from: node, by: symbols[length - 1]) else { break }
        node = edge.child
      }
      let id = view.ids[Int(node)]
      if id >= 0, isWanted(id) { best = (length, id) }
    }
    return best
  }
}

extension PieceTrie {
  /// A trie while it is filled: first all characters, then all pieces.
  struct Builder: ~Copyable {
    private var alphabet = ScalarTable.Builder()
    private(set) var symbols: [UInt32] = []
    /// Where the characters of piece `index` begin, and at last where they all end.
    private(set) var starts: [Int] = [0]
    private var pieces: [(id: Int32, score: Float)] = []

    /// The characters of the alphabet, by number.
    var scalars: [UInt32] { alphabet.scalars }

    init(pieceCount: Int) {
      symbols.reserveCapacity(pieceCount * 4)
      starts.reserveCapacity(pieceCount + 1)
      pieces.reserveCapacity(pieceCount)
    }

    /// Adds a piece, which must not be empty.
    mutating func append(_ bytes: UnsafeBufferPointer<UInt8>, id: Int32, score: Float) {
      var offset = 0
      while offset < bytes.count {
        let scalar = UTF8Scalar(in: bytes, at: offset)
        symbols.append(
          alphabet.number(of: scalar?.value ?? ScalarTable.malformed + UInt32(bytes[offset])))
        offset += scalar?.length ?? 1
      }
      starts.append(symbols.count)
      pieces.append((id, score))
    }

    /// The number of a character, which gets one if it has none.
    mutating func number(of scalar: UInt32) -> UInt32 { alphabet.number(of: scalar) }

    /// The trie. Throws if two pieces are spelled alike.
    func build(isReversed: Bool) throws(TokenizationError) -> PieceTrie {
      let symbolCount = alphabet.scalars.count
      guard symbolCount <= maximumSymbols else { throw .tooManyPieces(found: pieces.count) }
      var table = EdgeTable(capacity: pieces.count * 5 / 4)
      var hasChildren = [Bool](repeating: false, count: symbolCount)
      var ids = [Int32](repeating: -1, count: symbolCount)
      var scores = [Float](repeating: -.infinity, count: symbolCount)
      ids.reserveCapacity(symbolCount + pieces.count * 2)
      scores.reserveCapacity(symbolCount + pieces.count * 2)
      for index in pieces.indices {
        let (id, score) = pieces[index]
        let range = starts[index]..<starts[index + 1]
        guard ids.count + range.count <= maximumNodes else { throw .tooManyPieces(found: pieces.count) }
        table.reserve(range.count)
        var place = isReversed ? range.upperBound - 1 : range.lowerBound
        let step = isReversed ? -1 : 1
        var node = symbols[place]
        var slot = -1
        for _ in 1..<range.count {
          place += step
          let symbol = symbols[place]
          if slot < 0 { hasChildren[Int(node)] = true } else { table.markChildren(at: slot) }
          slot = table.insert(from: node, by: symbol, child: UInt32(ids.count))
          node = table[slot].child
          if Int(node) == ids.count {
            ids.append(-1)
            scores.append(-.infinity)
          }
        }
        guard ids[Int(node)] < 0 else {
          throw .duplicatePiece(id: Int(id), firstID: Int(ids[Int(node)]))
        }
        ids[Int(node)] = id
        scores[Int(node)] = score
      }
      return PieceTrie(
        alphabet: ScalarTable(alphabet), symbolCount: symbolCount, isReversed: isReversed,
        ids: FrozenArray(ids), scores: FrozenArray(scores), hasChildren: FrozenArray(hasChildren),
        edges: table.frozen(),
        shift: table.shift)
    }
  }

  /// Open addressing, at most 0.7 full.
  private struct EdgeTable: ~Copyable {
    private var edges: UnsafeMutableBufferPointer<Edge>
    private var count = 0
    private(set) var shift: UInt64 = 64

    init(capacity: Int) {
      edges = Self.empty(capacity, &shift)
    }

    deinit { edges.deallocate() }

    private static func empty(_ capacity: Int, _ shift: inout UInt64) -> UnsafeMutableBufferPointer<Edge> {
      var size = 16
      while size * 7 < capacity * 10 { size *= 2 }
      shift = 64 - UInt64(size.trailingZeroBitCount)
      let edges = UnsafeMutableBufferPointer<Edge>.allocate(capacity: size)
      edges.initialize(repeating: Edge())
      return edges
    }

    subscript(slot: Int) -> Edge { edges[slot] }

    /// Makes room for `more` edges, so that slots stay where they are until then.
    mutating func reserve(_ more: Int) {
      guard (count + more) * 10 > edges.count * 7 else { return }
      let old = edges
      edges = Self.empty(max(count + more, edges.count), &shift)
      for edge in old where edge.bits != 0 { edges[slot(edge.key)] = edge }
      old.deallocate()
    }

    /// The slot of the edge, or the empty one where it belongs.
    @inline(__always)
    private func slot(_ key: UInt64) -> Int {
      var slot = PieceTrie.slot(key, shift)
      while edges[slot].bits != 0, edges[slot].key != key { slot = (slot + 1) & (edges.count - 1) }
      return slot
    }

    mutating func insert(from node: UInt32, by symbol: UInt32, child: UInt32) -> Int {
      let slot = slot(Edge.key(node, symbol))
      if edges[slot].bits == 0 {
        edges[slot] = Edge(node, symbol, child: child)
        count += 1
      }
      return slot
    }

    mutating func markChildren(at slot: Int) { edges[slot].bits |= 1 }

    func frozen() -> FrozenArray<Edge> {
      FrozenArray(unsafeUninitializedCapacity: edges.count) { _ = $0.initialize(from: edges) }
    }
  }
}
