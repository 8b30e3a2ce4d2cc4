/// Finds the readings of a text: a beam search over the ``Lattice`` under ``SoundChannel`` and ``ReadingModel``.
///
/// The cost of a reading is that of its changes (relative to writing what is meant) and of the text it reads.
/// Time is linear in the text: each place keeps at most ``width`` hypotheses, and tries at most
/// ``candidateLimit`` syllables an edge.
final class Decoder {
  static let width = 4
  /// A hypothesis that costs so much more than the best one at its place is given up.
  static let beam: Float = 14
  /// Candidates whose sound is less likely than this are not tried.
  static let guessLimit: Float = 10
  static let candidateLimit = 8

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
    /// The last coda as written, and as read.
    var coda: UInt8
    var readCoda = UInt8(SoundChannel.edgeCoda)
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

  var lattice: Lattice
  let model: ReadingModel
  let sound: SoundChannel
  let prices: Prices
  /// ``width`` places for each unit and one more for the end, of which ``counts`` are used, cheapest first.
  private let places: UnsafeMutablePointer<Hypothesis>
  private let counts: UnsafeMutablePointer<Int>
  private(set) var nodes: [Node] = []
  private var edges: [Edge] = []
  /// The first ``candidateCount`` are used.
  let candidates: UnsafeMutablePointer<Candidate>
  private(set) var candidateCount = 0
  /// The hypotheses at the place that is expanded, those with a space put in behind the others.
  private let expandedPlaces: UnsafeMutablePointer<Hypothesis>
  private var expandedCount = 0
  private let placeCount: Int

  init(_ lattice: Lattice, model: ReadingModel) {
    self.lattice = lattice
    self.model = model
    sound = lattice.tables.sound
    prices = lattice.prices
    let none = Hypothesis(cost: 0, pending: 0, symbols: 0, node: -1, coda: 0)
    // Plain memory: the loops below run some hundred thousand times a second, and must not count references.
    placeCount = lattice.units.count + 1
    places = .allocate(capacity: placeCount * Self.width)
    places.initialize(repeating: none, count: placeCount * Self.width)
    counts = .allocate(capacity: placeCount)
    counts.initialize(repeating: 0, count: placeCount)
    expandedPlaces = .allocate(capacity: 2 * Self.width)
    expandedPlaces.initialize(repeating: none, count: 2 * Self.width)
    candidates = .allocate(capacity: Self.candidateLimit + 1)
    candidates.initialize(
      repeating: Candidate(symbol: 0, onset: 0, coda: 0, guess: 0, vowelCost: 0, pending: 0),
      count: Self.candidateLimit + 1)
    nodes.reserveCapacity(lattice.units.count * 24)
  }

  deinit {
    // SAFETY: allocated in `init`, of trivial types, and not handed out.
    places.deallocate()
    counts.deallocate()
    expandedPlaces.deallocate()
    candidates.deallocate()
  }

  /// The hypotheses at the place that is expanded.
  var expanded: UnsafeMutableBufferPointer<Hypothesis> {
    // SAFETY: at most `2 * width` are used.
    UnsafeMutableBufferPointer(start: expandedPlaces, count: expandedCount)
  }

  struct Path {
    var cost: Float
    var node: Int32
  }

  /// The ends of the best paths, cheapest first.
  func run() -> [Path] {
    var start = Hypothesis(
      cost: 0, pending: 0, symbols: UInt64(ReadingSymbol.boundary), node: -1,
      coda: UInt8(SoundChannel.edgeCoda))
    start.state = model.start
    places[0] = start
    counts[0] = 1
    for at in lattice.units.indices { expand(at) }
    var paths: [Path] = []
    for hypothesis in bucket(lattice.units.count) {
      let state = model.state(after: hypothesis.symbols)
      let cost =
        hypothesis.cost + closing(hypothesis) + model.cost(ReadingSymbol.boundary, after: state)
      paths.append(Path(cost: cost, node: hypothesis.node))
    }
    return paths.sorted { $0.cost < $1.cost }
  }

  private func bucket(_ at: Int) -> UnsafeBufferPointer<Hypothesis> {
    // SAFETY: `at` is a unit or the end, and each has `width` places.
    UnsafeBufferPointer(start: places + at * Self.width, count: counts[at])
  }

  // MARK: One place

