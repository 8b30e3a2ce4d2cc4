import CLexiconData

/// The dubeolsik keyboard: what a text becomes when it is typed with the other language switched on.
struct KeyboardLayout: Sendable {
  private let jamo: [UInt32: UInt32]
  private let keys: [UInt32: [UInt32]]

  static let standard = KeyboardLayout()

  /// Vowels and codas that take two strokes.
  private static let double: [(UInt32, UInt32, UInt32)] = [
    ("ㅗ", "ㅏ", "ㅘ"), ("ㅗ", "ㅐ", "ㅙ"), ("ㅗ", "ㅣ", "ㅚ"), ("ㅜ", "ㅓ", "ㅝ"), ("ㅜ", "ㅔ", "ㅞ"), ("ㅜ", "ㅣ", "ㅟ"),
    ("ㅡ", "ㅣ", "ㅢ"), ("ㄱ", "ㅅ", "ㄳ"), ("ㄴ", "ㅈ", "ㄵ"), ("ㄴ", "ㅎ", "ㄶ"), ("ㄹ", "ㄱ", "ㄺ"), ("ㄹ", "ㅁ", "ㄻ"),
    ("ㄹ", "ㅂ", "ㄼ"), ("ㄹ", "ㅅ", "ㄽ"), ("ㄹ", "ㅌ", "ㄾ"), ("ㄹ", "ㅍ", "ㄿ"), ("ㄹ", "ㅎ", "ㅀ"), ("ㅂ", "ㅅ", "ㅄ"),
  ].map { (scalar($0), scalar($1), scalar($2)) }

  private static func scalar(_ text: String) -> UInt32 { text.scalarValues[0] }

  private init() {
    var jamo: [UInt32: UInt32] = [:]
    var keys: [UInt32: [UInt32]] = [:]
    for row in TransformationTable(haechi_lexicon_keyboard()).rows where row.count == 2 {
      guard let key = row[0].scalarValues.first, let letter = row[1].scalarValues.first else { continue }
      jamo[key] = letter
      keys[letter] = [key]
    }
    for (first, second, both) in Self.double { keys[both] = (keys[first] ?? []) + (keys[second] ?? []) }
    self.jamo = jamo
    self.keys = keys
  }

  /// The keys that were struck to write `scalars`; nil if one of them is not Hangul.
  func keys(of scalars: [UInt32]) -> [UInt32]? {
    var result: [UInt32] = []
    for scalar in scalars {
      if let syllable = Hangul.jamo(of: scalar) {
        result += keys[Jamo.onsets[syllable.leading]] ?? []
        result += keys[Hangul.vowelCompatibility(syllable.vowel)] ?? []
        if syllable.trailing > 0 { result += keys[Jamo.codas[syllable.trailing]] ?? [] }
      } else if let struck = keys[scalar] {
        result += struck
      } else {
        return nil
      }
    }
    return result
  }

  /// What a Korean input method composes of `struck` keys, as far as all of it becomes syllables; else nil.
  func syllables(of struck: [UInt32]) -> [UInt32]? {
    var letters: [UInt32] = []
    for key in struck {
      guard let letter = jamo[key] ?? jamo[key | 0x20] else { return nil }
      letters.append(letter)
    }
    var result: [UInt32] = []
    var index = 0
    func vowel(_ at: Int) -> Int? { at < letters.count ? Jamo.vowel(of: letters[at]) : nil }
    while index < letters.count {
      guard let onset = Jamo.onset(of: letters[index]), var medial = vowel(index + 1) else { return nil }
      index += 2
      if vowel(index) != nil, let both = Self.joined(letters[index - 1], letters[index]) {
        medial = Int(both - 0x314F)
        index += 1
      }
      var coda = 0
      // A consonant before a vowel begins the next syllable.
      if index < letters.count, let first = Jamo.coda(of: letters[index]), vowel(index + 1) == nil {
        coda = first
        index += 1
        if index < letters.count, vowel(index + 1) == nil,
          let both = Self.joined(letters[index - 1], letters[index]),
          let second = Jamo.coda(of: both)
        {
          coda = second
          index += 1
        }
      }
      guard let syllable = Hangul.syllable(of: Hangul.Jamo(leading: onset, vowel: medial, trailing: coda))
      else {
        return nil
      }
      result.append(syllable)
    }
    return result
  }

  private static func joined(_ first: UInt32, _ second: UInt32) -> UInt32? {
    double.first { $0.0 == first && $0.1 == second }?.2
  }
}

extension Lattice {
  private static let longestKeyedWord = 32

  /// The word at `at` as it reads with the keyboard switched; nil if that makes no word.
  mutating func keyboardEdge(_ at: Int) -> Edge? {
    let kind = units[at].kind
    guard kind == .latin || kind == .jamo || kind == .syllable else { return nil }
    guard at == 0 || !(units[at - 1].isHangul || units[at - 1].kind == .latin || units[at - 1].kind == .digit)
    else {
      return nil
    }
    var end = at
    var alone = 0
    while end < units.count, end - at <= Self.longestKeyedWord,
      kind == .latin ? units[end].kind == .latin : units[end].isHangul
    {
      if units[end].kind == .jamo { alone += 1 }
      end += 1
    }
    guard end - at >= 3, end - at <= Self.longestKeyedWord else { return nil }
    let written = units[at..<end].map(\.written)
    let read: [UInt32]?
    if kind == .latin {
      guard end == units.count || !units[end].isHangul else { return nil }
      read = KeyboardLayout.standard.syllables(of: written)
    } else {
      // English typed as Korean leaves vowels without a consonant.
      guard alone * 3 >= end - at, Set(written).count > 2,
        units[at..<end].contains(where: { 0x314F...0x3163 ~= $0.scalar })
      else { return nil }
      read = KeyboardLayout.standard.keys(of: units[at..<end].map(\.scalar))
    }
    guard let read, !read.isEmpty else { return nil }
    keyed.append(read)
    return Edge(
      to: Int32(end), kind: .word, rule: DeobfuscationRule.keyboard.number, cost: prices.keyboard,
      word: Int32(Self.ownWords + keyed.count - 1))
  }
}
