/// The patterns of a lexicon's terms and collisions, ready to be found.
struct TermIndex: Sendable {
  let automaton: TermAutomaton
  /// The terms, their variants and their collisions.
  private let patterns: PatternList
  /// For each pattern, the number of its term; of a collision, the complement of that number, which is negative.
  private let owners: [Int32]
  /// For each pattern, the next one of the same spelling; -1 behind the last.
  private let nextEquals: [Int32]
  private let placements: [LexiconTerm.Placement]
  /// For each term, whether it is of several words.
  private let isPhrase: [Bool]

  /// The index over `terms`, which are numbered in their order.
  init(_ terms: [LexiconTerm]) {
    var patterns = PatternList()
    var owners: [Int32] = []
    for (number, term) in terms.enumerated() {
      patterns.append(term.term)
      for variant in term.variants { patterns.append(variant) }
      owners.append(contentsOf: repeatElement(Int32(number), count: 1 + term.variants.count))
      for collision in term.collisions { patterns.append(collision) }
      owners.append(contentsOf: repeatElement(~Int32(number), count: term.collisions.count))
    }
    automaton = TermAutomaton(patterns)
    var nextEquals = [Int32](repeating: -1, count: patterns.count)
    var lastEquals = Array(nextEquals.indices.map(Int32.init))
    for (pattern, first) in automaton.firstEquals.enumerated() where first != pattern {
      nextEquals[Int(lastEquals[Int(first)])] = Int32(pattern)
      lastEquals[Int(first)] = Int32(pattern)
    }
    (self.patterns, self.owners, self.nextEquals) = (patterns, owners, nextEquals)
    placements = terms.map(\.placement)
    isPhrase = terms.map { $0.term.utf8.contains(0x20) }
  }

  /// A term that occurs where it may.
  struct Hit: Sendable {
    let term: Int
    let pattern: Int
    /// The bytes of the text that was scanned.
    let range: Range<Int>
  }

  /// What one text holds.
  struct Finding: Sendable {
    var hits: [Hit] = []
    /// Where benign words stand that contain a term.
    var collisions: [Range<Int>] = []
  }

  /// What may follow a pattern that spells a term: see ``WordBoundary/Tail``.
  private func tail(of pattern: Int, _ term: Int) -> WordBoundary.Tail {
    let spelling = patterns[pattern]
    if spelling.contains(0x20) { return .any }
    let syllables = spelling.count { $0 & 0xC0 != 0x80 }
    if syllables >= 3 { return isPhrase[term] ? .any : .verbal }
    return syllables == 2 && Self.stemEnds.contains(where: { spelling.suffix(3).elementsEqual($0) })
      ? .verbal : .nominal
  }

  /// Syllables that end the stems of verbs and hardly any noun.
  private static let stemEnds = "같뜯뚫맞먹찍싶없않박찢밟끊긋긁낚묶벗섞썩씹핥".unicodeScalars.map { Array(String($0).utf8) }

  /// The spelling of a pattern.
  func spelling(_ pattern: Int) -> String { String(decoding: patterns[pattern], as: UTF8.self) }

  /// The terms in `utf8`, valid UTF-8 in the hangul form, that stand where they may and not inside a longer
  /// collision. O(text + occurrences).
  func find(in utf8: [UInt8]) -> Finding {
    utf8.withUnsafeBufferPointer { bytes in
      var occurrences: [TermAutomaton.Occurrence] = []
      automaton.scan(bytes) { occurrences.append($0) }
      guard !occurrences.isEmpty else { return Finding() }
      return sift(occurrences, in: bytes)
    }
  }

  private func sift(_ occurrences: [TermAutomaton.Occurrence], in bytes: UnsafeBufferPointer<UInt8>)
    -> Finding
  {
    var finding = Finding()
    var spelled: [(term: Int, occurrence: TermAutomaton.Occurrence)] = []
    var collisionOwners: [Int] = []
    for occurrence in occurrences {
      var (pattern, lastTerm) = (Int32(occurrence.pattern), Int32(-1))
      while pattern >= 0 {
        let owner = owners[Int(pattern)]
        if owner < 0 {
          finding.collisions.append(occurrence.range)
          collisionOwners.append(Int(~owner))
        } else if owner != lastTerm {
          spelled.append((Int(owner), occurrence))
          lastTerm = owner
        }
        pattern = nextEquals[Int(pattern)]
      }
    }
    let collisions = SortedRanges(finding.collisions)
    spelled.removeAll { term, occurrence in
      collisions.overlapping(occurrence.range).contains { number in
        let (benign, range) = (finding.collisions[number], occurrence.range)
        // A longer benign word holds the term; or one of the term's own runs over an end of it, as 가족같 over 족같은.
        let isInside =
          benign.lowerBound <= range.lowerBound && range.upperBound <= benign.upperBound
          && benign.count > range.count
        let isAcross = benign.lowerBound < range.lowerBound || range.upperBound < benign.upperBound
        return isInside || isAcross && collisionOwners[number] == term
      }
    }
    let boundary = WordBoundary(utf8: bytes, occurrences: spelled.map(\.occurrence.range))
    for (term, occurrence) in spelled
    where boundary.admits(occurrence.range, as: placements[term], tail: tail(of: occurrence.pattern, term)) {
      finding.hits.append(Hit(term: term, pattern: occurrence.pattern, range: occurrence.range))
    }
    return finding
  }
}
