extension TermAutomaton {
  /// The automaton of `patterns`, valid UTF-8, which are numbered in their order. Empty patterns never occur.
  ///
  /// Two patterns that differ only in the case of ASCII letters or in the length of runs of spaces are one: the
  /// occurrence has the number of the first. O(length of all patterns).
  init(_ patterns: PatternList) {
    var trie = Trie(capacity: patterns.utf8.count / 3 + 1)
    var lengths: [Int32] = []
    lengths.reserveCapacity(patterns.count)
    var firstEquals = Array(0..<Int32(patterns.count))
    patterns.utf8.withUnsafeBufferPointer { bytes in
      for number in firstEquals.indices {
        let (length, first) = trie.add(bytes, patterns.range(number), number: number)
        lengths.append(length)
        firstEquals[number] = Int32(first)
      }
    }
    trie.link()
    for upper in 0x41...0x5A { trie.symbols[upper] = trie.symbols[upper + 32] }
    symbols = trie.symbols
    astralSymbols = trie.astralSymbols
    rootEdges = trie.rootEdges
    edges = trie.edges
    states = trie.states
    self.lengths = lengths
    self.firstEquals = firstEquals
  }
}

/// The trie of the patterns, as it grows.
private struct Trie {
  var symbols = [UInt16](repeating: 0, count: 0x10000)
  var astralSymbols: [UInt32: UInt16] = [:]
  var rootEdges: [UInt32] = [0]
  var edges: EdgeTable
  var states = [TermAutomaton.State()]
  /// For each state, where it hangs: its parent, the symbol that leads there, and its distance from the root.
  private var places = [Place(parent: 0, symbol: 0, depth: 0)]

  private struct Place {
    let parent: UInt32
    let symbol: UInt16
    let depth: UInt32
  }

  init(capacity: Int) {
    edges = EdgeTable(capacity: capacity / 8)
    states.reserveCapacity(capacity / 2)
    places.reserveCapacity(capacity / 2)
  }

  /// Adds a pattern; its length in bytes, or minus its length in scalars if it has a space, and the number under
  /// which it is reported.
  mutating func add(
    _ bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>, number: Int
  ) -> (length: Int32, first: Int) {
    var state: UInt32 = 0
    var scalars: Int32 = 0
    var (hasSpace, wasSpace) = (false, false)
    var offset = range.lowerBound
    while offset < range.upperBound, let scalar = ScalarReading.scalar(in: bytes, at: offset) {
      offset = scalar.end
      let isSpace = scalar.value == 0x20
      defer { wasSpace = isSpace }
      if isSpace {
        hasSpace = true
        if wasSpace { continue }
      }
      scalars += 1
      state = child(of: state, symbol(of: scalar.value))
    }
    if state != 0, states[Int(state)].ending == 0 { states[Int(state)].ending = UInt32(number + 1) }
    let first = state == 0 ? number : Int(states[Int(state)].ending - 1)
    return (hasSpace ? -scalars : Int32(range.count), first)
  }

  private mutating func symbol(of scalar: UInt32) -> UInt16 {
    let scalar = 0x41...0x5A ~= scalar ? scalar + 32 : scalar
    if scalar < 0x10000 {
      if symbols[Int(scalar)] == 0 { symbols[Int(scalar)] = newSymbol() }
      return symbols[Int(scalar)]
    }
    if let symbol = astralSymbols[scalar] { return symbol }
    let symbol = newSymbol()
    astralSymbols[scalar] = symbol
    return symbol
  }

  private mutating func newSymbol() -> UInt16 {
    precondition(rootEdges.count < 0x10000, "patterns of more than 65,535 different scalars")
    rootEdges.append(0)
    return UInt16(rootEdges.count - 1)
  }

  private mutating func child(of state: UInt32, _ symbol: UInt16) -> UInt32 {
    if state == 0 {
      if rootEdges[Int(symbol)] == 0 { rootEdges[Int(symbol)] = newState(0, symbol) }
      return rootEdges[Int(symbol)]
    }
    if let next = states[Int(state)].edge(symbol, from: state, edges) { return next }
    let next = newState(state, symbol)
    if next == state + 1 {
      states[Int(state)].nextSymbol = symbol
    } else {
      edges.insert(state, symbol, next: next)
    }
    states[Int(state)].followers |= TermAutomaton.bit(symbol)
    return next
  }

  private mutating func newState(_ parent: UInt32, _ symbol: UInt16) -> UInt32 {
    precondition(states.count < 0xFF_FFFF, "patterns of more than 16 million states")
    states.append(TermAutomaton.State())
    places.append(Place(parent: parent, symbol: symbol, depth: places[Int(parent)].depth + 1))
    return UInt32(states.count - 1)
  }

  /// Finds the fallback of each state, and the nearest state behind it at which a pattern ends.
  mutating func link() {
    for state in statesByDepth().map(Int.init) {
      if places[state].parent != 0 { states[state].fallback = fallback(of: places[state]) }
      let fallback = states[Int(states[state].fallback)]
      states[state].suffixEnding = fallback.ending != 0 ? states[state].fallback : fallback.suffixEnding
      states[state].isReporting = states[state].ending != 0 || states[state].suffixEnding != 0
    }
  }

  private func fallback(of place: Place) -> UInt32 {
    var suffix = states[Int(place.parent)].fallback
    while suffix != 0 {
      if let next = states[Int(suffix)].edge(place.symbol, from: suffix, edges) { return next }
      suffix = states[Int(suffix)].fallback
    }
    return rootEdges[Int(place.symbol)]
  }

  /// The states but the root, the shallow ones first: a counting sort.
  private func statesByDepth() -> [UInt32] {
    var starts = [Int](repeating: 0, count: Int(places.map(\.depth).max() ?? 0) + 2)
    for place in places { starts[Int(place.depth) + 1] += 1 }
    for depth in starts.indices.dropFirst() { starts[depth] += starts[depth - 1] }
    var order = [UInt32](repeating: 0, count: places.count)
    for (state, place) in places.enumerated() {
      order[starts[Int(place.depth)]] = UInt32(state)
      starts[Int(place.depth)] += 1
    }
    return Array(order.dropFirst())
  }
}
