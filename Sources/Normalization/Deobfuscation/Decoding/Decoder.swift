/// Finds the readings of a text: a beam search over the ``Lattice`` under ``SoundChannel`` and ``ReadingModel``.
///
/// The cost of a reading is that of its changes (relative to writing what is meant) and of the text it reads.
/// Time is linear in the text: each place keeps at most ``width`` hypotheses, and tries at most
/// ``candidateLimit`` syllables an edge.
struct Decoder {
  static let width = 8
  static let candidateLimit = 14

  struct Node {
    var parent: Int32
    var from: Int32
    var to: Int32
    /// What is read; 0 for nothing.
    var scalar: UInt32
    var rule: UInt8
    var cost: Float
  }

  struct Hypothesis {
    var cost: Float
    /// What the last coda will cost at least.
    var pending: Float
    var symbols: UInt64
    var node: Int32
    var coda: UInt8
    var state = ReadingModel.State.none
    var total: Float { cost + pending }
  }

  struct Candidate {
    var symbol: ReadingSymbol.ID
    var onset: UInt8
    var coda: UInt8
    /// Vowel and guessed consonants.
    var guess: Float
    var vowelCost: Float
    var pending: Float
  }

  let lattice: Lattice
  let model: ReadingModel
  let sound: SoundChannel
  let prices: Prices
  var buckets: [[Hypothesis]]
  private(set) var nodes: [Node] = []
  private var edges: [Edge] = []
  var candidates: [Candidate] = []
  var expanded: [Hypothesis] = []

  init(_ lattice: Lattice, model: ReadingModel) {
    self.lattice = lattice
    self.model = model
    sound = lattice.tables.sound
    prices = lattice.prices
    buckets = [[Hypothesis]](repeating: [], count: lattice.units.count + 1)
  }

  struct Path {
    var cost: Float
    var node: Int32
  }

  /// The ends of the best paths, cheapest first.
  mutating func run() -> [Path] {
    var start = Hypothesis(
      cost: 0, pending: 0, symbols: UInt64(ReadingSymbol.boundary), node: -1, coda: UInt8(SoundChannel.edgeCoda))
    start.state = model.start
    buckets[0] = [start]
    for at in lattice.units.indices { expand(at) }
    var paths: [Path] = []
    for hypothesis in buckets[lattice.units.count] {
      let state = model.state(after: hypothesis.symbols)
      let cost =
        hypothesis.cost + closing(hypothesis) + model.cost(ReadingSymbol.boundary, after: state)
      paths.append(Path(cost: cost, node: hypothesis.node))
    }
    return paths.sorted { $0.cost < $1.cost }
  }

  // MARK: One place

  private mutating func expand(_ at: Int) {
    expanded = buckets[at]
    buckets[at] = []
    guard !expanded.isEmpty else { return }
    for index in expanded.indices { expanded[index].state = model.state(after: expanded[index].symbols) }
    if lattice.units[at].kind != .space, at > 0, lattice.spaceInsertion < 9 { insertSpaces(at) }
    if let end = lattice.anagramEnd(at: at) { followAnagram(at, end) }
    lattice.edges(at: at, into: &edges)
    for edge in edges {
      switch edge.kind {
      case .syllable: follow(syllable: edge, at)
      case .literal: follow(literal: edge, at)
      case .skip: follow(skip: edge, at)
      case .word: follow(word: edge, at)
      }
    }
  }

  private mutating func insertSpaces(_ at: Int) {
    for index in expanded.indices {
      let hypothesis = expanded[index]
      guard hypothesis.state.last != ReadingSymbol.space, hypothesis.state.last != ReadingSymbol.boundary else {
        continue
      }
      var next = hypothesis
      next.cost +=
        lattice.spaceInsertion + closing(hypothesis) + model.cost(ReadingSymbol.space, after: hypothesis.state)
      next.pending = 0
      next.symbols = Self.shifted(hypothesis.symbols, ReadingSymbol.space)
      next.coda = UInt8(SoundChannel.edgeCoda)
      next.node = add(
        Node(
          parent: hypothesis.node, from: Int32(at), to: Int32(at), scalar: 0x20,
          rule: DeobfuscationRule.spacing.number, cost: lattice.spaceInsertion))
      next.state = model.state(after: next.symbols)
      expanded.append(next)
    }
  }

  private mutating func follow(literal edge: Edge, _ at: Int) {
    let unit = lattice.units[at]
    let symbol = ReadingSymbol.of(unit.scalar)
    for hypothesis in expanded {
      var cost = hypothesis.cost + edge.cost + closing(hypothesis)
      // A second space in a row, or one at the start, is nothing to the model.
      let isIdle = symbol == ReadingSymbol.space && hypothesis.state.last == symbol
      if isIdle { cost += prices.idleSpace }
      if !isIdle { cost += model.cost(symbol, after: hypothesis.state) }
      var next = hypothesis
      next.cost = cost
      next.pending = 0
      next.coda = UInt8(SoundChannel.edgeCoda)
      if !isIdle { next.symbols = Self.shifted(hypothesis.symbols, symbol) }
      push(next, at, edge, scalar: unit.written, price: edge.cost)
    }
  }

  private mutating func follow(skip edge: Edge, _ at: Int) {
    for hypothesis in expanded {
      var next = hypothesis
      let isIdle =
        lattice.units[at].kind == .space
        && (hypothesis.state.last == ReadingSymbol.space || hypothesis.state.last == ReadingSymbol.boundary)
      let price = isIdle ? 0 : edge.cost
      next.cost += price
      push(next, at, edge, scalar: 0, price: price)
    }
  }

