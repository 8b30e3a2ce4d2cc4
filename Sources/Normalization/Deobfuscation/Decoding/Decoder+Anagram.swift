/// Words whose syllables stand in another order: the first and the last one stay, those between are shuffled;
/// of three syllables the last two change places.
extension Lattice {
  /// Where the word that begins at `at` ends, if its syllables may have been shuffled.
  func anagramEnd(at: Int) -> Int? {
    guard units[at].kind == .syllable, at == 0 || units[at - 1].kind == .space else { return nil }
    var end = at
    while end < units.count, units[end].kind == .syllable, end - at <= Self.longestAnagram { end += 1 }
    guard end - at >= 3, end - at <= Self.longestAnagram, end == units.count || units[end].kind != .jamo
    else {
      return nil
    }
    guard written.isOdd(at..<end, prices) else { return nil }
    return end
  }

  static let longestAnagram = 8
}

extension Decoder {
  private static let shuffledWidth = 16
  private static let shuffledCandidates = 2

  private struct Shuffled {
    var hypothesis: Hypothesis
    /// The units between the first and the last that are read already.
    var used: UInt32
    var isShuffled: Bool
  }

  /// Reads the word from `at` to `end` in other orders.
  func followAnagram(_ at: Int, _ end: Int) {
    let count = end - at
    let readings = (at..<end).map { unitReadings($0) }
    var states = Array(expanded).prefix(3).map { Shuffled(hypothesis: $0, used: 0, isShuffled: false) }[...]
    for index in states.indices { states[index].hypothesis.cost += closing(states[index].hypothesis) }
    let interior = count == 3 ? 1..<3 : 1..<(count - 1)
    for step in 0..<count {
      var next: [Shuffled] = []
      for state in states {
        let choices = interior.contains(step) ? interior : step..<(step + 1)
        for choice in choices where state.used >> UInt32(choice) & 1 == 0 {
          if count == 3, step == 1, choice == 1 { continue }
          for (symbol, price) in readings[choice] {
            var hypothesis = state.hypothesis
            hypothesis.cost += price + model.cost(symbol, after: hypothesis.state)
            hypothesis.symbols = Self.shifted(hypothesis.symbols, symbol)
            next.append(
              Shuffled(
                hypothesis: hypothesis, used: state.used | 1 << UInt32(choice),
                isShuffled: state.isShuffled || choice != step))
          }
        }
      }
      next.sort { $0.hypothesis.cost < $1.hypothesis.cost }
      states = next.prefix(Self.shuffledWidth)
      for index in states.indices {
        let hypothesis = states[index].hypothesis
        states[index].hypothesis.state = model.state(after: hypothesis.symbols)
        guard step + 1 < count else { continue }
        states[index].hypothesis.node = add(
          Node(
            parent: hypothesis.node, from: Int32(at), to: Int32(at), scalar: Self.scalar(hypothesis.symbols),
            rule: DeobfuscationRule.anagram.number, cost: 0))
      }
    }
    let edge = Edge(to: Int32(end), kind: .word, rule: DeobfuscationRule.anagram.number, cost: prices.anagram)
    for state in states where state.isShuffled {
      var hypothesis = state.hypothesis
      hypothesis.cost += prices.anagram
      hypothesis.pending = 0
      let scalar = Self.scalar(hypothesis.symbols)
      hypothesis.coda = UInt8((scalar - 0xAC00) % 28)
      hypothesis.readCoda = hypothesis.coda
      push(hypothesis, at, edge, scalar: scalar, price: prices.anagram)
    }
  }

  private static func scalar(_ symbols: UInt64) -> UInt32 {
    UInt32(symbols & 0x3FFF) - UInt32(ReadingSymbol.syllable) + 0xAC00
  }

  /// What the syllable at `at` may stand for by sound, where it is written.
  private func unitReadings(_ at: Int) -> [(ReadingSymbol.ID, Float)] {
    let index = lattice.units[at].scalar - 0xAC00
    let edge = Edge(
      to: Int32(at + 1), kind: .syllable, leading: UInt8(index / 588), vowel: UInt8(index % 588 / 28),
      trailing: UInt8(index % 28))
    let before = at > 0 ? lattice.units[at - 1] : nil
    let coda =
      before.flatMap { $0.kind == .syllable ? Int(($0.scalar - 0xAC00) % 28) : nil } ?? SoundChannel.edgeCoda
    fillCandidates(edge, writtenCoda: coda, nextOnset: Int(lattice.onsets[at + 1]))
    let own = ReadingSymbol.of(lattice.units[at].scalar)
    var readings: [(ReadingSymbol.ID, Float)] = [(own, 0)]
    for candidate in UnsafeBufferPointer(
      start: candidates, count: min(candidateCount, Self.shuffledCandidates))
    where candidate.symbol != own {
      readings.append((candidate.symbol, candidate.guess - model.cost(of: candidate.symbol)))
    }
    return readings
  }
}
