#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The n-grams that a ``ReadingModel`` keeps, their back-off weights, and the bytes that hold them.
struct PrunedReadingModel {
  struct Candidate {
    var key: UInt64
    var order: Int
    var probability: Double
    var worth: Double
  }

  private let unigrams: [Double]
  private var kept: [Candidate]
  private let log2Buckets: Int
  /// Probability by n-gram key (with kind), back-off weight by context key (with kind).
  private var probabilities: [UInt64: Double] = [:]
  private var backoffs: [UInt64: Double] = [:]
  private var unigramBackoffs: [Double]

  /// How full the two-choice buckets may be; beyond 0.96 an insertion may fail.
  private static let load = 0.95

  init(unigrams: [Double], candidates: [Candidate], log2Buckets: Int) {
    self.unigrams = unigrams
    self.log2Buckets = log2Buckets
    unigramBackoffs = [Double](repeating: 1, count: unigrams.count)
    let slots = Int(Double(8 << log2Buckets) * Self.load)
    let ranked = candidates.sorted { ($0.worth, $1.key) > ($1.worth, $0.key) }
    kept = []
    var contexts: Set<UInt64> = []
    for candidate in ranked where candidate.worth > 0 {
      var needed = 1
      let context = candidate.key >> 14
      if candidate.order > 2, !contexts.contains(context) { needed += 1 }
      guard kept.count + contexts.count + needed <= slots else { break }
      if candidate.order > 2 { contexts.insert(context) }
      kept.append(candidate)
    }
    kept.sort { ($0.order, $0.key) < ($1.order, $1.key) }
    weigh()
  }

  private static func kind(ofOrder order: Int) -> ReadingModel.Kind {
    order == 2 ? .bigram : order == 3 ? .trigram : .fourgram
  }

  /// Gives each context what its kept n-grams leave over, order by order.
  private mutating func weigh() {
    var start = 0
    while start < kept.count {
      let order = kept[start].order
      let context = kept[start].key >> 14
      var end = start
      var explicit = 0.0
      var covered = 0.0
      while end < kept.count, kept[end].order == order, kept[end].key >> 14 == context {
        explicit += kept[end].probability
        covered += lower(kept[end].key, order - 1)
        end += 1
      }
      let weight = max(1 - explicit, 1e-3) / max(1 - covered, 1e-3)
      if order == 2 {
        unigramBackoffs[Int(context)] = weight
      } else {
        backoffs[ReadingModel.key(context, order == 3 ? .backoff2 : .backoff3)] = weight
      }
      for index in start..<end {
        probabilities[ReadingModel.key(kept[index].key, Self.kind(ofOrder: order))] = kept[index].probability
      }
      start = end
    }
  }

  /// The probability of the last symbol of `key` by the model of order `order` and below.
  private func lower(_ key: UInt64, _ order: Int) -> Double {
    let symbols = key & ((1 << (14 * UInt64(order))) - 1)
    if order == 1 { return unigrams[Int(symbols)] }
    if let found = probabilities[ReadingModel.key(symbols, Self.kind(ofOrder: order))] { return found }
    let context = symbols >> 14
    let weight =
      order == 2
      ? unigramBackoffs[Int(context)]
      : backoffs[ReadingModel.key(context, order == 3 ? .backoff2 : .backoff3)] ?? 1
    return weight * lower(key, order - 1)
  }

  // MARK: Bytes

