#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Makes the lattices with which a unigram training begins: characters, the best seeds, and where they stand.
enum UnigramSeeds {
  /// A piece from a file and its frequency.
  typealias Given = (bytes: [UInt8], frequency: Int)

  /// The lattices of `units` with the seeds that the text itself gives.
  static func lattices(
    of units: consuming UnitTable, _ alphabet: Alphabet, _ rules: PieceRules, seeds: Int, threads: Int
  ) -> UnigramLattices {
    let wordOf = self.wordOf(units)
    let starts = firstPlaces(units, alphabet)
    let places = places(units, starts)
    let candidates = find(units, places, starts, wordOf, alphabet, rules, threads: threads)
    let order = ranked(candidates, places, units, alphabet, limit: seeds)
    var pieces = characterPieces(alphabet)
    var ids = GrowableBuffer<Int32>(repeating: -1, count: candidates.count)
    for index in order {
      let candidate = candidates[Int(index)]
      ids[Int(index)] = Int32(pieces.count)
      pieces.append(
        UnigramLattices.Piece(
          place: places[Int(candidate.lower)], length: candidate.length, score: candidate.score))
    }
    let edges = EdgeTable(places: units.symbols.count) { body in
      for index in 0..<candidates.count where ids[index] >= 0 {
        let candidate = candidates[index]
        for place in candidate.lower..<candidate.upper {
          body(Int(places[Int(place)]), ids[index], Int(candidate.length))
        }
      }
    }
    return assemble(units, alphabet, pieces, edges, foreign: [])
  }

  // MARK: Parts

  private static func wordOf(_ units: borrowing UnitTable) -> GrowableBuffer<Int32> {
    var wordOf = GrowableBuffer<Int32>(repeating: -1, count: units.symbols.count)
    for word in 0..<units.count {
      for place in units.range(word) { wordOf[place] = Int32(word) }
    }
    return wordOf
  }

  /// Where the places of each first character begin, once they are in its order.
  private static func firstPlaces(_ units: borrowing UnitTable, _ alphabet: Alphabet) -> [Int] {
    var starts = [Int](repeating: 0, count: alphabet.scalars.count + 1)
    for place in 0..<units.symbols.count where units.symbols[place] >= 0 {
      starts[Int(units.symbols[place]) + 1] += 1
    }
    for symbol in alphabet.scalars.indices { starts[symbol + 1] += starts[symbol] }
    return starts
  }

  /// All places by their first character.
  private static func places(_ units: borrowing UnitTable, _ starts: [Int]) -> GrowableBuffer<Int32> {
    var places = GrowableBuffer<Int32>(repeating: 0, count: starts[starts.count - 1])
    var next = starts
    for place in 0..<units.symbols.count where units.symbols[place] >= 0 {
      let symbol = Int(units.symbols[place])
      places[next[symbol]] = Int32(place)
      next[symbol] += 1
    }
    return places
  }

  /// Puts all places in order and returns the candidates among the strings that begin there.
  private static func find(
    _ units: borrowing UnitTable, _ places: borrowing GrowableBuffer<Int32>, _ starts: [Int],
    _ wordOf: borrowing GrowableBuffer<Int32>, _ alphabet: Alphabet, _ rules: PieceRules, threads: Int
  ) -> GrowableBuffer<SeedFinder.Candidate> {
    // Groups of first characters with about as many places each; their number does not depend on the threads.
    var groups: [Range<Int>] = []
    var begin = 0
    for symbol in alphabet.scalars.indices
    where starts[symbol + 1] - starts[begin] > places.count / 64 || symbol == alphabet.scalars.count - 1 {
      groups.append(begin..<symbol + 1)
      begin = symbol + 1
    }
    let firstBytes = FrozenArray(alphabet.firstBytes)
    let base = places.base
    let symbols = UnsafePointer(units.symbols.base)
    let facts = UnsafePointer(units.entries.base)
    let words = UnsafePointer(wordOf.base)
    let workers = groups.map { _ in
      SeedWorker(
        SeedFinder(
          places: base, symbols: symbols, facts: facts, wordOf: words, firstBytes: firstBytes, rules: rules))
    }
    ParallelSlots.run(threads) { slot in
      for group in stride(from: slot, to: groups.count, by: threads) {
        for symbol in groups[group] { workers[group].finder.find(starts[symbol]..<starts[symbol + 1]) }
      }
    }
    var candidates = GrowableBuffer<SeedFinder.Candidate>(capacity: 1 << 12)
    for worker in workers { worker.finder.giveCandidates(to: &candidates) }
    return candidates
  }

