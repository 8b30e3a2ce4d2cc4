import Normalization

/// The model `BPE` of `tokenizer.json`: pairs join in the order of a list, whatever pieces they make.
///
/// Source: `models/bpe` of the `tokenizers` library; Sennrich et al. 2016, "Neural Machine Translation of Rare Words
/// with Subword Units".
struct BytePairModel: Sendable {
  /// What two tokens join to, and when: the lower, the earlier.
  private struct Join: Sendable {
    var rank: Int32
    var id: Int32
  }

  private let vocabulary: PrefixTable
  private let joins: [UInt64: Join]
  private let firstIDs: [UInt32: Int32]
  private let byteIDs: [Int32]
  private let unknown: Int32?
  private let fusesUnknown: Bool
  private let ignoresMerges: Bool

  /// Reads the member `model`.
  init(_ tree: JSONTree, vocabulary: HuggingFaceVocabulary) throws(TokenizationError) {
    for name in ["continuing_subword_prefix", "end_of_word_suffix"] {
      if let affix = tree[name]?.text, !affix.isEmpty {
        throw .unsupportedMember(path: "model." + name, found: affix)
      }
    }
    self.vocabulary = vocabulary.model
    var firstIDs: [UInt32: Int32] = [:]
    for (spelling, id) in zip(vocabulary.spellings, Int32(0)...) {
      guard let spelling, spelling.count <= 4 else { continue }
      let scalars = UTF8Scalar.values(of: spelling)
      if scalars.count == 1, vocabulary.model.value(of: spelling[...]) == id { firstIDs[scalars[0]] = id }
    }
    self.firstIDs = firstIDs
    unknown = tree["unk_token"]?.bytes.flatMap { vocabulary.model.value(of: $0[...]) }
    fusesUnknown = tree["fuse_unk"]?.boolean ?? false
    ignoresMerges = tree["ignore_merges"]?.boolean ?? false
    let bytes = (UInt8.min...UInt8.max).map { byte in
      vocabulary.model.value(of: SentencePieceModel.byteName(byte).utf8.map(\.self)[...]) ?? -1
    }
    byteIDs = tree["byte_fallback"]?.boolean == true && !bytes.contains(-1) ? bytes : []
    joins = try Self.joins(tree, vocabulary.model)
  }

  private static func joins(
    _ tree: JSONTree, _ vocabulary: PrefixTable
  ) throws(TokenizationError) -> [UInt64: Join] {
    guard let merges = tree["merges"]?.elements else {
      throw .malformedMember(path: "model.merges", expected: "an array of pairs")
    }
    var joins: [UInt64: Join] = [:]
    joins.reserveCapacity(merges.count)
    for (rank, merge) in merges.enumerated() {
      let pair: [ArraySlice<UInt8>] =
        merge.bytes?.split(separator: 0x20, omittingEmptySubsequences: false)
        ?? (merge.elements ?? []).compactMap { $0.bytes?[...] }
      guard pair.count == 2, let left = vocabulary.value(of: pair[0]),
        let right = vocabulary.value(of: pair[1]),
        let id = vocabulary.value(of: pair[0] + pair[1])
      else { throw .malformedMember(path: "model.merges.\(rank)", expected: "two tokens that make a third") }
      // Of equal pairs the last one counts, as in a map that is filled in order.
      joins[key(left, right)] = Join(rank: Int32(rank), id: id)
    }
    return joins
  }

  private static func key(_ left: Int32, _ right: Int32) -> UInt64 {
    UInt64(UInt32(bitPattern: left)) << 32 | UInt64(UInt32(bitPattern: right))
  }

  /// One token of a word on its way; `length` counts the word's units, and 0 is one that has gone.
  private struct Symbol {
    var id: Int32
    var length: Int
    var previous: Int
    var next: Int
  }

  /// The tokens of a word of `units`, each with the number of units that it takes.
  ///
  /// A unit is a scalar, or a byte of a byte-level model, spelled as the vocabulary spells it.
  func segment(_ units: [UInt32], _ output: (_ id: Int32, _ units: Int) -> Void) {
    if ignoresMerges {
      let word = units.reduce(into: [UInt8]()) { UTF8Scalar.append($1, to: &$0) }
      if let id = vocabulary.value(of: word[...]) { return output(id, units.count) }
    }
    var symbols = symbols(units)
    join(&symbols)
    for symbol in symbols where symbol.length >= 0 { output(symbol.id, symbol.length) }
  }

  private func symbols(_ units: [UInt32]) -> [Symbol] {
    var symbols: [Symbol] = []
    func add(_ id: Int32, _ length: Int) {
      symbols.append(Symbol(id: id, length: length, previous: symbols.count - 1, next: symbols.count + 1))
    }
    var pendingUnknown = 0
    func flush() {
      if pendingUnknown > 0, let unknown { add(unknown, pendingUnknown) }
      pendingUnknown = 0
    }
    for unit in units {
      if let id = firstIDs[unit] {
        flush()
        add(id, 1)
      } else if !byteIDs.isEmpty {
        let bytes = UTF8Scalar.bytes(of: unit)
        // The last byte stands for the unit; the ones before it take none of their own.
        for (index, byte) in bytes.enumerated() {
          add(byteIDs[Int(byte)], index == bytes.count - 1 ? 1 : 0)
        }
      } else {
        if pendingUnknown > 0, !fusesUnknown { flush() }
        pendingUnknown += 1
      }
    }
    flush()
    if !symbols.isEmpty { symbols[symbols.count - 1].next = -1 }
    return symbols
  }

  private struct Offer {
    var rank: Int32
    var place: Int
    var id: Int32
  }

  /// Joins neighbours, lowest rank first and leftmost first among equals, until none join.
  private func join(_ symbols: inout [Symbol]) {
    guard symbols.count > 1 else { return }
    var offers = StandardHeap<Offer> { ($1.rank, $1.place) < ($0.rank, $0.place) }
    func offer(_ left: Int, _ symbols: [Symbol]) {
      guard left >= 0, symbols[left].next >= 0,
        let join = joins[Self.key(symbols[left].id, symbols[symbols[left].next].id)]
      else { return }
      offers.push(Offer(rank: join.rank, place: left, id: join.id))
    }
    for left in symbols.indices { offer(left, symbols) }
    while let best = offers.pop() {
      let (left, right) = (best.place, symbols[best.place].next)
      guard symbols[left].length >= 0, right >= 0,
        joins[Self.key(symbols[left].id, symbols[right].id)]?.id == best.id
      else { continue }
      symbols[left].id = best.id
      symbols[left].length += symbols[right].length
      symbols[left].next = symbols[right].next
      if symbols[right].next >= 0 { symbols[symbols[right].next].previous = left }
      symbols[right].length = -1
      offer(symbols[left].previous, symbols)
      offer(left, symbols)
    }
  }
}
