/// What the text as written costs the language model, and where it is suspicious.
struct WrittenText {
  /// The cost of the whole text.
  private(set) var cost: Float
  /// What each unit costs after those before it; at the end, what the end costs.
  private(set) var surprise: [Float]

  init(_ units: [Unit], model: ReadingModel) {
    surprise = [Float](repeating: 0, count: units.count + 1)
    cost = 0
    var state = model.start
    for (index, unit) in units.enumerated() where unit.kind != .invisible {
      let symbol = ReadingSymbol.of(unit.scalar)
      if symbol == ReadingSymbol.space, state.last == symbol { continue }
      let price = model.cost(symbol, after: state)
      surprise[index] = price
      cost += price
      state = model.next(state, symbol)
    }
    surprise[units.count] = model.cost(ReadingSymbol.boundary, after: state)
    cost += surprise[units.count]
  }

  /// The units worth other readings: those of the words in which something surprises, and two to each side.
  ///
  /// Nil if there are none, which is so for most texts that people write.
  func suspects(_ units: [Unit], prices: Prices) -> [Bool]? {
    var suspects = [Bool](repeating: false, count: units.count)
    var found = 0
    for word in KeyedWords.latin(units) {
      for place in word {
        suspects[place] = true
        found += 1
      }
    }
    var wordStart = 0
    for index in 0...units.count {
      guard index == units.count || units[index].kind == .space else { continue }
      if (wordStart..<index).contains(where: { isSuspicious($0, units, prices) }) {
        for place in max(0, wordStart - 2)..<min(units.count, index + 2) {
          if !suspects[place] { found += 1 }
          suspects[place] = true
        }
      }
      wordStart = index + 1
    }
    // Where a third is suspicious, all is.
    if found * 3 > units.count { return [Bool](repeating: true, count: units.count) }
    return found > 0 ? suspects : nil
  }

  private func isSuspicious(_ index: Int, _ units: [Unit], _ prices: Prices) -> Bool {
    if surprise[index] > prices.surprise {
      // A run of one sign surprises once; a foreign word by itself does not count.
      return true
    }
    return units[index].kind == .invisible
  }

  /// Whether the units of a word cost enough for other orders of its syllables to be tried.
  func isOdd(_ range: Range<Int>, _ prices: Prices) -> Bool {
    var sum: Float = 0
    for index in range { sum += surprise[index] }
    if range.upperBound < surprise.count { sum += surprise[range.upperBound] }
    return sum > prices.shuffledSurprise * Float(range.count + 1)
  }
}