  private func expand(_ at: Int) {
    let bucket = bucket(at)
    guard !bucket.isEmpty else { return }
    for (index, hypothesis) in bucket.enumerated() { expandedPlaces[index] = hypothesis }
    expandedCount = bucket.count
    for index in 0..<expandedCount {
      expandedPlaces[index].state = model.state(after: expandedPlaces[index].symbols)
    }
    if lattice.suspects[at], lattice.units[at].kind != .space, at > 0, lattice.spaceInsertion < 7 {
      insertSpaces(at)
    }
    if lattice.suspects[at], let end = lattice.anagramEnd(at: at) { followAnagram(at, end) }
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

  private func insertSpaces(_ at: Int) {
    for index in 0..<expandedCount {
      let hypothesis = expandedPlaces[index]
      guard hypothesis.state.last != ReadingSymbol.space, hypothesis.state.last != ReadingSymbol.boundary
      else {
        continue
      }
      var next = hypothesis
      next.cost +=
        lattice.spaceInsertion + closing(hypothesis)
        + model.cost(ReadingSymbol.space, after: hypothesis.state)
      next.pending = 0
      next.symbols = Self.shifted(hypothesis.symbols, ReadingSymbol.space)
      next.coda = UInt8(SoundChannel.edgeCoda)
      next.readCoda = next.coda
      next.node = add(
        Node(
          parent: hypothesis.node, from: Int32(at), to: Int32(at), scalar: 0x20,
          rule: DeobfuscationRule.spacing.number, cost: lattice.spaceInsertion))
      next.state = model.state(after: next.symbols)
      expandedPlaces[expandedCount] = next
      expandedCount += 1
    }
  }

  private func follow(literal edge: Edge, _ at: Int) {
    let unit = lattice.units[at]
    guard unit.kind != .invisible else {
      for hypothesis in expanded { push(hypothesis, at, edge, scalar: unit.written, price: 0) }
      return
    }
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
      next.coda =
        unit.kind == .syllable ? UInt8((unit.scalar - 0xAC00) % 28) : UInt8(SoundChannel.edgeCoda)
      next.readCoda = next.coda
      if !isIdle { next.symbols = Self.shifted(hypothesis.symbols, symbol) }
      push(next, at, edge, scalar: unit.written, price: edge.cost)
    }
  }

