/// The state of a byte-pair training: every word as a run of symbols, every pair of neighbours with its count.
///
/// A merge touches only the places where the pair stands and the pairs beside them. Counts go down or belong
/// to pairs with the new symbol, so a heap of old counts has the best pair on top once stale entries are put
/// back with their true count.
///
/// A place is an index into the run of all words. A symbol of n characters keeps its first place; the last of
/// its n places holds -n, so that the symbol before any place is one step away.
/// Source: order, ties and what is counted as in `bpe_model_trainer.cc` of SentencePiece 0.2.3.
struct PairMerger: ~Copyable {
  /// A merge: the new piece and how often its parts stood together.
  struct Merge {
    var bytes: [UInt8]
    var count: Int
  }

  struct Node: BitwiseCopyable {
    var place: Int32
    var next: Int32
  }

  private static let hole = Int32.min

  private let alphabet: Alphabet
  private let rules: PieceRules
  private var taken: Set<[UInt8]>

  private var sequence: GrowableBuffer<Int32>
  private var wordOf: GrowableBuffer<Int32>
  private var weights: GrowableBuffer<Int>

  private var list: PairList
  private var pairIndex = PairTable()
  private var nodes: GrowableBuffer<Node>
  private var freeNode: Int32 = -1
  private var heap = MergeHeap()
  /// The pair of the newest symbol with each symbol to its left and right, if it was met in this merge.
  private var leftOfNewest = GrowableBuffer<Int32>(capacity: 1 << 12)
  private var rightOfNewest = GrowableBuffer<Int32>(capacity: 1 << 12)
  private var touched = GrowableBuffer<Int32>(capacity: 1 << 8)

  /// A merger of the words of `units`; pieces of `taken` are passed over.
  init(units: consuming UnitTable, alphabet: Alphabet, rules: PieceRules, taken: Set<[UInt8]> = []) {
    self.alphabet = alphabet
    self.rules = rules
    self.taken = taken
    weights = GrowableBuffer(capacity: units.count)
    wordOf = GrowableBuffer(repeating: 0, count: units.symbols.count)
    for word in 0..<units.count {
      weights.append(units.entries[word].weight)
      for place in units.range(word) { wordOf[place] = Int32(word) }
    }
    sequence = units.takeSymbols()
    nodes = GrowableBuffer(capacity: sequence.count)
    list = PairList(characters: alphabet.scalars.count)
    for _ in alphabet.scalars {
      leftOfNewest.append(PairTable.missing)
      rightOfNewest.append(PairTable.missing)
    }
    for place in 1..<max(1, sequence.count) {
      let (left, right) = (sequence[place - 1], sequence[place])
      guard isPart(left), isPart(right) else { continue }
      let key = PairTable.key(left, right)
      var index = pairIndex[key]
      if index == PairTable.missing {
        index =
          rules.allows(list.text(left), list.text(right)) ? list.addPair(left, right) : PairTable.invalid
        pairIndex.insert(key, index)
      }
      if index >= 0 { add(place: place - 1, to: index) }
    }
    for index in 0..<list.pairs.count { push(Int32(index)) }
  }

  private func isPart(_ symbol: Int32) -> Bool {
    symbol >= 0 && symbol != alphabet.unknownSymbol && symbol != alphabet.boundarySymbol
  }

  /// Counts the pair `index` at `place`.
  private mutating func add(place: Int, to index: Int32) {
    let node: Int32
    if freeNode >= 0 {
      node = freeNode
      freeNode = nodes[Int(node)].next
      nodes[Int(node)] = Node(place: Int32(place), next: -1)
    } else {
      node = Int32(nodes.count)
      nodes.append(Node(place: Int32(place), next: -1))
    }
    var pair = list.pairs[Int(index)]
    pair.count += weights[Int(wordOf[place])]
    if pair.tail < 0 { pair.head = node } else { nodes[Int(pair.tail)].next = node }
    pair.tail = node
    list.pairs[Int(index)] = pair
  }

