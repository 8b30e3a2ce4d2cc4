/// The symbols of a byte-pair training and the pairs of neighbours among them.
struct PairList: ~Copyable {
  struct Pair: BitwiseCopyable {
    var left: Int32
    var right: Int32
    var count: Int
    /// The first and last node of the places where the pair was seen; -1 for none.
    var head: Int32 = -1
    var tail: Int32 = -1
    var isMerged = false
  }

  var pairs = GrowableBuffer<Pair>(capacity: 1 << 16)
  /// How many characters each symbol has.
  private(set) var lengths = GrowableBuffer<Int32>(capacity: 1 << 12)
  /// The characters of each symbol, as symbols of the alphabet.
  private var characters = GrowableBuffer<Int32>(capacity: 1 << 16)
  private var starts = GrowableBuffer<Int32>(capacity: 1 << 12)

  /// The list of the first `count` symbols, which are characters.
  init(characters count: Int) {
    for symbol in 0..<Int32(count) {
      starts.append(symbol)
      characters.append(symbol)
      lengths.append(1)
    }
  }

  /// The characters of `symbol`; valid until a symbol is added.
  @inline(__always)
  func text(_ symbol: Int32) -> UnsafeBufferPointer<Int32> {
    UnsafeBufferPointer(
      start: characters.base + Int(starts[Int(symbol)]), count: Int(lengths[Int(symbol)]))
  }

  mutating func addPair(_ left: Int32, _ right: Int32) -> Int32 {
    pairs.append(Pair(left: left, right: right, count: 0))
    return Int32(pairs.count - 1)
  }

  mutating func addSymbol(_ left: Int32, _ right: Int32) -> Int32 {
    let start = characters.count
    for part in [left, right] {
      for offset in 0..<Int(lengths[Int(part)]) {
        characters.append(characters[Int(starts[Int(part)]) + offset])
      }
    }
    starts.append(Int32(start))
    lengths.append(Int32(characters.count - start))
    return Int32(lengths.count - 1)
  }

  /// What the heap keeps of pair `index` as it is now.
  func entry(_ index: Int32) -> MergeHeap.Entry {
    let pair = pairs[Int(index)]
    let (left, right) = (text(pair.left), text(pair.right))
    var order: UInt64 = 0
    for offset in 0..<3 {
      let rest = offset - left.count
      let symbol = offset < left.count ? left[offset] : rest < right.count ? right[rest] : -1
      order = order << 21 | UInt64(symbol + 1)
    }
    return MergeHeap.Entry(
      count: pair.count, order: order, length: Int32(left.count + right.count), pair: index)
  }

  /// Whether the string of `first` comes before that of `second`; of equal strings that with the older left
  /// part.
  func precedes(_ first: Int32, _ second: Int32) -> Bool {
    let (a, b) = (pairs[Int(first)], pairs[Int(second)])
    let (aLeft, bLeft) = (text(a.left), text(b.left))
    let (aRight, bRight) = (text(a.right), text(b.right))
    let (aCount, bCount) = (aLeft.count + aRight.count, bLeft.count + bRight.count)
    for offset in 0..<min(aCount, bCount) {
      let x = offset < aLeft.count ? aLeft[offset] : aRight[offset - aLeft.count]
      let y = offset < bLeft.count ? bLeft[offset] : bRight[offset - bLeft.count]
      if x != y { return x < y }
    }
    return aCount != bCount ? aCount < bCount : a.left < b.left
  }
}
