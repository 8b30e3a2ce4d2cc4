/// Whether an occurrence of a term stands where a word may stand.
///
/// Korean writes particles and endings to the noun, users write words without spaces, and swear words pile up. So
/// around an occurrence stands either the end of the run of syllables, or what is known: before it a prefix, behind it
/// a tail (``KoreanTail``), and on both sides other occurrences of terms.
struct WordBoundary {
  private let utf8: UnsafeBufferPointer<UInt8>
  private let occurrences: [Range<Int>]
  private let sorted: SortedRanges

  /// The boundaries in `utf8`, valid UTF-8, in which terms occur at `occurrences`.
  init(utf8: UnsafeBufferPointer<UInt8>, occurrences: [Range<Int>]) {
    (self.utf8, self.occurrences, sorted) = (utf8, occurrences, SortedRanges(occurrences))
  }

  /// What may follow a spelling in its eojeol.
  enum Tail {
    /// Particles and what else follows a noun.
    case nominal
    /// The endings of verbs too: the spelling may end with a stem, as 삥뜯.
    case verbal
    /// Anything: a spelling of several words is not there by chance, and most end with a stem.
    case any
  }

  /// Whether `range` may stand there under `placement`.
  func admits(_ range: Range<Int>, as placement: LexiconTerm.Placement, tail: Tail) -> Bool {
    switch placement {
    case .anywhere: !cutsLatin(range)
    case .word: isBounded(range)
    case .stem: isApart(range, tail: tail)
    }
  }

  /// Whether `range` is a word or phrase of its own: it opens a word, and at most a tail follows.
  func isApart(_ range: Range<Int>, tail: Tail = .nominal) -> Bool {
    opensWord(range) && closesWord(range, tail)
  }

  /// Whether an end of `range` lies between two Latin letters: a Latin form is never part of a longer word.
  private func cutsLatin(_ range: Range<Int>) -> Bool {
    func isLatin(_ scalar: UInt32?) -> Bool { scalar.map { 0x41...0x5A ~= $0 || 0x61...0x7A ~= $0 } ?? false }
    func at(_ offset: Int) -> UInt32? { ScalarReading.scalar(in: utf8, at: offset)?.value }
    func before(_ offset: Int) -> UInt32? { ScalarReading.scalar(in: utf8, before: offset)?.value }
    return isLatin(at(range.lowerBound)) && isLatin(before(range.lowerBound))
      || isLatin(before(range.upperBound)) && isLatin(at(range.upperBound))
  }

  private func first(of range: Range<Int>) -> ScalarKind {
    ScalarReading.scalar(in: utf8, at: range.lowerBound).map { ScalarKind($0.value) } ?? .other
  }

  private func before(_ range: Range<Int>) -> ScalarKind {
    ScalarReading.scalar(in: utf8, before: range.lowerBound).map { ScalarKind($0.value) } ?? .other
  }

  private func after(_ range: Range<Int>) -> ScalarKind {
    ScalarReading.scalar(in: utf8, at: range.upperBound).map { ScalarKind($0.value) } ?? .other
  }

  /// Whether no letter, digit or syllable touches `range`.
  private func isBounded(_ range: Range<Int>) -> Bool {
    func bounds(_ kind: ScalarKind) -> Bool { kind == .other || kind == .interjection }
    return bounds(before(range)) && bounds(after(range))
  }

  // MARK: Before

  private func opensWord(_ range: Range<Int>) -> Bool {
    switch first(of: range) {
    case .syllable: isKnownPrefix(before: range)
    case .jamo: before(range) != .jamo
    case .alphanumeric: before(range) != .alphanumeric
    case .interjection, .other: true
    }
  }