  /// Merges the best pair everywhere; nil if no pair is left.
  mutating func mergeNext() -> Merge? {
    while let entry = heap.popFirst(in: list) {
      let pair = list.pairs[Int(entry.pair)]
      if pair.count < entry.count {
        push(entry.pair)
        continue
      }
      list.pairs[Int(entry.pair)].isMerged = true
      let bytes = alphabet.bytes(of: list.text(pair.left)) + alphabet.bytes(of: list.text(pair.right))
      // The same string can be found by two ways; the second does not merge, as in SentencePiece.
      if taken.insert(bytes).inserted {
        merge(entry.pair)
        return Merge(bytes: bytes, count: pair.count)
      }
      release(entry.pair)
    }
    return nil
  }

  private mutating func release(_ index: Int32) {
    let pair = list.pairs[Int(index)]
    guard pair.tail >= 0 else { return }
    nodes[Int(pair.tail)].next = freeNode
    freeNode = pair.head
    list.pairs[Int(index)].head = -1
    list.pairs[Int(index)].tail = -1
  }

  private mutating func merge(_ index: Int32) {
    let pair = list.pairs[Int(index)]
    let symbol = list.addSymbol(pair.left, pair.right)
    leftOfNewest.append(PairTable.missing)
    rightOfNewest.append(PairTable.missing)
    let (leftLength, length) = (Int(list.lengths[Int(pair.left)]), Int(list.lengths[Int(symbol)]))
    let known = list.pairs.count
    var node = pair.head
    while node >= 0 {
      let place = Int(nodes[Int(node)].place)
      node = nodes[Int(node)].next
      let middle = place + leftLength
      // Merges since then may have changed what stands here.
      guard sequence[place] == pair.left, sequence[middle] == pair.right else { continue }
      let weight = weights[Int(wordOf[place])]
      let before = start(before: place)
      let behind = place + length
      if before >= 0 { lower(sequence[before], pair.left, by: weight, except: index) }
      lower(pair.right, sequence[behind], by: weight, except: index)
      sequence[middle] = Self.hole
      sequence[behind - 1] = -Int32(length)
      sequence[place] = symbol
      if before >= 0 { raise(left: sequence[before], symbol, at: before) }
      raise(symbol, right: sequence[behind], at: place)
    }
    release(index)
    for entry in 0..<touched.count {
      leftOfNewest[Int(touched[entry])] = PairTable.missing
      rightOfNewest[Int(touched[entry])] = PairTable.missing
    }
    touched.removeAll()
    for index in known..<list.pairs.count { push(Int32(index)) }
  }

  /// Where the symbol before `place` begins; -1 if the word begins here.
  private func start(before place: Int) -> Int {
    let previous = sequence[place - 1]
    if previous >= 0 { return place - 1 }
    return previous == UnitTable.terminator ? -1 : place + Int(previous)
  }

  private mutating func lower(_ left: Int32, _ right: Int32, by weight: Int, except merged: Int32) {
    guard isPart(left), isPart(right) else { return }
    let index = pairIndex[PairTable.key(left, right)]
    if index >= 0, index != merged { list.pairs[Int(index)].count -= weight }
  }

  private mutating func raise(left: Int32, _ symbol: Int32, at place: Int) {
    guard isPart(left) else { return }
    if leftOfNewest[Int(left)] == PairTable.missing {
      touched.append(left)
      leftOfNewest[Int(left)] = newPair(left, symbol)
    }
    let index = leftOfNewest[Int(left)]
    if index >= 0 { add(place: place, to: index) }
  }

  private mutating func raise(_ symbol: Int32, right: Int32, at place: Int) {
    guard isPart(right) else { return }
    if rightOfNewest[Int(right)] == PairTable.missing {
      touched.append(right)
      rightOfNewest[Int(right)] = newPair(symbol, right)
    }
    let index = rightOfNewest[Int(right)]
    if index >= 0 { add(place: place, to: index) }
  }

  private mutating func newPair(_ left: Int32, _ right: Int32) -> Int32 {
    guard rules.allows(list.text(left), list.text(right)) else { return PairTable.invalid }
    let index = list.addPair(left, right)
    pairIndex.insert(PairTable.key(left, right), index)
    return index
  }

  private mutating func push(_ index: Int32) {
    let pair = list.pairs[Int(index)]
    if pair.count > 0, !pair.isMerged { heap.insert(list.entry(index), in: list) }
  }
}
