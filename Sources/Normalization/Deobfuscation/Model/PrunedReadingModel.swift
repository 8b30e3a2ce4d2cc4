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
  private let lineCount: Int
  /// Probability by n-gram key (with kind), back-off weight by context key (with kind).
  private var probabilities: [UInt64: Double] = [:]
  private var backoffs: [UInt64: Double] = [:]
  private var unigramBackoffs: [Double]

  /// How many n-grams are kept for the slots that there are. A line that would need more loses its least worthy ones.
  private static let load = 0.96

  init(unigrams: [Double], candidates: [Candidate], lineCount: Int) {
    self.unigrams = unigrams
    self.lineCount = lineCount
    unigramBackoffs = [Double](repeating: 1, count: unigrams.count)
    let slots = Int(Double(lineCount * ReadingModel.lineSlots) * Self.load)
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

    var table = LineTable(lineCount: lineCount)
    // Back-offs first: without its own a context would be taken for one without n-grams. Then the worthiest.
    for kind in [ReadingModel.Kind.backoff2, .backoff3] {
      for entry in values[kind.rawValue] {
        table.insert(entry.key, level: Self.nearest(entry.cost, in: books[kind.rawValue]))
      }
    }
    for candidate in kept.sorted(by: { ($0.worth, $1.key) > ($1.worth, $0.key) }) {
      let kind = Self.kind(ofOrder: candidate.order)
      table.insert(
        ReadingModel.key(candidate.key, kind),
        level: Self.nearest(-log(candidate.probability), in: books[kind.rawValue]))
    }
    var bytes: [UInt8] = []
    append(ReadingModel.magic, to: &bytes)
    append(UInt32(lineCount), to: &bytes)
    bytes += [UInt8](repeating: 0, count: ReadingModel.headerBytes - bytes.count)
    for value in books.joined() { append(Float(value).bitPattern, to: &bytes) }
    for dense in [unigrams, unigramBackoffs] {
      for value in dense { append(Float(-log(value)).bitPattern, to: &bytes) }
      if dense.count % 2 == 1 { append(UInt32(0), to: &bytes) }
    }
    bytes += [UInt8](repeating: 0, count: ReadingModel.linesOffset - bytes.count)
    return bytes + table.bytes
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

/// The lines as they are filled.
private struct LineTable {
  private(set) var bytes: [UInt8]
  private var used: [Int]
  private let lineCount: UInt64

  init(lineCount: Int) {
    bytes = [UInt8](repeating: 0, count: lineCount * ReadingModel.lineBytes)
    used = [Int](repeating: 0, count: lineCount)
    self.lineCount = UInt64(lineCount)
  }

  /// Adds an n-gram to its line, or to its second one if that is full. It is left out if both are, or if another
  /// one of its fingerprint would be found first.
  mutating func insert(_ key: UInt64, level: UInt8) {
    let hash = ReadingModel.hash(key)
    let fingerprint = ReadingModel.fingerprint(hash)
    let first = ReadingModel.line(hash, count: lineCount)
    guard !has(fingerprint, first) else { return }
    if used[first] < ReadingModel.lineSlots { return put(fingerprint, level, first) }
    let second = ReadingModel.secondLine(hash, count: lineCount)
    guard used[second] < ReadingModel.lineSlots, !has(fingerprint, second) else { return }
    bytes[first * ReadingModel.lineBytes + ReadingModel.overflowByte] = 1
    put(fingerprint, level, second)
  }

  private func has(_ fingerprint: UInt64, _ line: Int) -> Bool {
    let start = line * ReadingModel.lineBytes
    return (0..<used[line]).contains {
      UInt64(bytes[start + 2 * $0]) | UInt64(bytes[start + 2 * $0 + 1]) << 8 == fingerprint
    }
  }

  private mutating func put(_ fingerprint: UInt64, _ level: UInt8, _ line: Int) {
    let start = line * ReadingModel.lineBytes
    let slot = used[line]
    bytes[start + 2 * slot] = UInt8(truncatingIfNeeded: fingerprint)
    bytes[start + 2 * slot + 1] = UInt8(truncatingIfNeeded: fingerprint >> 8)
    bytes[start + 48 + slot / 2] |= level << UInt8(slot % 2 * 4)
    used[line] += 1
  }
}
