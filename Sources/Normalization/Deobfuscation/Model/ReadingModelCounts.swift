/// The n-grams of a text, counted: what ``ReadingModelTrainer`` estimates from.
///
/// An n-gram is a number with 14 bits a symbol, the last one lowest. A text's first n-grams are short: they
/// begin with the boundary, and their missing symbols are ``ReadingSymbol/filler``.
package struct ReadingModelCounts {
  private var pending: [UInt64] = []
  /// Distinct 4-grams in order, and how often each occurs.
  package private(set) var fourgrams: [(key: UInt64, count: UInt32)] = []

  package init() {}

  /// Counts the n-grams of `text`, which is in the hangul form, `weight` times.
  package mutating func add(_ text: some Sequence<UInt32>, weight: Int = 1) {
    let boundary = UInt64(ReadingSymbol.boundary)
    var history = boundary
    var run = 0
    func record(_ symbol: UInt64) {
      history = (history << ReadingSymbol.bits | symbol) & ((1 << 56) - 1)
      for _ in 0..<weight { pending.append(history) }
    }
    for scalar in text {
      let symbol = UInt64(ReadingSymbol.of(scalar))
      // ㅋㅋㅋㅋㅋ and !!!!!! say nothing about Korean: runs end at three.
      run = symbol == history & 0x3FFF ? run + 1 : 0
      if run >= 3 || (run >= 1 && symbol == UInt64(ReadingSymbol.space)) { continue }
      record(symbol)
    }
    record(boundary)
    if pending.count > 1 << 25 { merge() }
  }

  /// Sorts what was added into ``fourgrams``.
  package mutating func merge() {
    pending.sort()
    var merged: [(key: UInt64, count: UInt32)] = []
    merged.reserveCapacity(fourgrams.count + pending.count / 2)
    var old = 0
    var index = 0
    while index < pending.count {
      let key = pending[index]
      var end = index
      while end < pending.count, pending[end] == key { end += 1 }
      while old < fourgrams.count, fourgrams[old].key < key {
        merged.append(fourgrams[old])
        old += 1
      }
      var count = UInt32(end - index)
      if old < fourgrams.count, fourgrams[old].key == key {
        count += fourgrams[old].count
        old += 1
      }
      merged.append((key, count))
      index = end
    }
    merged.append(contentsOf: fourgrams[old...])
    fourgrams = merged
    pending.removeAll(keepingCapacity: true)
  }
}
