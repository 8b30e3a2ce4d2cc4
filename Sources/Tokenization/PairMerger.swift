import Normalization

/// The state of a training: every word as a run of symbols, every pair of neighbours with its count.
///
/// A merge touches only the words that hold the pair and, in them, only the pairs beside it. Counts go down or
/// belong to pairs with the new symbol, so a heap of old counts still has the best pair on top once stale
/// entries are put back with their true count.
struct PairMerger {
  private struct Symbol {
    var bytes: [UInt8]
    var characters: [PieceRules.Character]
  }

  private struct Pair {
    var left: Int32
    var right: Int32
    var count: Int
    /// The last node of the list of words in which the pair was seen; -1 for none.
    var words: Int32 = -1
    var isMerged = false
  }

  private let rules: PieceRules
  private var symbols: [Symbol] = []
  /// The symbols of all words, one after the other; -1 for a character without a piece.
  private var sequence: [Int32] = []
  private var starts: [Int] = []
  private var lengths: [Int32] = []
  private let weights: [Int]

  private var pairs: [Pair] = []
  private var pairIndex = PairTable()
  /// Lists of words, newest first: a word and the node behind it.
  private var nodes: [(word: Int32, next: Int32)] = []
  private var heap = MergeHeap()
  private var taken: Set<[UInt8]>

  init(words: WordTable, alphabet: Alphabet, rules: PieceRules, taken: Set<[UInt8]>) {
    self.rules = rules
    self.taken = taken
    self.weights = words.counts
    var ids: [UInt32: Int32] = [:]
    for scalar in alphabet.characters {
      ids[scalar] = Int32(symbols.count)
      symbols.append(Symbol(bytes: UTF8Scalar.bytes(of: scalar), characters: [PieceRules.Character(scalar)]))
    }
    for word in 0..<words.count {
      starts.append(sequence.count)
      for scalar in UTF8Scalar.values(of: Array(words.bytes(word))) { sequence.append(ids[scalar] ?? -1) }
      lengths.append(Int32(sequence.count - starts[word]))
      for position in starts[word]..<max(starts[word], sequence.count - 1) {
        count(sequence[position], sequence[position + 1], in: word, by: weights[word])
      }
    }
    for index in pairs.indices { push(Int32(index)) }
  }

  /// Merges the best pair everywhere and returns its bytes; nil if no pair is left.
  mutating func mergeNext() -> [UInt8]? {
    while let entry = heap.popFirst() {
      let pair = pairs[Int(entry.pair)]
      if pair.count < entry.count {
        push(entry.pair)
        continue
      }
      pairs[Int(entry.pair)].isMerged = true
      let bytes = symbols[Int(pair.left)].bytes + symbols[Int(pair.right)].bytes
      // The same string can be found by two ways; the second does not merge, as in SentencePiece.
      guard taken.insert(bytes).inserted else { continue }
      merge(pair, into: bytes)
      return bytes
    }
    return nil
  }

  private mutating func merge(_ pair: Pair, into bytes: [UInt8]) {
    let symbol = Int32(symbols.count)
    symbols.append(
      Symbol(
        bytes: bytes,
        characters: symbols[Int(pair.left)].characters + symbols[Int(pair.right)].characters))
    let known = pairs.count
    var node = pair.words
    while node >= 0 {
      merge(pair, into: symbol, word: Int(nodes[Int(node)].word))
      node = nodes[Int(node)].next
    }
    for index in known..<pairs.count { push(Int32(index)) }
  }

  private mutating func merge(_ pair: Pair, into symbol: Int32, word: Int) {
    let start = starts[word]
    let end = start + Int(lengths[word])
    let weight = weights[word]
    var read = start
    var write = start
    while read < end {
      guard read + 1 < end, sequence[read] == pair.left, sequence[read + 1] == pair.right else {
        sequence[write] = sequence[read]
        read += 1
        write += 1
        continue
      }
      if write > start {
        count(sequence[write - 1], pair.left, in: word, by: -weight)
        count(sequence[write - 1], symbol, in: word, by: weight)
      }
      if read + 2 < end {
        count(pair.right, sequence[read + 2], in: word, by: -weight)
        count(symbol, sequence[read + 2], in: word, by: weight)
      }
      sequence[write] = symbol
      write += 1
      read += 2
    }
    lengths[word] = Int32(write - start)
  }

