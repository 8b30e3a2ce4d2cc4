import Normalization

extension UnigramSeeds {
  /// A piece to begin with and where it first stands.
  private struct Seed {
    var bytes: [UInt8]
    /// Empty if the text has not all of its characters.
    var symbols: [Int32]
    var score: Float
    /// A place where it stands, for a character its symbol; -1 for none.
    var place: Int32 = -1
  }

  /// The lattices of `units` with seeds from a file.
  ///
  /// Seeds that may be no pieces, and those that were there before, are passed over; `limit` counts the
  /// characters too. Source: `LoadSeedSentencePiecesFromFile` in `unigram_model_trainer.cc`.
  static func lattices(
    of units: consuming UnitTable, _ alphabet: Alphabet, _ rules: PieceRules, given: [Given], limit: Int
  ) -> UnigramLattices {
    var seeds = seeds(alphabet, rules, given, limit: limit)
    var index = WordTable()
    var numbers: [Int] = []
    for (number, seed) in seeds.enumerated() where seed.symbols.count > 1 {
      seed.symbols.withUnsafeBytes { bytes in
        guard let base = bytes.bindMemory(to: UInt8.self).baseAddress else { return }
        _ = index.add(base, count: bytes.count, weight: 1)
        numbers.append(number)
      }
    }
    let longest = seeds.reduce(1) { max($0, $1.symbols.count) }
    walk(units, index, longest: longest) { place, found, _ in
      if seeds[numbers[found]].place < 0 { seeds[numbers[found]].place = Int32(place) }
    }
    var pieces = GrowableBuffer<UnigramLattices.Piece>(capacity: seeds.count)
    var ids = [Int32](repeating: -1, count: seeds.count)
    var foreign: [Float] = []
    for (number, seed) in seeds.enumerated() {
      if seed.place < 0 {
        foreign.append(seed.score)
        continue
      }
      ids[number] = Int32(pieces.count)
      pieces.append(
        UnigramLattices.Piece(place: seed.place, length: Int32(seed.symbols.count), score: seed.score))
    }
    let edges = EdgeTable(places: units.symbols.count) { body in
      walk(units, index, longest: longest) { place, found, length in body(place, ids[numbers[found]], length)
      }
    }
    return assemble(units, alphabet, pieces, edges, foreign: foreign)
  }

  /// The characters and the given pieces, best first.
  private static func seeds(
    _ alphabet: Alphabet, _ rules: PieceRules, _ given: [Given], limit: Int
  ) -> [Seed] {
    var seeds: [Seed] = []
    var seen: Set<[UInt8]> = []
    for symbol in alphabet.byFrequency where alphabet.counts[Int(symbol)] > 0 {
      let bytes = UTF8Scalar.bytes(of: alphabet.scalars[Int(symbol)])
      seen.insert(bytes)
      let score = Float(alphabet.counts[Int(symbol)])
      seeds.append(Seed(bytes: bytes, symbols: [symbol], score: score, place: symbol))
    }
    for (bytes, frequency) in given {
      let scalars = UTF8Scalar.values(of: bytes)
      let symbols = scalars.map { alphabet.symbol(of: $0) }
      // A seed with a character that the text does not have stands nowhere, whatever the rules say.
      let isKnown = !symbols.contains(alphabet.unknownSymbol)
      guard !scalars.isEmpty, !isKnown || rules.allows(symbols), seen.insert(bytes).inserted else { continue }
      guard seeds.count < limit else { break }
      seeds.append(
        Seed(bytes: bytes, symbols: isKnown ? symbols : [], score: Float(frequency * scalars.count)))
    }
    return seeds.sorted {
      $0.score != $1.score ? $0.score > $1.score : $0.bytes.lexicographicallyPrecedes($1.bytes)
    }
  }

  /// Calls `body` with place, number and length of every string of `index` that stands in the words.
  private static func walk(
    _ units: borrowing UnitTable, _ index: borrowing WordTable, longest: Int, _ body: (Int, Int, Int) -> Void
  ) {
    for word in 0..<units.count {
      let range = units.range(word)
      for place in range {
        for length in stride(from: 2, through: min(longest, range.upperBound - place), by: 1) {
          // SAFETY: the symbols of the word lie there, four bytes each.
          let bytes = UnsafeRawPointer(units.symbols.base + place).assumingMemoryBound(to: UInt8.self)
          if let found = index.find(bytes, count: length * MemoryLayout<Int32>.stride) {
            body(place, found, length)
          }
        }
      }
    }
  }
}
