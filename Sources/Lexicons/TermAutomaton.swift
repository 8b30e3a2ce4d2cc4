/// Finds all occurrences of many patterns in one pass over a text.
///
/// Source: Aho and Corasick, "Efficient string matching: an aid to bibliographic search", CACM 18(6), 1975. The
/// symbols are the scalars of the text, numbered densely by those that occur in patterns: a Korean syllable is one
/// step, where bytes would be three. The edges of all states but the root lie in one open-addressing table; a word of
/// 64 bits per state says which edges cannot be there, so that most steps from common first syllables end in the cache.
///
/// Laws: every occurrence of every pattern is reported once, by rising end; ASCII letters match in both cases; a space
/// of a pattern matches one or more spaces. A scan takes O(text + occurrences).
struct TermAutomaton: Sendable {
  /// An occurrence: the pattern's number and the bytes of the text.
  struct Occurrence: Equatable, Sendable {
    let pattern: Int
    let range: Range<Int>
  }

  /// What the scan needs to know of a state, in half a cache line.
  struct State: Sendable {
    /// The bits of the symbols that it has edges for.
    var followers: UInt64 = 0
    /// The state of its longest proper suffix.
    var fallback: UInt32 = 0
    /// The pattern that ends there plus 1; 0 if none does.
    var ending: UInt32 = 0
    /// The nearest state on its way of fallbacks at which a pattern ends; 0 if there is none.
    var suffixEnding: UInt32 = 0
    /// The symbol that leads to the state with the next number; 0 if none does. Most states have this edge alone.
    var nextSymbol: UInt16 = 0
    /// Whether a pattern ends there or on the way of fallbacks.
    var isReporting = false

    /// The state behind this one, which is number `state`, on `symbol`; `nil` if there is no such edge.
    @inline(__always)
    func edge(_ symbol: UInt16, from state: UInt32, _ edges: EdgeTable) -> UInt32? {
      if nextSymbol == symbol { return state + 1 }
      return followers & TermAutomaton.bit(symbol) != 0 ? edges[state, symbol] : nil
    }
  }

  /// The symbol of each scalar of the Basic Multilingual Plane; 0 for scalars in no pattern.
  let symbols: [UInt16]
  /// The symbols of the other scalars.
  let astralSymbols: [UInt32: UInt16]
  /// The state behind the root, by symbol; 0 is the root.
  let rootEdges: [UInt32]
  /// The edges of the other states that ``State/nextSymbol`` does not tell.
  let edges: EdgeTable
  /// The states; the first is the root.
  let states: [State]
  /// For each pattern, its length in bytes, and minus its length in scalars if it has a space.
  let lengths: [Int32]
  /// For each pattern, the first one that is the same but for case and runs of spaces: the one that is reported.
  let firstEquals: [Int32]

  /// Which of 64 bits stands for a symbol.
  @inline(__always)
  static func bit(_ symbol: UInt16) -> UInt64 { 1 &<< UInt64((symbol &* 0x9E37) &>> 10) }

  /// How many states there are, the root included.
  var stateCount: Int { states.count }

  /// The occurrences in valid UTF-8, by rising end; of one end, the longest first.
  func occurrences(in utf8: [UInt8]) -> [Occurrence] {
    var found: [Occurrence] = []
    utf8.withUnsafeBufferPointer { bytes in scan(bytes) { found.append($0) } }
    return found
  }

  /// Calls `report` for each occurrence in valid UTF-8.
  @inline(__always)
  func scan(_ bytes: UnsafeBufferPointer<UInt8>, report: (Occurrence) -> Void) {
    symbols.withUnsafeBufferPointer { symbols in
      rootEdges.withUnsafeBufferPointer { rootEdges in
        states.withUnsafeBufferPointer { states in
          var state: UInt32 = 0
          var offset = 0
          while offset < bytes.count {
            let lead = bytes[offset]
            let symbol: UInt16
            if lead >= 0xE0, lead < 0xF0, offset + 2 < bytes.count {
              let scalar =
                Int(lead & 0x0F) &<< 12 | Int(bytes[offset + 1] & 0x3F) &<< 6 | Int(bytes[offset + 2] & 0x3F)
              symbol = symbols[scalar]
              offset &+= 3
            } else if lead < 0x80 {
              offset &+= 1
              if lead == 0x20, offset > 1, bytes[offset - 2] == 0x20 { continue }
              symbol = symbols[Int(lead)]
            } else {
              symbol = self.symbol(in: bytes, at: &offset)
            }
            if symbol == 0 {
              state = 0
              continue
            }
            if state == 0 {
              state = rootEdges[Int(symbol)]
            } else if states[Int(state)].followers & Self.bit(symbol) == 0, states[Int(state)].fallback == 0 {
              // The common way: one syllable of a pattern, followed by one that continues none.
              state = rootEdges[Int(symbol)]
            } else {
              state = next(state, symbol)
            }
            if states[Int(state)].isReporting { reportEndings(at: state, end: offset, in: bytes, report) }
          }
        }
      }
    }
  }

