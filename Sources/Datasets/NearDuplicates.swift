/// Finds texts that nearly repeat each other: MinHash with banded locality-sensitive hashing (Broder 1997;
/// Leskovec, Rajaraman, Ullman, *Mining of Massive Datasets*, 3.4) proposes pairs, the exact Jaccard index of
/// their n-gram sets decides.
///
/// N-grams of jamo, three by default, suit queries of two to ten words, where word n-grams find nothing.
struct NearDuplicates {
  /// How much is near.
  struct Settings: Equatable {
    /// The number of jamo in an n-gram.
    var gram = 3
    /// The Jaccard index from which two texts are near duplicates.
    var jaccard = 0.8
    /// Bands of the signature; one equal band makes a pair a candidate.
    var bands = 20
    /// Hashes in a band. A pair at the index s is proposed with probability 1 - (1 - s^rows)^bands:
    /// at 0.8 with 20 bands of 5 in 9,996 of 10,000 cases, at 0.5 in 47 of 100.
    var rows = 5
    /// Chooses the hash functions.
    var seed: UInt64 = 0
  }

  let settings: Settings
  private let multipliers: [UInt32]
  private let increments: [UInt32]
  /// The n-gram sets back to back, each sorted; `starts` has one entry more than there are texts.
  private var grams: [UInt32] = []
  private var starts: [Int] = [0]
  private var signatures: [UInt32] = []

  init(settings: Settings, reservingTexts count: Int = 0) {
    self.settings = settings
    let hashes = settings.bands * settings.rows
    multipliers = (0..<hashes).map {
      UInt32(truncatingIfNeeded: StableHash.mix(settings.seed &+ UInt64($0))) | 1
    }
    increments = (0..<hashes).map { UInt32(truncatingIfNeeded: StableHash.mix(~settings.seed &- UInt64($0))) }
    signatures.reserveCapacity(count * hashes)
    starts.reserveCapacity(count + 1)
  }

  /// The number of texts added.
  var count: Int { starts.count - 1 }

  /// Adds a text under the next index.
  mutating func add(_ key: TextKey) {
    let set = Self.gramSet(of: key.jamo, gram: settings.gram)
    grams.append(contentsOf: set)
    starts.append(grams.count)
    let first = signatures.count
    signatures.append(contentsOf: repeatElement(UInt32.max, count: multipliers.count))
    // SAFETY: the three buffers have `multipliers.count` elements from their bases, `first` being where this
    // text's part of `signatures` begins; none is resized inside.
    signatures.withUnsafeMutableBufferPointer { all in
      multipliers.withUnsafeBufferPointer { multipliers in
        increments.withUnsafeBufferPointer { increments in
          for gram in set {
            for index in 0..<multipliers.count {
              let hash = multipliers[index] &* gram &+ increments[index]
              all[first + index] = min(all[first + index], hash)
            }
          }
        }
      }
    }
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
  func jaccard(_ left: Int, _ right: Int) -> Double {
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
  func unite(in sets: inout DisjointSets) {
    forEachBucket { bucket in
      for (offset, left) in bucket.enumerated() {
        for right in bucket[(offset + 1)...]
        where sets.find(left) != sets.find(right) && isNear(left, right) {
          sets.unite(left, right)
        }
      }
    }
  }

  /// For each text from `boundary` on, the first text before `boundary` that it is near to, if there is one.
  func matches(before boundary: Int) -> [Int: Int] {
    var matches: [Int: Int] = [:]
    forEachBucket { bucket in
      let split = bucket.firstIndex { $0 >= boundary } ?? bucket.count
      guard split > 0 else { return }
      for text in bucket[split...] where matches[text] == nil {
        if let found = bucket[..<split].first(where: { isNear($0, text) }) { matches[text] = found }
      }
    }
    return matches
  }

  /// Calls `body` with the ascending indices of each bucket of two or more texts, band by band.
  private func forEachBucket(_ body: ([Int]) -> Void) {
    let width = settings.bands * settings.rows
    var entries = [(key: UInt64, text: Int32)](repeating: (0, 0), count: count)
    for band in 0..<settings.bands {
      for text in 0..<count {
        let first = text * width + band * settings.rows
        var key: UInt64 = 0
        for value in signatures[first..<first + settings.rows] {
          key = StableHash.mix(key ^ UInt64(value))
        }
        entries[text] = (key, Int32(text))
      }
      entries.sort { ($0.key, $0.text) < ($1.key, $1.text) }
      var start = 0
      while start < entries.count {
        var end = start + 1
        while end < entries.count, entries[end].key == entries[start].key { end += 1 }
        if end - start > 1 { body(entries[start..<end].map { Int($0.text) }) }
        start = end
      }
    }
  }
}