  /// Whether the syllables before `range` are none, or known prefixes and other terms with their tails.
  private func isKnownPrefix(before range: Range<Int>) -> Bool {
    let run = Eojeol.syllables(in: utf8, before: range.lowerBound)
    guard !run.scalars.isEmpty else { return true }
    guard run.scalars.count <= Eojeol.longestRun else { return false }
    let others = sorted.beginning(in: run.offsets[0]...range.lowerBound).map { occurrences[$0] }
    var reached = [Bool](repeating: false, count: run.scalars.count + 1)
    reached[0] = true
    for index in run.scalars.indices where reached[index] {
      for length in KoreanPrefixes.lengths(at: index, in: run.scalars) { reached[index + length] = true }
      for other in others where other.lowerBound == run.offsets[index] {
        guard let end = run.offsets.firstIndex(of: other.upperBound), end > index else { continue }
        let states = KoreanTail.allStates(run.scalars[end...], after: run.scalars[end - 1])
        for length in states.indices where !states[length].isDisjoint(with: .accepting) {
          reached[end + length] = true
        }
      }
    }
    return reached[run.scalars.count]
  }

  // MARK: Behind

  private func closesWord(_ range: Range<Int>, _ tail: Tail) -> Bool {
    guard let last = ScalarReading.scalar(in: utf8, before: range.upperBound) else { return true }
    switch (ScalarKind(last.value), after(range)) {
    case (.jamo, .jamo): return ScalarReading.scalar(in: utf8, at: range.upperBound)?.value == last.value
    case (.alphanumeric, .alphanumeric): return false
    case (.other, _): return true
    default: break
    }
    if tail == .any { return true }
    let run = Eojeol.syllables(in: utf8, from: range.upperBound)
    guard run.scalars.count <= Eojeol.longestRun else { return false }
    let start: KoreanTail.States = tail == .verbal ? [.noun, .stem] : .noun
    let states = KoreanTail.allStates(run.scalars[...], after: last.value, from: start)
    if !states[run.scalars.count].isDisjoint(with: .accepting) { return true }
    // Another term in the same run of syllables: 병신새끼야.
    let others = sorted.beginning(in: range.upperBound...run.offsets[run.scalars.count])
    return others.contains { other in
      run.offsets.firstIndex(of: occurrences[other].lowerBound).map { length in
        length < run.scalars.count && !states[length].isDisjoint(with: .accepting)
      } ?? false
    }
  }
}

/// What people write to the front of a term without a space.
enum KoreanPrefixes {
  /// The lengths of the prefixes at `index`, in syllables.
  static func lengths(at index: Int, in scalars: [UInt32]) -> [Int] {
    (byFirst[scalars[index]] ?? []).compactMap { prefix in
      index + prefix.count <= scalars.count && scalars[index..<index + prefix.count].elementsEqual(prefix)
        ? prefix.count : nil
    }
  }

  private static let byFirst: [UInt32: [[UInt32]]] = {
    var table: [UInt32: [[UInt32]]] = [:]
    for word in words.split(whereSeparator: \.isWhitespace) {
      let scalars = word.unicodeScalars.map(\.value)
      table[scalars[0], default: []].append(scalars)
    }
    return table
  }()

  /// Intensifiers, interjections, determiners, and pronouns with their particles.
  private static let words = """
    개 씹 좆 존 졸 왕 초 핵 쌩 생 찐 쌉 쳐 처 존나 졸라 존내 조낸 열라 겁나 완전 진짜 정말 미친 레알 ㄹㅇ 썅 쌍 그냥 걍 아주 너무 매우 참 역시 원래 온갖 순
    아 어 오 와 야 에 에이 아이 아오 어휴 아휴 아놔 아니 으 하 허 헐 흥 자 음 뭐 뭔 왜 또 다 다들 이 그 저 이런 그런 저런 어떤 무슨 모든 온 각종
    니 네 너 너는 넌 니가 네가 너가 너의 너도 너희 너희는 니들 니네 니놈 나 나는 난 내 내가 나도 저는 전 제 제가 저도 우리 우리는 쟤 쟤는 얘 얘는 걔 걔는 이건 그건 저건 이게 그게 저게
    이거 그거 저거 당신 당신은 그놈 저놈 이놈 누가 누구 혼자 남 남의
    """
}
