/// The strings that a unigram training begins with, and every place where they stand.
///
/// SentencePiece takes the inner nodes of the suffix tree of the whole text: strings that are followed by at
/// least two different bytes. No piece goes across words, so the distinct words with their counts and with
/// what stands behind them give the same nodes and the same counts at a fraction of the size. All places of
/// all words are put in order, character by character, depth first; strings that no piece can begin with are
/// not followed further.
/// Source: `MakeSeedSentencePiecesFromCorpus` in `unigram_model_trainer.cc` of SentencePiece 0.2.3, whose
/// double counting of strings at the ends of lines is kept.
struct SeedFinder: ~Copyable {
  /// A string of `length` characters that stands at `places[lower..<upper]`.
  struct Candidate: BitwiseCopyable {
    var lower: Int32
    var upper: Int32
    var length: Int32
    /// How often it occurs, times its length.
    var score: Float
  }

  /// The candidates, each before those that it begins.
  private(set) var candidates = GrowableBuffer<Candidate>(capacity: 1 << 12)

  /// Moves the candidates to the end of `others`.
  mutating func giveCandidates(to others: inout GrowableBuffer<Candidate>) {
    others.append(candidates.base, count: candidates.count)
    candidates = GrowableBuffer()
  }

  private let places: UnsafeMutablePointer<Int32>
  private let symbols: UnsafePointer<Int32>
  private let facts: UnsafePointer<UnitTable.Facts>
  private let wordOf: UnsafePointer<Int32>
  private let firstBytes: FrozenArray<UInt8>
  private let rules: PieceRules
  private var keys = GrowableBuffer<UInt64>(capacity: 1 << 12)
  private var scratch = GrowableBuffer<UInt64>(capacity: 1 << 12)

  /// A finder over `places`, whose words are told by `wordOf`. The pointers must outlive it.
  init(
    places: UnsafeMutablePointer<Int32>, symbols: UnsafePointer<Int32>,
    facts: UnsafePointer<UnitTable.Facts>, wordOf: UnsafePointer<Int32>, firstBytes: FrozenArray<UInt8>,
    rules: PieceRules
  ) {
    self.places = places
    self.symbols = symbols
    self.facts = facts
    self.wordOf = wordOf
    self.firstBytes = firstBytes
    self.rules = rules
  }

  /// Finds the candidates at the places of `range`, which all begin with the same character, and puts those
  /// places in order.
  mutating func find(_ range: Range<Int>) {
    guard let first = range.first,
      let state = rules.extended(PieceRules.State(), by: symbols[Int(places[first])])
    else { return }
    descend(range, depth: 1, state)
  }

  /// Looks at the places of `range`, which begin with the same `depth` characters.
  private mutating func descend(_ range: Range<Int>, depth: Int, _ state: PieceRules.State) {
    if range.count == 1 {
      finishWord(range.lowerBound, depth: depth, state)
      return
    }
    guard var start = evaluate(range, depth: depth, state) else { return }
    while start < range.upperBound {
      let symbol = symbols[Int(places[start]) + depth]
      var end = start + 1
      while end < range.upperBound, symbols[Int(places[end]) + depth] == symbol { end += 1 }
      if let next = rules.extended(state, by: symbol) { descend(start..<end, depth: depth + 1, next) }
      start = end
    }
  }

  /// Orders `range` by the next character, ends of words first, notes the string if it is a candidate, and
  /// returns where the places that go on begin; nil if the string is too rare to go on.
  private mutating func evaluate(_ range: Range<Int>, depth: Int, _ state: PieceRules.State) -> Int? {
    var tally = Tally()
    keys.removeAll()
    for index in range {
      let place = Int(places[index])
      let next = symbols[place + depth]
      let facts = facts[Int(wordOf[place])]
      tally.weight += facts.weight
      if next >= 0 {
        tally.successor.add(UInt16(firstBytes[Int(next)]))
      } else {
        tally.addEnd(facts)
      }
      keys.append(UInt64(UInt32(bitPattern: next &+ 1)) << 32 | UInt64(place))
    }
    guard tally.weight >= 2 else { return nil }
    note(tally, range, depth, state)
    KeySort.sort(&keys, scratch: &scratch)
    var inner = range.lowerBound
    for offset in 0..<keys.count {
      let key = keys[offset]
      places[range.lowerBound + offset] = Int32(truncatingIfNeeded: key & 0xFFFF_FFFF)
      if key >> 32 == 0 { inner += 1 }
    }
    return inner
  }

