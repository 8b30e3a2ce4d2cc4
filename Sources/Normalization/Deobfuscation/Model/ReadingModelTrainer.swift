#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Estimates a ``ReadingModel``: interpolated modified Kneser-Ney (Chen and Goodman 1999), pruned by weighted
/// difference (Seymore and Rosenfeld 1996) to the n-grams that fit.
///
/// Deterministic: the same counts give the same bytes.
package struct ReadingModelTrainer {
  /// One order: its n-grams in order, their probabilities and the weight of their contexts' back-off.
  private struct Order {
    var keys: [UInt64] = []
    var counts: [UInt32] = []
    var probabilities: [Double] = []
    /// For each n-gram its index among the suffixes one order below.
    var lower: [Int32] = []
  }

  /// Makes 1.4 MB.
  package static let defaultLineCount = 21_800

  private static let mask14: UInt64 = 0x3FFF
  private static let floor = 1e-7

  /// The bytes of a model of `lineCount` lines, at most 24 n-grams each.
  package static func train(_ counts: ReadingModelCounts, lineCount: Int = defaultLineCount) -> [UInt8] {
    var orders = [Order](repeating: Order(), count: 5)
    orders[4].keys = counts.fourgrams.map(\.key)
    orders[4].counts = counts.fourgrams.map(\.count)
    for n in [3, 2, 1] { orders[n] = lowered(orders[n + 1], to: n) }
    // A context's n-grams stand together, so the orders are estimated from the bottom up by one walk each.
    estimateUnigrams(&orders[1])
    for n in 2...4 { estimate(&orders[n], n, below: orders[n - 1]) }
    return PrunedReadingModel(
      unigrams: dense(orders[1]), candidates: candidates(orders), lineCount: lineCount
    ).bytes()
  }

  /// The suffixes of `order`'s n-grams, with their Kneser-Ney counts: how many different symbols stand before
  /// each, or how often it occurs where nothing can stand before it.
  private static func lowered(_ order: Order, to n: Int) -> Order {
    let suffixMask: UInt64 = (1 << (14 * UInt64(n))) - 1
    var pairs: [(key: UInt64, count: UInt32)] = []
    pairs.reserveCapacity(order.keys.count)
    for (key, count) in zip(order.keys, order.counts) {
      let suffix = key & suffixMask
      if suffix >> (14 * UInt64(n - 1)) == 0 {
        // The suffix itself begins with a filler: it is the same short n-gram.
        pairs.append((suffix, count))
      } else {
        pairs.append((suffix, key >> (14 * UInt64(n)) == 0 ? count : 1))
      }
    }
    pairs.sort { $0.key < $1.key }
    var result = Order()
    for pair in pairs {
      if result.keys.last == pair.key {
        result.counts[result.counts.count - 1] += pair.count
      } else {
        result.keys.append(pair.key)
        result.counts.append(pair.count)
      }
    }
    return result
  }

  private static func estimateUnigrams(_ order: inout Order) {
    let total = order.counts.reduce(0.0) { $0 + Double($1) }
    // Absolute discounting towards the uniform distribution gives unseen syllables their share.
    let discount = 0.75
    let uniform = discount * Double(order.keys.count) / total / Double(ReadingSymbol.count)
    order.probabilities = order.counts.map { (Double($0) - discount) / total + uniform }
  }

  private static func estimate(_ order: inout Order, _ n: Int, below: Order) {
    order.lower = lowerIndices(order, n, below: below)
    let discounts = discounts(order.counts)
    order.probabilities = [Double](repeating: 0, count: order.keys.count)
    var start = 0
    while start < order.keys.count {
      let context = order.keys[start] >> 14
      var end = start
      var total = 0.0
      var reserved = 0.0
      while end < order.keys.count, order.keys[end] >> 14 == context {
        total += Double(order.counts[end])
        reserved += discounts[min(3, Int(order.counts[end]))]
        end += 1
      }
      let weight = reserved / total
      for index in start..<end {
        let count = Double(order.counts[index])
        let base = below.probabilities[Int(order.lower[index])]
        order.probabilities[index] =
          (count - discounts[min(3, Int(order.counts[index]))]) / total + weight * base
      }
      start = end
    }
  }

  /// Each n-gram's suffix of one order below, by binary search.
  private static func lowerIndices(_ order: Order, _ n: Int, below: Order) -> [Int32] {
    let suffixMask: UInt64 = (1 << (14 * UInt64(n - 1))) - 1
    return order.keys.map { key in
      let suffix = key & suffixMask
      var low = 0
      var high = below.keys.count
      while low < high {
        let middle = (low + high) / 2
        if below.keys[middle] < suffix { low = middle + 1 } else { high = middle }
      }
      return Int32(low)
    }
  }

  private static func discounts(_ counts: [UInt32]) -> [Double] {
    var n = [Double](repeating: 0, count: 5)
    for count in counts where count <= 4 { n[Int(count)] += 1 }
    guard n[1] > 0, n[2] > 0, n[3] > 0, n[4] > 0 else { return [0, 0.5, 0.75, 0.9] }
    let y = n[1] / (n[1] + 2 * n[2])
    return [
      0, clamp(1 - 2 * y * n[2] / n[1]), clamp(2 - 3 * y * n[3] / n[2]), clamp(3 - 4 * y * n[4] / n[3]),
    ]
  }

  private static func clamp(_ value: Double) -> Double { min(max(value, 0.1), 2.9) }

  private static func dense(_ order: Order) -> [Double] {
    var result = [Double](repeating: floor, count: ReadingSymbol.count)
    for (key, probability) in zip(order.keys, order.probabilities) where key != 0 {
      result[Int(key)] = max(probability, floor)
    }
    return result
  }

  /// Every n-gram of two and more symbols with what it is worth: its share of the text times what knowing it
  /// saves.
  private static func candidates(_ orders: [Order]) -> [PrunedReadingModel.Candidate] {
    var result: [PrunedReadingModel.Candidate] = []
    for n in 2...4 {
      let order = orders[n]
      for index in order.keys.indices {
        let key = order.keys[index]
        // Short n-grams at the start of a text stand in their own order.
        guard key >> (14 * UInt64(n - 1)) != 0, key & mask14 != 0 else { continue }
        let count = Double(order.counts[index])
        guard n == 2 || count >= 2 else { continue }
        let probability = order.probabilities[index]
        let base = orders[n - 1].probabilities[Int(order.lower[index])]
        result.append(
          PrunedReadingModel.Candidate(
            key: key, order: n, probability: probability, worth: count * (log(probability) - log(base))))
      }
    }
    return result
  }
}