  private func follow(skip edge: Edge, _ at: Int) {
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

  private func follow(word edge: Edge, _ at: Int) {
    let read = lattice.word(edge)
    for hypothesis in expanded {
      var next = hypothesis
      next.cost += edge.cost + closing(hypothesis)
      next.pending = 0
      var state = hypothesis.state
      var node = hypothesis.node
      for (index, scalar) in read.enumerated() {
        let symbol = ReadingSymbol.of(scalar)
        next.cost += model.cost(symbol, after: state)
        next.symbols = Self.shifted(next.symbols, symbol)
        state = model.state(after: next.symbols)
        if index + 1 < read.count {
          node = add(
            Node(parent: node, from: Int32(at), to: Int32(at), scalar: scalar, rule: edge.rule, cost: 0))
        }
      }
      next.node = node
      let last = read[read.count - 1]
      next.coda = Hangul.isSyllable(last) ? UInt8((last - 0xAC00) % 28) : UInt8(SoundChannel.edgeCoda)
      next.readCoda = next.coda
      push(next, at, edge, scalar: last, price: edge.cost)
    }
  }

  private func follow(syllable edge: Edge, _ at: Int) {
    let onset = Int(edge.leading)
    let nextOnset = Int(lattice.onsets[Int(edge.to)])
    fillCandidates(edge, writtenCoda: Int(expanded[0].coda), nextOnset: nextOnset)
    // The best hypothesis goes first, so that the others find the place full.
    for hypothesis in expanded {
      for index in 0..<candidateCount {
        let candidate = candidates[index]
        let price =
          candidate.vowelCost
          + sound.cost(
            Int(hypothesis.coda), onset, coda: Int(hypothesis.readCoda), onset: Int(candidate.onset))
        guard price < 20 else { continue }
        let base = hypothesis.cost + edge.cost + price
        guard base + candidate.pending < limit(Int(edge.to)) else { continue }
        var next = hypothesis
        next.cost = base + model.cost(candidate.symbol, after: hypothesis.state)
        next.pending = candidate.pending
        next.symbols = Self.shifted(hypothesis.symbols, candidate.symbol)
        next.coda = edge.trailing
        next.readCoda = candidate.coda
        push(
          next, at, edge, scalar: UInt32(candidate.symbol - ReadingSymbol.syllable) + 0xAC00,
          price: edge.cost + price)
      }
    }
  }

  /// The total above which a hypothesis finds no place at `to`.
  @inline(__always)
  private func limit(_ to: Int) -> Float {
    let count = counts[to]
    if count == 0 { return .infinity }
    let best = places[to &* Self.width].total + Self.beam
    return count < Self.width ? best : min(best, places[to &* Self.width &+ count &- 1].total)
  }

  /// The syllables that `edge`'s may stand for, likeliest first.
  func fillCandidates(_ edge: Edge, writtenCoda: Int, nextOnset: Int) {
    candidateCount = 0
    var worst = Float.infinity
    // The options come cheapest first, so each loop ends where its sum passes the bound.
    for onset in sound.onsetOptions[writtenCoda * SoundChannel.onsets + Int(edge.leading)] {
      for vowel in sound.vowelOptions[Int(edge.vowel)] {
        let stem = onset.cost + vowel.cost
        if stem >= Self.guessLimit { break }
        let base = ReadingSymbol.syllable + (UInt16(onset.jamo) * 21 + UInt16(vowel.jamo)) * 28
        for coda in sound.codaOptions[Int(edge.trailing) * SoundChannel.onsets + nextOnset] {
          let guess = stem + coda.cost
          if guess >= Self.guessLimit || guess >= worst { break }
          let symbol = base + UInt16(coda.jamo)
          let weighed = guess + model.cost(of: symbol)
          guard weighed < worst else { continue }
          let candidate = Candidate(
            symbol: symbol, onset: onset.jamo, coda: coda.jamo, guess: weighed, vowelCost: vowel.cost,
            pending: coda.cost)
          var place = candidateCount
          if place < Self.candidateLimit { candidateCount += 1 } else { place -= 1 }
          while place > 0, candidates[place - 1].guess > weighed {
            candidates[place] = candidates[place - 1]
            place -= 1
          }
          candidates[place] = candidate
          if candidateCount == Self.candidateLimit { worst = candidates[Self.candidateLimit - 1].guess }
        }
      }
    }
    // What is written is always one of them.
    let own =
      ReadingSymbol.syllable + (UInt16(edge.leading) * 21 + UInt16(edge.vowel)) * 28 + UInt16(edge.trailing)
    for index in 0..<candidateCount where candidates[index].symbol == own { return }
    candidates[candidateCount] = Candidate(
      symbol: own, onset: edge.leading, coda: edge.trailing, guess: 0, vowelCost: 0, pending: 0)
    candidateCount += 1
  }

  // MARK: Hypotheses

  /// What the last coda costs if nothing Hangul follows.
  func closing(_ hypothesis: Hypothesis) -> Float {
    sound.cost(
      Int(hypothesis.coda), SoundChannel.edge, coda: Int(hypothesis.readCoda), onset: SoundChannel.edge)
  }

  @inline(__always)
  static func shifted(_ symbols: UInt64, _ symbol: ReadingSymbol.ID) -> UInt64 {
    (symbols << 14 | UInt64(symbol)) & ((1 << 42) - 1)
  }

  func add(_ node: Node) -> Int32 {
    nodes.append(node)
    return Int32(nodes.count - 1)
  }

  func push(_ hypothesis: Hypothesis, _ at: Int, _ edge: Edge, scalar: UInt32, price: Float) {
    let to = Int(edge.to)
    let total = hypothesis.total
    guard total < limit(to) else { return }
    let start = to &* Self.width
    var count = counts[to]
    var place = 0
    // Of two ways to the same state the cheaper one stays.
    while place < count {
      let other = places[start &+ place]
      if other.symbols == hypothesis.symbols, other.coda == hypothesis.coda {
        if other.total <= total { return }
        for index in place..<(count - 1) { places[start &+ index] = places[start &+ index &+ 1] }
        count -= 1
        break
      }
      place += 1
    }
    if count == Self.width { count -= 1 }
    place = count
    while place > 0, places[start &+ place &- 1].total > total {
      places[start &+ place] = places[start &+ place &- 1]
      place -= 1
    }
    var next = hypothesis
    next.node = add(
      Node(
        parent: hypothesis.node, from: Int32(at), to: edge.to, scalar: scalar, rule: edge.rule, cost: price))
    places[start &+ place] = next
    counts[to] = count + 1
  }
}