  private mutating func follow(word edge: Edge, _ at: Int) {
    for hypothesis in expanded {
      var next = hypothesis
      next.cost += edge.cost + closing(hypothesis)
      next.pending = 0
      var state = hypothesis.state
      var node = hypothesis.node
      for (index, scalar) in edge.read.enumerated() {
        let symbol = ReadingSymbol.of(scalar)
        next.cost += model.cost(symbol, after: state)
        next.symbols = Self.shifted(next.symbols, symbol)
        state = model.state(after: next.symbols)
        if index + 1 < edge.read.count {
          node = add(
            Node(parent: node, from: Int32(at), to: Int32(at), scalar: scalar, rule: edge.rule, cost: 0))
        }
      }
      next.node = node
      let last = edge.read[edge.read.count - 1]
      next.coda = Hangul.isSyllable(last) ? UInt8((last - 0xAC00) % 28) : UInt8(SoundChannel.edgeCoda)
      push(next, at, edge, scalar: last, price: edge.cost)
    }
  }

  private mutating func follow(syllable edge: Edge, _ at: Int) {
    let onset = Int(edge.leading)
    let nextOnset = Int(lattice.onsets[Int(edge.to)])
    fillCandidates(edge, writtenCoda: Int(expanded[0].coda), nextOnset: nextOnset)
    for candidate in candidates {
      for hypothesis in expanded {
        let price =
          candidate.vowelCost
          + sound.cost(
            Int(hypothesis.coda), onset, coda: readCoda(hypothesis), onset: Int(candidate.onset))
        guard price < 20 else { continue }
        var next = hypothesis
        next.cost += edge.cost + price
        next.pending = candidate.pending
        let bucket = buckets[Int(edge.to)]
        if bucket.count >= Self.width, next.total >= bucket[bucket.count - 1].total { continue }
        next.cost += model.cost(candidate.symbol, after: hypothesis.state)
        next.symbols = Self.shifted(hypothesis.symbols, candidate.symbol)
        next.coda = edge.trailing
        push(
          next, at, edge, scalar: UInt32(candidate.symbol - ReadingSymbol.syllable) + 0xAC00,
          price: edge.cost + price)
      }
    }
  }

  /// The syllables that `edge`'s may stand for, likeliest first.
  mutating func fillCandidates(_ edge: Edge, writtenCoda: Int, nextOnset: Int) {
    candidates.removeAll(keepingCapacity: true)
    let written = Int(edge.trailing)
    for onset in sound.onsetOptions[writtenCoda * SoundChannel.onsets + Int(edge.leading)] {
      for vowel in sound.vowelOptions[Int(edge.vowel)] {
        for coda in sound.codaOptions[written * SoundChannel.onsets + nextOnset] {
          let guess = onset.cost + vowel.cost + coda.cost
          guard guess < 11 else { continue }
          let symbol =
            ReadingSymbol.syllable + (UInt16(onset.jamo) * 21 + UInt16(vowel.jamo)) * 28 + UInt16(coda.jamo)
          let weighed = guess + model.cost(of: symbol)
          if candidates.count >= Self.candidateLimit, weighed >= candidates[candidates.count - 1].guess { continue }
          var place = candidates.count
          while place > 0, candidates[place - 1].guess > weighed { place -= 1 }
          candidates.insert(
            Candidate(
              symbol: symbol, onset: onset.jamo, coda: coda.jamo, guess: weighed, vowelCost: vowel.cost,
              pending: coda.cost), at: place)
          if candidates.count > Self.candidateLimit { candidates.removeLast() }
        }
      }
    }
    // What is written is always one of them.
    let own = ReadingSymbol.syllable + (UInt16(edge.leading) * 21 + UInt16(edge.vowel)) * 28 + UInt16(edge.trailing)
    if !candidates.contains(where: { $0.symbol == own }) {
      candidates.append(
        Candidate(symbol: own, onset: edge.leading, coda: edge.trailing, guess: 0, vowelCost: 0, pending: 0))
    }
  }

  // MARK: Hypotheses

  private func readCoda(_ hypothesis: Hypothesis) -> Int {
    let last = UInt16(hypothesis.symbols & 0x3FFF)
    return ReadingSymbol.isSyllable(last) ? Int(last - ReadingSymbol.syllable) % 28 : SoundChannel.edgeCoda
  }

  /// What the last coda costs if nothing Hangul follows.
  func closing(_ hypothesis: Hypothesis) -> Float {
    sound.cost(Int(hypothesis.coda), SoundChannel.edge, coda: readCoda(hypothesis), onset: SoundChannel.edge)
  }

  @inline(__always)
  static func shifted(_ symbols: UInt64, _ symbol: ReadingSymbol.ID) -> UInt64 {
    (symbols << 14 | UInt64(symbol)) & ((1 << 42) - 1)
  }

  mutating func add(_ node: Node) -> Int32 {
    nodes.append(node)
    return Int32(nodes.count - 1)
  }

  mutating func push(_ hypothesis: Hypothesis, _ at: Int, _ edge: Edge, scalar: UInt32, price: Float) {
    let to = Int(edge.to)
    let total = hypothesis.total
    let count = buckets[to].count
    if count >= Self.width, total >= buckets[to][count - 1].total { return }
    var place = count
    for index in 0..<count {
      let other = buckets[to][index]
      if other.symbols == hypothesis.symbols, other.coda == hypothesis.coda {
        if other.total <= total { return }
        buckets[to].remove(at: index)
        break
      }
    }
    place = buckets[to].count
    while place > 0, buckets[to][place - 1].total > total { place -= 1 }
    var next = hypothesis
    next.node = add(
      Node(
        parent: hypothesis.node, from: Int32(at), to: edge.to, scalar: scalar, rule: edge.rule, cost: price))
    buckets[to].insert(next, at: place)
    if buckets[to].count > Self.width { buckets[to].removeLast() }
  }
}
