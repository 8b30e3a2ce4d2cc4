import Normalization

/// Divides a vocabulary between characters and merges by what each saves.
///
/// With byte fallback a character of n bytes saves n - 1 pieces each time it occurs, and a merge one piece each
/// time. Merges can only be taken from the first on, and need their characters; for each number of merges the
/// best other characters fill the rest, and the best number wins.
/// Source: `PrunePiecesWithGlobalSearch` in `bpe_model_trainer.cc` of SentencePiece 0.2.3.
struct CharacterChoice {
  private struct Candidate {
    var scalar: UInt32
    var gain: Int
    var count: Int
  }

  private let candidates: [Candidate]
  private let rank: [UInt32: Int]

  init(_ words: borrowing WordTable, _ alphabet: Alphabet) {
    var candidates: [Candidate] = []
    for (scalar, count) in zip(alphabet.scalars, alphabet.counts) where count > 0 && scalar >= 0x80 {
      let bytes = UTF8Scalar.bytes(of: scalar).count
      candidates.append(Candidate(scalar: scalar, gain: count * (bytes - 1), count: count))
    }
    candidates.sort { left, right in
      if left.gain != right.gain { return left.gain > right.gain }
      return left.count != right.count ? left.count > right.count : left.scalar < right.scalar
    }
    self.candidates = candidates
    rank = Dictionary(uniqueKeysWithValues: candidates.enumerated().map { ($1.scalar, $0) })
  }

  /// The best `count` pieces: merges, their characters by code point, then other characters.
  func pieces(_ merges: [PairMerger.Merge], count budget: Int) -> [[UInt8]] {
    var available = PrefixSums(candidates.map { _ in 1 })
    var gains = PrefixSums(candidates.map(\.gain))
    var used: Set<UInt32> = []
    var (usedGain, mergeGain) = (0, 0)
    var best: (merges: Int, characters: Int, gain: Int) = (0, 0, .min)
    for taken in 0...merges.count {
      if taken + used.count <= budget {
        let characters = min(budget - taken - used.count, available.total)
        let place = available.place(of: characters)
        let gain = mergeGain + usedGain + gains.sum(through: place)
        if gain >= best.gain { best = (taken, characters, gain) }
      }
      guard taken < merges.count else { break }
      mergeGain += merges[taken].count
      for scalar in UTF8Scalar.values(of: merges[taken].bytes) where used.insert(scalar).inserted {
        guard let rank = rank[scalar] else { continue }
        available.add(-1, at: rank)
        gains.add(-candidates[rank].gain, at: rank)
        usedGain += candidates[rank].gain
      }
    }
    let chosen = merges.prefix(best.merges).map(\.bytes)
    let needed = Set(chosen.flatMap { UTF8Scalar.values(of: $0) })
    let others = candidates.lazy.map(\.scalar).filter { !needed.contains($0) }.prefix(best.characters)
    return chosen + (needed.sorted() + others).map { UTF8Scalar.bytes(of: $0) }
  }
}

/// Sums of the beginnings of a list that changes. Source: Fenwick 1994, "A New Data Structure for Cumulative
/// Frequency Tables".
struct PrefixSums {
  private var tree: [Int]

  init(_ values: [Int]) {
    tree = [Int](repeating: 0, count: values.count + 1)
    for (index, value) in values.enumerated() { add(value, at: index) }
  }

  mutating func add(_ value: Int, at index: Int) {
    var node = index + 1
    while node < tree.count {
      tree[node] += value
      node += node & -node
    }
  }

  /// The sum of the values up to and with `index`; 0 for -1.
  func sum(through index: Int) -> Int {
    var node = index + 1
    var sum = 0
    while node > 0 {
      sum += tree[node]
      node -= node & -node
    }
    return sum
  }

  var total: Int { sum(through: tree.count - 2) }

  /// The first index up to which the values, which are 0 or 1, sum to `count`; -1 for 0.
  func place(of count: Int) -> Int {
    guard count > 0 else { return -1 }
    var (node, rest) = (0, count)
    var step = 1
    while step * 2 < tree.count { step *= 2 }
    while step > 0 {
      if node + step < tree.count, tree[node + step] < rest {
        node += step
        rest -= tree[node]
      }
      step /= 2
    }
    return min(node, tree.count - 2)
  }
}