  func bytes() -> [UInt8] {
    var values = [[(key: UInt64, cost: Double)]](repeating: [], count: ReadingModel.Kind.allCases.count)
    for (key, probability) in probabilities { values[Int(key >> 58) - 1].append((key, -log(probability))) }
    for (key, weight) in backoffs { values[Int(key >> 58) - 1].append((key, -log(weight))) }
    for kind in values.indices { values[kind].sort { $0.key < $1.key } }
    let books = values.map { Self.codebook($0.map(\.cost)) }

    var table = BucketTable(log2Buckets: log2Buckets)
    for (kind, entries) in values.enumerated() {
      for entry in entries { table.insert(entry.key, level: Self.nearest(entry.cost, in: books[kind])) }
    }
    var bytes: [UInt8] = []
    append(ReadingModel.magic, to: &bytes)
    append(UInt32(log2Buckets), to: &bytes)
    bytes += [UInt8](repeating: 0, count: ReadingModel.headerBytes - bytes.count)
    for value in books.joined() { append(Float(value).bitPattern, to: &bytes) }
    for dense in [unigrams, unigramBackoffs] {
      for value in dense { append(Float(-log(value)).bitPattern, to: &bytes) }
      if dense.count % 2 == 1 { append(UInt32(0), to: &bytes) }
    }
    for fingerprint in table.fingerprints { append(fingerprint, to: &bytes) }
    return bytes + table.levels
  }

  private func append<T: FixedWidthInteger>(_ value: T, to bytes: inout [UInt8]) {
    withUnsafeBytes(of: value.littleEndian) { bytes.append(contentsOf: $0) }
  }

  /// 16 levels for `values`: quantiles, then Lloyd's iteration towards the least squared error.
  private static func codebook(_ values: [Double]) -> [Double] {
    guard !values.isEmpty else { return [Double](repeating: 0, count: 16) }
    let sorted = values.sorted()
    var levels = (0..<16).map { sorted[min(sorted.count - 1, (2 * $0 + 1) * sorted.count / 32)] }
    for _ in 0..<30 {
      var sums = [Double](repeating: 0, count: 16)
      var counts = [Double](repeating: 0, count: 16)
      var level = 0
      for value in sorted {
        while level < 15, abs(levels[level + 1] - value) <= abs(levels[level] - value) { level += 1 }
        sums[level] += value
        counts[level] += 1
      }
      for index in 0..<16 where counts[index] > 0 { levels[index] = sums[index] / counts[index] }
      levels.sort()
    }
    return levels
  }

  private static func nearest(_ value: Double, in levels: [Double]) -> UInt8 {
    var best = 0
    for index in levels.indices where abs(levels[index] - value) < abs(levels[best] - value) { best = index }
    return UInt8(best)
  }
}

/// A hash table of two choices with buckets of eight, filled by displacement (Pagh and Rodler 2001).
private struct BucketTable {
  private(set) var fingerprints: [UInt16]
  private var keys: [UInt64]
  private var slotLevels: [UInt8]
  private let mask: UInt64

  init(log2Buckets: Int) {
    fingerprints = [UInt16](repeating: 0, count: 8 << log2Buckets)
    keys = [UInt64](repeating: 0, count: 8 << log2Buckets)
    slotLevels = [UInt8](repeating: 0, count: 8 << log2Buckets)
    mask = (1 << UInt64(log2Buckets)) - 1
  }

  var levels: [UInt8] {
    stride(from: 0, to: slotLevels.count, by: 2).map { slotLevels[$0] | slotLevels[$0 + 1] << 4 }
  }

  mutating func insert(_ key: UInt64, level: UInt8) {
    var key = key
    var level = level
    var avoided: UInt64?
    for round in 0..<1000 {
      let hash = ReadingModel.hash(key)
      let (first, second) = ReadingModel.buckets(hash, mask: mask)
      for bucket in [first, second] {
        for slot in Int(bucket) * 8..<Int(bucket) * 8 + 8 where fingerprints[slot] == 0 {
          put(key, level, hash, slot)
          return
        }
      }
      // Both are full: one that lives there moves to its other bucket.
      let bucket = first == avoided ? second : first
      let slot = Int(bucket) * 8 + round % 8
      let (movedKey, movedLevel) = (keys[slot], slotLevels[slot])
      put(key, level, hash, slot)
      (key, level, avoided) = (movedKey, movedLevel, bucket)
    }
    // At a load of 0.95 this does not happen; an n-gram lost would be backed off to.
  }

  private mutating func put(_ key: UInt64, _ level: UInt8, _ hash: UInt64, _ slot: Int) {
    keys[slot] = key
    slotLevels[slot] = level
    fingerprints[slot] = UInt16(ReadingModel.fingerprint(hash))
  }
}
