import Normalization

/// The words of a training text as runs of symbols, all in one buffer.
///
/// Word u stands at `starts[u]..<starts[u + 1] - 1`; before the first and behind every word stands a
/// terminator, -1. Characters without a piece are the unknown symbol.
struct UnitTable: ~Copyable {
  static let terminator: Int32 = -1

  private(set) var symbols = GrowableBuffer<Int32>(capacity: 1 << 16)
  private(set) var starts = GrowableBuffer<Int32>(capacity: 1 << 12)
  private(set) var entries = GrowableBuffer<Facts>(capacity: 1 << 12)

  /// What is known of a word beyond its symbols.
  struct Facts: BitwiseCopyable {
    var weight: Int
    var lineEnds: Int
    var next: Successor
    var nextLine: Successor
  }

  /// How many words there are.
  var count: Int { entries.count }

  /// The symbols of word `index`.
  func range(_ index: Int) -> Range<Int> { Int(starts[index])..<Int(starts[index + 1]) - 1 }

  /// The run of all symbols, which the table gives away.
  mutating func takeSymbols() -> GrowableBuffer<Int32> {
    var taken = GrowableBuffer<Int32>()
    swap(&taken, &symbols)
    return taken
  }

  /// Where the words begin, which the table gives away.
  mutating func takeStarts() -> GrowableBuffer<Int32> {
    var taken = GrowableBuffer<Int32>()
    swap(&taken, &starts)
    return taken
  }

  /// Reads `words` with the numbers of `alphabet`.
  ///
  /// With `isSorted` the most frequent words come first, then by their bytes: the order in which
  /// SentencePiece estimates. Without it they stay in their order, and words that differ only in unknown
  /// characters stay apart.
  init(_ words: borrowing WordTable, _ alphabet: Alphabet, isSorted: Bool) {
    symbols.append(Self.terminator)
    starts.append(1)
    var merged = WordTable()
    for index in 0..<words.count {
      let entry = words.entries[index]
      let start = symbols.count
      var hasUnknown = false
      Alphabet.forEachScalar(of: words.bytes(index)) { scalar in
        let symbol = alphabet.symbol(of: scalar)
        if symbol == alphabet.unknownSymbol { hasUnknown = true }
        symbols.append(symbol)
      }
      guard hasUnknown, isSorted else {
        finish(
          Facts(weight: entry.count, lineEnds: entry.lineEnds, next: entry.next, nextLine: entry.nextLine))
        continue
      }
      let bytes = alphabet.bytes(
        of: UnsafeBufferPointer(start: symbols.base + start, count: symbols.count - start))
      symbols.truncate(to: start)
      var replaced = entry
      replaced.length = Int32(bytes.count)
      bytes.withUnsafeBufferPointer {
        if let base = $0.baseAddress { _ = merged.merge(replaced, bytes: base) }
      }
    }
    for index in 0..<merged.count {
      let entry = merged.entries[index]
      Alphabet.forEachScalar(of: merged.bytes(index)) { symbols.append(alphabet.symbol(of: $0)) }
      finish(Facts(weight: entry.count, lineEnds: entry.lineEnds, next: entry.next, nextLine: entry.nextLine))
    }
    if isSorted { sort() }
  }

  private mutating func finish(_ facts: Facts) {
    symbols.append(Self.terminator)
    precondition(symbols.count < Int(Int32.max), "too many symbols")
    starts.append(Int32(symbols.count))
    entries.append(facts)
  }

  /// A word in the order of training.
  private struct Key: BitwiseCopyable {
    var weight: Int
    /// The first symbols, which mostly decide.
    var head: UInt64
    var index: Int32
  }

  private mutating func sort() {
    var keys: [Key] = []
    keys.reserveCapacity(count)
    for index in 0..<count {
      let range = range(index)
      var head: UInt64 = 0
      for place in 0..<3 {
        let offset = range.lowerBound + place
        head = head << 21 | (offset < range.upperBound ? UInt64(symbols[offset] + 1) : 0)
      }
      keys.append(Key(weight: entries[index].weight, head: head, index: Int32(index)))
    }
    keys.sort { left, right in
      if left.weight != right.weight { return left.weight > right.weight }
      if left.head != right.head { return left.head < right.head }
      return precedes(range(Int(left.index)), range(Int(right.index)))
    }
    var sorted = GrowableBuffer<Int32>(capacity: symbols.count)
    var sortedStarts = GrowableBuffer<Int32>(capacity: starts.count)
    var sortedEntries = GrowableBuffer<Facts>(capacity: count)
    sorted.append(Self.terminator)
    sortedStarts.append(1)
    for key in keys {
      let range = range(Int(key.index))
      sorted.append(symbols.base + range.lowerBound, count: range.count + 1)
      sortedStarts.append(Int32(sorted.count))
      sortedEntries.append(entries[Int(key.index)])
    }
    symbols = sorted
    starts = sortedStarts
    entries = sortedEntries
  }

  private func precedes(_ left: Range<Int>, _ right: Range<Int>) -> Bool {
    for offset in 0..<min(left.count, right.count) {
      let pair = (symbols[left.lowerBound + offset], symbols[right.lowerBound + offset])
      if pair.0 != pair.1 { return pair.0 < pair.1 }
    }
    return left.count < right.count
  }
}
