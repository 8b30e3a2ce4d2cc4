import Normalization

/// The distinct words of a text and how often each occurs.
///
/// A word is the text from one `▁` to the next, its own `▁` included. Words are numbered by first occurrence.
struct WordTable {
  /// `▁`, U+2581, which stands for a space in pieces.
  static let space: [UInt8] = [0xE2, 0x96, 0x81]

  private(set) var counts: [Int] = []
  private var strings = ByteStringTable()

  /// How many distinct words there are.
  var count: Int { counts.count }

  /// The bytes of word `index`.
  func bytes(_ index: Int) -> ArraySlice<UInt8> { strings.bytes(index) }

  /// Counts the words of `line`.
  ///
  /// With `keepsEmpty` each of several spaces is a word of its own; without it they count as one.
  mutating func add(line: [UInt8], addsDummyPrefix: Bool, keepsEmpty: Bool) {
    var begin = 0
    var hasSpace = addsDummyPrefix
    while begin <= line.count, !line.isEmpty {
      var end = begin
      while end < line.count, !Self.isSpace(line, at: end) { end += 1 }
      if end > begin || (hasSpace && keepsEmpty) { add(line[begin..<end], afterSpace: hasSpace) }
      guard end < line.count else { break }
      begin = end + (line[end] == 0x20 ? 1 : Self.space.count)
      hasSpace = true
    }
  }

  private static func isSpace(_ line: [UInt8], at offset: Int) -> Bool {
    line[offset] == 0x20
      || (line[offset] == 0xE2 && offset + 2 < line.count && line[offset + 1] == 0x96
        && line[offset + 2] == 0x81)
  }

  private mutating func add(_ word: ArraySlice<UInt8>, afterSpace: Bool) {
    let (index, isNew) = strings.insert(afterSpace ? Self.space[...] : [], word)
    if isNew { counts.append(1) } else { counts[index] += 1 }
  }
}

/// The characters of a text that get pieces of their own, most frequent first.
struct Alphabet {
  private(set) var characters: [UInt32] = []

  /// The characters of `words` up to `coverage` of all occurrences, and the required ones; `▁` is one of them.
  init(of words: WordTable, coverage: Float, required: [UInt32]) {
    var counts: [UInt32: Int] = [:]
    var total = 0
    for word in 0..<words.count {
      for scalar in UTF8Scalar.values(of: Array(words.bytes(word))) where scalar != 0 {
        counts[scalar, default: 0] += words.counts[word]
        total += words.counts[word]
      }
    }
    let needed = Set(required.filter { $0 != 0 && $0 != 0x20 })
    for scalar in needed where counts[scalar] == nil { counts[scalar] = 0 }
    let order = counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
    var covered = 0
    for scalar in needed { covered += counts[scalar] ?? 0 }
    var kept = needed
    for (scalar, count) in order where !needed.contains(scalar) {
      if Float(Double(covered) / Double(max(1, total))) >= coverage { break }
      covered += count
      kept.insert(scalar)
    }
    characters = order.map(\.key).filter { kept.contains($0) }
  }
}

/// Which strings may be pieces. Source: `IsValidSentencePiece` in SentencePiece's `trainer_interface.cc`.
struct PieceRules {
  let maximumLength: Int
  let splitsDigits: Bool
  let splitsByScript: Bool
  let splitsByNumber: Bool

  init(_ settings: BPETrainer.Settings) {
    maximumLength = settings.maximumPieceLength
    splitsDigits = settings.splitsDigits
    splitsByScript = settings.splitsByScript
    splitsByNumber = settings.splitsByNumber
  }

  /// One character as the rules see it.
  struct Character: Equatable {
    let isSpace: Bool
    let isDigit: Bool
    /// nil for marks, which take the script before them.
    let script: UnicodeFacts.Script?

    init(_ scalar: UInt32) {
      isSpace = scalar == 0x2581
      isDigit = (0x30...0x39).contains(scalar) || (0xFF10...0xFF19).contains(scalar)
      let script = UnicodeFacts.script(scalar)
      let isKana = script == .hiragana || script == .katakana || scalar == 0x30FC
      self.script = script == .inherited ? nil : isKana ? .han : script
    }
  }

  /// Whether the characters of two pieces may stand together in one.
  func allows(_ characters: some Collection<Character>) -> Bool {
    guard characters.count <= maximumLength else { return false }
    var previous: UnicodeFacts.Script?
    for (character, position) in zip(characters, 0...) {
      if character.isSpace {
        guard position == 0 else { return false }
        continue
      }
      if character.isDigit, splitsDigits, characters.count > 1 { return false }
      let script = character.isDigit && !splitsByNumber ? nil : character.script ?? previous
      if splitsByScript, let script, let previous, script != previous { return false }
      previous = script
    }
    return true
  }
}