  /// A place that no other shares its beginning with: only the whole rest of the word can be a candidate.
  private mutating func finishWord(_ index: Int, depth: Int, _ state: PieceRules.State) {
    let place = Int(places[index])
    let facts = facts[Int(wordOf[place])]
    guard facts.weight >= 2 else { return }
    var (state, depth) = (state, depth)
    while symbols[place + depth] >= 0 {
      guard let next = rules.extended(state, by: symbols[place + depth]) else { return }
      state = next
      depth += 1
    }
    var tally = Tally()
    tally.weight = facts.weight
    tally.addEnd(facts)
    note(tally, index..<index + 1, depth, state)
  }

  /// What stands behind the places of one string.
  private struct Tally {
    var weight = 0
    var successor = Successor.none
    var lineEnds = 0
    var nextLine = Successor.none

    mutating func addEnd(_ facts: UnitTable.Facts) {
      successor.add(facts.next)
      lineEnds += facts.lineEnds
      nextLine.add(facts.nextLine)
    }
  }

  private mutating func note(_ tally: Tally, _ range: Range<Int>, _ depth: Int, _ state: PieceRules.State) {
    guard depth >= 2, rules.isComplete(state) else { return }
    var frequency = tally.successor == .several ? tally.weight : 0
    // The string with a line's end behind it is a node of its own, and counts again without the end.
    if tally.nextLine == .several, tally.lineEnds >= 2 { frequency += tally.lineEnds }
    guard frequency >= 2 else { return }
    candidates.append(
      Candidate(
        lower: Int32(range.lowerBound), upper: Int32(range.upperBound), length: Int32(depth),
        score: Float(frequency) * Float(depth)))
  }
}

/// Sorts numbers by their upper halves.
enum KeySort {
  /// Sorts `keys` by their upper halves; equal ones keep their order. Insertion for few, radix for many.
  static func sort(_ keys: inout GrowableBuffer<UInt64>, scratch: inout GrowableBuffer<UInt64>) {
    let count = keys.count
    if count <= 32 {
      insertionSort(keys.base, count)
      return
    }
    var all: UInt64 = 0
    for index in 0..<count { all |= keys.base[index] }
    let bits = 32 - (all >> 32 == 0 ? 32 : UInt32(truncatingIfNeeded: all >> 32).leadingZeroBitCount)
    scratch.removeAll()
    scratch.reserve(count)
    let width = count < 2048 ? 6 : 11
    var (from, to) = (keys.base, scratch.base)
    var shift = 32
    while shift < 32 + bits {
      pass(from, to, count, shift: shift, width: width)
      swap(&from, &to)
      shift += width
    }
    if from != keys.base { keys.base.update(from: from, count: count) }
  }

  private static func pass(
    _ from: UnsafeMutablePointer<UInt64>, _ to: UnsafeMutablePointer<UInt64>, _ count: Int, shift: Int,
    width: Int
  ) {
    withUnsafeTemporaryAllocation(of: Int32.self, capacity: 1 << width) { counts in
      counts.initialize(repeating: 0)
      let mask = UInt64(1 << width - 1)
      for index in 0..<count { counts[Int(from[index] >> UInt64(shift) & mask)] += 1 }
      var sum: Int32 = 0
      for bucket in counts.indices { (counts[bucket], sum) = (sum, sum + counts[bucket]) }
      for index in 0..<count {
        let bucket = Int(from[index] >> UInt64(shift) & mask)
        to[Int(counts[bucket])] = from[index]
        counts[bucket] += 1
      }
    }
  }

  private static func insertionSort(_ keys: UnsafeMutablePointer<UInt64>, _ count: Int) {
    for index in 1..<max(1, count) {
      let key = keys[index]
      var place = index
      while place > 0, keys[place - 1] >> 32 > key >> 32 {
        keys[place] = keys[place - 1]
        place -= 1
      }
      keys[place] = key
    }
  }
}