  /// The state behind `state` on `symbol`, over as many fallbacks as it takes.
  private func next(_ state: UInt32, _ symbol: UInt16) -> UInt32 {
    var state = state
    while state != 0 {
      if let next = states[Int(state)].edge(symbol, from: state, edges) { return next }
      state = states[Int(state)].fallback
    }
    return rootEdges[Int(symbol)]
  }

  private func reportEndings(
    at state: UInt32, end: Int, in bytes: UnsafeBufferPointer<UInt8>, _ report: (Occurrence) -> Void
  ) {
    var state = state
    while state != 0 {
      if states[Int(state)].ending != 0 {
        let pattern = Int(states[Int(state)].ending - 1)
        report(Occurrence(pattern: pattern, range: start(of: pattern, end: end, in: bytes)..<end))
      }
      state = states[Int(state)].suffixEnding
    }
  }

  private func start(of pattern: Int, end: Int, in bytes: UnsafeBufferPointer<UInt8>) -> Int {
    let length = Int(lengths[pattern])
    guard length < 0 else { return end - length }
    // A run of spaces counts as one scalar, so the pattern's scalars are counted backwards.
    var (offset, left) = (end, -length)
    while left > 0, offset > 0 {
      offset -= 1
      if bytes[offset] & 0xC0 == 0x80 { continue }
      if bytes[offset] == 0x20, offset + 1 < end, bytes[offset + 1] == 0x20 { continue }
      left -= 1
    }
    return offset
  }

  /// The symbol of the scalar at `offset`, which moves behind it.
  private func symbol(in bytes: UnsafeBufferPointer<UInt8>, at offset: inout Int) -> UInt16 {
    let lead = bytes[offset]
    let length = lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4
    guard lead >= 0xC0, offset + length <= bytes.count else {
      offset += 1
      return 0
    }
    var scalar = UInt32(lead) & (0xFF >> UInt32(length + 1))
    for index in 1..<length { scalar = scalar << 6 | UInt32(bytes[offset + index] & 0x3F) }
    offset += length
    return scalar < 0x10000 ? symbols[Int(scalar)] : astralSymbols[scalar] ?? 0
  }
}

/// The edges of an automaton in one open-addressing table with linear probing.
struct EdgeTable: Sendable {
  private var words: [UInt64]
  private var count = 0

  /// A table with room for `capacity` edges before it grows.
  init(capacity: Int) {
    var size = 64
    while size < capacity * 2 { size *= 2 }
    words = [UInt64](repeating: 0, count: size)
  }

  /// The next state; `nil` if there is no such edge. States are below 2^24, `state` is not the root.
  subscript(state: UInt32, symbol: UInt16) -> UInt32? {
    let key = UInt64(state) << 16 | UInt64(symbol)
    var slot = Self.slot(of: key, in: words.count)
    while words[slot] != 0 {
      if words[slot] >> 24 == key { return UInt32(words[slot] & 0xFF_FFFF) }
      slot = (slot + 1) & (words.count - 1)
    }
    return nil
  }

  /// Adds an edge that is not there yet.
  mutating func insert(_ state: UInt32, _ symbol: UInt16, next: UInt32) {
    if (count + 1) * 2 > words.count { grow() }
    place((UInt64(state) << 16 | UInt64(symbol)) << 24 | UInt64(next))
    count += 1
  }

  private mutating func place(_ word: UInt64) {
    var slot = Self.slot(of: word >> 24, in: words.count)
    while words[slot] != 0 { slot = (slot + 1) & (words.count - 1) }
    words[slot] = word
  }

  private mutating func grow() {
    let old = words
    words = [UInt64](repeating: 0, count: old.count * 2)
    for word in old where word != 0 { place(word) }
  }

  private static func slot(of key: UInt64, in size: Int) -> Int {
    Int(truncatingIfNeeded: (key &* 0x9E37_79B9_7F4A_7C15) >> 32) & (size - 1)
  }
}
