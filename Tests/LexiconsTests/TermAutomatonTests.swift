import Testing

@testable import Lexicons

@Suite struct TermAutomatonTests {
  private static func automaton(_ patterns: [String]) -> TermAutomaton {
    var list = PatternList()
    for pattern in patterns { list.append(pattern) }
    return TermAutomaton(list)
  }

  /// All occurrences by comparing every pattern at every place.
  private static func naive(_ patterns: [String], in text: String) -> Set<[Int]> {
    let bytes = Array(text.utf8)
    var found: Set<[Int]> = []
    for (number, pattern) in patterns.enumerated() where !pattern.isEmpty {
      let pattern = Array(pattern.utf8)
      guard bytes.count >= pattern.count else { continue }
      for start in 0...bytes.count - pattern.count
      where Array(bytes[start..<start + pattern.count]) == pattern {
        let first = patterns.firstIndex { Array($0.utf8) == pattern } ?? number
        found.insert([first, start, start + pattern.count])
      }
    }
    return found
  }

  @Test("The automaton finds what comparing every pattern at every place finds", arguments: 0..<60)
  func equalsNaive(seed: Int) {
    var numbers = SeededNumbers(seed: UInt64(seed))
    // Few letters, so that patterns overlap, nest and share beginnings and ends.
    let letters = ["가", "나", "ㄱ", "a", "é", "😀", "힣"]
    func word(_ longest: Int) -> String {
      (0..<Int.random(in: 1...longest, using: &numbers)).map { _ in
        letters[Int.random(in: 0..<letters.count, using: &numbers)]
      }
      .joined()
    }
    let patterns = (0..<Int.random(in: 1...40, using: &numbers)).map { _ in word(5) }
    let automaton = Self.automaton(patterns)
    for _ in 0..<5 {
      let text = word(80)
      let found = automaton.occurrences(in: Array(text.utf8))
      #expect(
        Set(found.map { [$0.pattern, $0.range.lowerBound, $0.range.upperBound] })
          == Self.naive(patterns, in: text))
      #expect(found.map(\.range.upperBound) == found.map(\.range.upperBound).sorted())
      #expect(found.count == Set(found.map { [$0.pattern, $0.range.lowerBound, $0.range.upperBound] }).count)
    }
  }

  @Test("No pattern and no text give no occurrence")
  func empty() {
    #expect(Self.automaton([]).occurrences(in: Array("가나다".utf8)).isEmpty)
    #expect(Self.automaton(["가"]).occurrences(in: []).isEmpty)
    #expect(Self.automaton([""]).occurrences(in: Array("가".utf8)).isEmpty)
  }

  @Test("ASCII letters match in both cases, other letters as they are")
  func letterCase() {
    let automaton = Self.automaton(["GHB를", "é"])
    #expect(automaton.occurrences(in: Array("ghb를 Ghb를".utf8)).count == 2)
    #expect(automaton.occurrences(in: Array("É".utf8)).isEmpty)
  }

  @Test("A space of a pattern matches a run of spaces, and the range holds the run")
  func spaces() {
    let automaton = Self.automaton(["아 시바"])
    for text in ["아 시바", "x 아  시바", "아     시바 y"] {
      let found = automaton.occurrences(in: Array(text.utf8))
      #expect(found.count == 1)
      #expect(found.map { piece(text, $0.range).split(separator: " ").joined(separator: " ") } == ["아 시바"])
    }
  }

  @Test("The same pattern twice is reported under the first number")
  func equals() {
    let automaton = Self.automaton(["ab", "가", "AB", "가"])
    #expect(automaton.firstEquals == [0, 1, 0, 1])
    #expect(automaton.occurrences(in: Array("AB가".utf8)).map(\.pattern) == [0, 1])
  }

  @Test("Of occurrences with one end the longest comes first")
  func nesting() {
    let automaton = Self.automaton(["다", "나다", "가나다"])
    #expect(automaton.occurrences(in: Array("가나다".utf8)).map(\.pattern) == [2, 1, 0])
  }

  @Test("A table of edges gives back what was put in, and nothing else, over its growth")
  func edges() {
    var table = EdgeTable(capacity: 1)
    var expected: [UInt64: UInt32] = [:]
    var numbers = SeededNumbers(seed: 5)
    while expected.count < 3000 {
      let state = UInt32.random(in: 1..<5000, using: &numbers)
      let symbol = UInt16.random(in: 1..<2000, using: &numbers)
      let key = UInt64(state) << 16 | UInt64(symbol)
      if expected[key] != nil { continue }
      expected[key] = UInt32(expected.count + 1)
      table.insert(state, symbol, next: UInt32(expected.count))
    }
    for (key, next) in expected { #expect(table[UInt32(key >> 16), UInt16(key & 0xFFFF)] == next) }
    #expect(table[9000, 1] == nil)
  }
}