  private final class SeedWorker {
    var finder: SeedFinder

    init(_ finder: consuming SeedFinder) { self.finder = finder }
  }

  /// The numbers of the best candidates: high scores first, then short, then by bytes.
  private static func ranked(
    _ candidates: borrowing GrowableBuffer<SeedFinder.Candidate>, _ places: borrowing GrowableBuffer<Int32>,
    _ units: borrowing UnitTable, _ alphabet: Alphabet, limit: Int
  ) -> [Int32] {
    let sizes = alphabet.scalars.map { $0 < 0x80 ? 1 : $0 < 0x800 ? 2 : $0 < 0x10000 ? 3 : 4 }
    // Candidates come in the order of their bytes, and the sort is stable.
    var keys = GrowableBuffer<UInt64>(capacity: candidates.count)
    var scratch = GrowableBuffer<UInt64>(capacity: candidates.count)
    for index in 0..<candidates.count {
      let start = Int(places[Int(candidates[index].lower)])
      var size = 0
      for place in start..<start + Int(candidates[index].length) { size += sizes[Int(units.symbols[place])] }
      keys.append(UInt64(size) << 32 | UInt64(index))
    }
    KeySort.sort(&keys, scratch: &scratch)
    for place in 0..<keys.count {
      let index = keys[place] & 0xFFFF_FFFF
      // Scores are positive, so their bits order as they do.
      keys[place] = UInt64(~candidates[Int(index)].score.bitPattern) << 32 | index
    }
    KeySort.sort(&keys, scratch: &scratch)
    return (0..<min(limit, keys.count)).map { Int32(truncatingIfNeeded: keys[$0] & 0xFFFF_FFFF) }
  }

  /// The characters of the text, most frequent first, with their counts for scores.
  private static func characterPieces(_ alphabet: Alphabet) -> GrowableBuffer<UnigramLattices.Piece> {
    var pieces = GrowableBuffer<UnigramLattices.Piece>(capacity: 1 << 12)
    for symbol in alphabet.byFrequency where alphabet.counts[Int(symbol)] > 0 {
      pieces.append(
        UnigramLattices.Piece(place: symbol, length: 1, score: Float(alphabet.counts[Int(symbol)])))
    }
    return pieces
  }

  /// Puts the lattices together; scores become log probabilities. `foreign` are the scores of pieces that
  /// stand nowhere.
  static func assemble(
    _ units: consuming UnitTable, _ alphabet: Alphabet,
    _ pieces: consuming GrowableBuffer<UnigramLattices.Piece>, _ edges: consuming EdgeTable, foreign: [Float]
  ) -> UnigramLattices {
    var sum = 0.0
    for id in 0..<pieces.count { sum += Double(pieces[id].score) }
    for score in foreign { sum += Double(score) }
    let logTotal = log(sum)
    var characterIDs = GrowableBuffer<Int32>(repeating: -1, count: alphabet.scalars.count)
    for id in 0..<pieces.count {
      pieces[id].score = Float(log(Double(pieces[id].score)) - logTotal)
      if pieces[id].length == 1 { characterIDs[Int(pieces[id].place)] = Int32(id) }
    }
    var weights = GrowableBuffer<Int>(capacity: units.count)
    for word in 0..<units.count { weights.append(units.entries[word].weight) }
    var lattices = UnigramLattices(
      symbols: units.takeSymbols(), starts: units.takeStarts(), weights: weights, pieces: pieces,
      characterIDs: characterIDs, edges: edges)
    lattices.setLowestScore()
    for score in foreign {
      lattices.lowestScore = min(lattices.lowestScore, Float(log(Double(score)) - logTotal))
    }
    return lattices
  }
}
