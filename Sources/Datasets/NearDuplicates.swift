/// Finds texts that nearly repeat each other: MinHash with banded locality-sensitive hashing (Broder 1997;
/// Leskovec, Rajaraman, Ullman, *Mining of Massive Datasets*, 3.4) proposes pairs, the exact Jaccard index of
/// their n-gram sets decides.
///
/// N-grams of jamo, three by default, suit queries of two to ten words, where word n-grams find nothing.
package struct NearDuplicates: Sendable {
  /// How much is near.
  package struct Settings: Equatable, Sendable {
    /// The number of jamo in an n-gram.
    package var gram = 3
    /// The Jaccard index from which two texts are near duplicates.
    package var jaccard = 0.8
    /// Bands of the signature; one equal band makes a pair a candidate.
    package var bands = 20
    /// Hashes in a band. A pair at the index s is proposed with probability 1 - (1 - s^rows)^bands:
    /// at 0.8 with 20 bands of 5 in 9,996 of 10,000 cases, at 0.5 in 47 of 100.
    package var rows = 5
    /// Chooses the hash functions.
    package var seed: UInt64 = 0

    package init() {}
  }

  package let settings: Settings
  private let hasher: MinHash
  /// The n-gram sets back to back, each sorted; `starts` has one entry more than there are texts.
  private var grams: [UInt32] = []
  private var starts: [Int] = [0]
  /// One key a band and text, `[count, bands]`; equal keys of a band make a candidate. That two unequal bands
  /// share a key happens once in 2^32 pairs and costs one comparison.
  private var bandKeys: [UInt32] = []

  package init(settings: Settings, reservingTexts count: Int = 0) {
    self.settings = settings
    hasher = MinHash(settings: settings)
    bandKeys.reserveCapacity(count * settings.bands)
    starts.reserveCapacity(count + 1)
  }

  /// The number of texts added.
  package var count: Int { starts.count - 1 }

  /// Adds a text under the next index.
  package mutating func add(_ key: TextKey) {
    append(set: Self.gramSet(of: key.jamo, gram: settings.gram))
  }

  /// Adds texts under the next indices; the same for any number of threads.
  package mutating func add(contentsOf keys: [TextKey], threads: Int) {
    let (gram, hasher) = (settings.gram, hasher)
    let length = 8192
    let chunks = (keys.count + length - 1) / length
    // A few chunks at a time, so that little waits beside the whole.
    for first in stride(from: 0, to: chunks, by: 4 * max(1, threads)) {
      let last = min(chunks, first + 4 * max(1, threads))
      let parts = concurrentMap(last - first, threads: threads) { offset -> Part in
        let start = (first + offset) * length
        var part = Part()
        var signature: [UInt32] = []
        for key in keys[start..<min(keys.count, start + length)] {
          let set = Self.gramSet(of: key.jamo, gram: gram)
          part.grams += set
          part.lengths.append(set.count)
          hasher.appendBandKeys(of: set, signature: &signature, to: &part.bandKeys)
        }
        return part
      }
      for part in parts {
        grams += part.grams
        bandKeys += part.bandKeys
        for count in part.lengths { starts.append((starts.last ?? 0) + count) }
      }
    }
  }

  private struct Part: Sendable {
    var grams: [UInt32] = []
    var lengths: [Int] = []
    var bandKeys: [UInt32] = []
  }

  private mutating func append(set: [UInt32]) {
    grams.append(contentsOf: set)
    starts.append(grams.count)
    var signature: [UInt32] = []
    var keys: [UInt32] = []
    hasher.appendBandKeys(of: set, signature: &signature, to: &keys)
    bandKeys += keys
  }

  /// The sorted set of hashed n-grams; a text shorter than one n-gram is a set of one.
  static func gramSet(of jamo: [UInt32], gram: Int) -> [UInt32] {
    var hashes: [UInt32] = []
    hashes.reserveCapacity(jamo.count)
    for start in 0..<max(1, jamo.count - gram + 1) {
      var hash: UInt64 = 0
      for code in jamo[start..<min(jamo.count, start + gram)] { hash = StableHash.mix(hash ^ UInt64(code)) }
      hashes.append(UInt32(truncatingIfNeeded: hash))
    }
    hashes.sort()
    var distinct: [UInt32] = []
    distinct.reserveCapacity(hashes.count)
    for hash in hashes where distinct.last != hash { distinct.append(hash) }
    return distinct
  }

  /// The exact Jaccard index of two texts' n-gram sets.
  package func jaccard(_ left: Int, _ right: Int) -> Double {
    var (i, j) = (starts[left], starts[right])
    let (iEnd, jEnd) = (starts[left + 1], starts[right + 1])
    var shared = 0
    while i < iEnd, j < jEnd {
      let (a, b) = (grams[i], grams[j])
      if a == b { shared += 1 }
      i += a <= b ? 1 : 0
      j += b <= a ? 1 : 0
    }
    let union = (iEnd - starts[left]) + (jEnd - starts[right]) - shared
    return Double(shared) / Double(union)
  }

  private func isNear(_ left: Int, _ right: Int) -> Bool {
    let (a, b) = (starts[left + 1] - starts[left], starts[right + 1] - starts[right])
    // The index is at most the ratio of the set sizes.
    guard Double(min(a, b)) >= settings.jaccard * Double(max(a, b)) else { return false }
    return jaccard(left, right) >= settings.jaccard
  }

  /// Unites every proposed pair that is near. Texts already in one set are not compared again.
  package func unite(in sets: inout DisjointSets) {
    forEachBucket { bucket, _ in
      forEachComparablePair(of: bucket) { left, right in
        if sets.find(left) != sets.find(right), isNear(left, right) { sets.unite(left, right) }
      }
    }
  }

  /// A pair of near duplicates, the lower index first.
  package struct Pair: Equatable, Sendable {
    package var left: Int
    package var right: Int
    package var jaccard: Double
  }

  /// Every proposed pair that is near, once, ordered by its indices.
  package func pairs() -> [Pair] {
    var pairs: [Pair] = []
    forEachBucket { bucket, band in
      forEachComparablePair(of: bucket) { left, right in
        // The pair belongs to the first band in which both share a key.
        for earlier in 0..<band where key(left, earlier) == key(right, earlier) { return }
        let index = jaccard(left, right)
        guard index >= settings.jaccard else { return }
        pairs.append(Pair(left: min(left, right), right: max(left, right), jaccard: index))
      }
    }
    return pairs.sorted { ($0.left, $0.right) < ($1.left, $1.right) }
  }

  /// For each text from `boundary` on, the first text before `boundary` that it is near to, if there is one.
  package func matches(before boundary: Int) -> [Int: Int] {
    var matches: [Int: Int] = [:]
    forEachBucket { bucket, _ in
      let split = bucket.firstIndex { $0 >= boundary } ?? bucket.count
      guard split > 0 else { return }
      for text in bucket[split...] where matches[text] == nil {
        if let found = bucket[..<split].first(where: { isNear($0, text) }) { matches[text] = found }
      }
    }
    return matches
  }

  private func key(_ text: Int, _ band: Int) -> UInt32 { bandKeys[text * settings.bands + band] }

  private func size(_ text: Int) -> Int { starts[text + 1] - starts[text] }

  /// Calls `body` with the pairs of a bucket whose set sizes allow the index; the others cannot be near.
  private func forEachComparablePair(of bucket: [Int], _ body: (Int, Int) -> Void) {
    let ordered = bucket.sorted { (size($0), $0) < (size($1), $1) }
    for (offset, left) in ordered.enumerated() {
      let largest = Double(size(left)) / settings.jaccard
      for right in ordered[(offset + 1)...] {
        guard Double(size(right)) <= largest + 1e-9 else { break }
        body(left, right)
      }
    }
  }

  /// Calls `body` with the ascending indices of each bucket of two or more texts, band by band.
  private func forEachBucket(_ body: ([Int], _ band: Int) -> Void) {
    precondition(count <= Int(UInt32.max), "a text's index has 32 bits")
    var entries = [UInt64](repeating: 0, count: count)
    var scratch = entries
    for band in 0..<settings.bands {
      for text in 0..<count { entries[text] = UInt64(key(text, band)) << 32 | UInt64(text) }
      radixSortByUpperHalf(&entries, scratch: &scratch)
      var start = 0
      while start < entries.count {
        var end = start + 1
        while end < entries.count, entries[end] >> 32 == entries[start] >> 32 { end += 1 }
        if end - start > 1 {
          body(entries[start..<end].map { Int(UInt32(truncatingIfNeeded: $0)) }, band)
        }
        start = end
      }
    }
  }
}

/// Sorts by the upper 32 bits, keeping the order of equal ones: four passes of a least-significant-digit radix
/// sort with counts (Knuth, *The Art of Computer Programming*, 5.2.5).
func radixSortByUpperHalf(_ values: inout [UInt64], scratch: inout [UInt64]) {
  precondition(values.count == scratch.count)
  for shift in stride(from: UInt64(32), to: 64, by: 8) {
    var positions = [Int](repeating: 0, count: 257)
    for value in values { positions[Int((value >> shift) & 0xFF) + 1] += 1 }
    for digit in 0..<256 { positions[digit + 1] += positions[digit] }
    for value in values {
      let digit = Int((value >> shift) & 0xFF)
      scratch[positions[digit]] = value
      positions[digit] += 1
    }
    swap(&values, &scratch)
  }
}