  private mutating func count(_ left: Int32, _ right: Int32, in word: Int, by amount: Int) {
    guard left >= 0, right >= 0 else { return }
    let key = UInt64(UInt32(bitPattern: left)) << 32 | UInt64(UInt32(bitPattern: right))
    var index = pairIndex[key]
    if index == PairTable.missing {
      guard amount > 0 else { return }
      index = isValid(left, right) ? Int32(pairs.count) : PairTable.invalid
      pairIndex.insert(key, index)
      if index >= 0 { pairs.append(Pair(left: left, right: right, count: 0)) }
    }
    guard index >= 0, !pairs[Int(index)].isMerged else { return }
    pairs[Int(index)].count += amount
    let last = pairs[Int(index)].words
    if amount > 0, last < 0 || nodes[Int(last)].word != Int32(word) {
      pairs[Int(index)].words = Int32(nodes.count)
      nodes.append((Int32(word), last))
    }
  }

  private func isValid(_ left: Int32, _ right: Int32) -> Bool {
    rules.allows(symbols[Int(left)].characters + symbols[Int(right)].characters)
  }

  private mutating func push(_ index: Int32) {
    let pair = pairs[Int(index)]
    guard pair.count > 0, !pair.isMerged else { return }
    let left = symbols[Int(pair.left)]
    let right = symbols[Int(pair.right)]
    heap.insert(
      MergeHeap.Entry(
        count: pair.count, length: Int32(left.characters.count + right.characters.count), pair: index,
        bytes: left.bytes + right.bytes, left: pair.left))
  }
}

/// The pairs by the order in which they would be merged.
struct MergeHeap {
  struct Entry {
    var count: Int
    var length: Int32
    var pair: Int32
    var bytes: [UInt8]
    var left: Int32

    /// More frequent, shorter, smaller bytes, older left part.
    func comes(before other: Entry) -> Bool {
      if count != other.count { return count > other.count }
      if length != other.length { return length < other.length }
      if bytes != other.bytes { return bytes.lexicographicallyPrecedes(other.bytes) }
      return left < other.left
    }
  }

  private var entries: [Entry] = []

  mutating func insert(_ entry: Entry) {
    var child = entries.count
    entries.append(entry)
    while child > 0 {
      let parent = (child - 1) / 2
      guard entry.comes(before: entries[parent]) else { break }
      entries.swapAt(child, parent)
      child = parent
    }
  }

  mutating func popFirst() -> Entry? {
    guard let first = entries.first else { return nil }
    let last = entries.removeLast()
    guard !entries.isEmpty else { return first }
    var parent = 0
    entries[0] = last
    while true {
      var child = 2 * parent + 1
      guard child < entries.count else { break }
      if child + 1 < entries.count, entries[child + 1].comes(before: entries[child]) { child += 1 }
      guard entries[child].comes(before: last) else { break }
      entries.swapAt(parent, child)
      parent = child
    }
    return first
  }
}

/// A map from a pair of symbols to its index: open addressing, keys and values side by side.
struct PairTable {
  static let missing: Int32 = -1
  static let invalid: Int32 = -2

  private var keys = [UInt64](repeating: .max, count: 1 << 12)
  private var values = [Int32](repeating: missing, count: 1 << 12)
  private var count = 0

  subscript(key: UInt64) -> Int32 { values[slot(of: key)] }

  mutating func insert(_ key: UInt64, _ value: Int32) {
    if count * 2 >= keys.count { grow() }
    let slot = slot(of: key)
    if values[slot] == Self.missing { count += 1 }
    keys[slot] = key
    values[slot] = value
  }

  /// The slot of `key`, or the empty one where it belongs. Fibonacci hashing.
  private func slot(of key: UInt64) -> Int {
    let mask = keys.count - 1
    var slot = Int(truncatingIfNeeded: (key &* 0x9E37_79B9_7F4A_7C15) >> 32) & mask
    while keys[slot] != key, values[slot] != Self.missing { slot = (slot + 1) & mask }
    return slot
  }

  private mutating func grow() {
    let old = (keys, values)
    keys = [UInt64](repeating: .max, count: keys.count * 2)
    values = [Int32](repeating: Self.missing, count: keys.count)
    for (key, value) in zip(old.0, old.1) where value != Self.missing {
      let slot = slot(of: key)
      keys[slot] = key
      values[slot] = value
    }
  }
}
