import CLexiconData

/// The transformation tables as the decoder reads them: by the first scalar of what is written.
struct ChannelTables: Sendable {
  enum Part: UInt8, Sendable {
    case onset, vowel, coda
    /// A vowel and the coda behind it, in one sign.
    case rime
  }

  /// Scalars that stand for one jamo in one place of a syllable.
  struct JamoEntry: Sendable {
    var written: [UInt32]
    var part: Part
    var jamo: UInt8
    /// The coda of a rime.
    var coda: UInt8 = 0
    var cost: Float
    var rule: DeobfuscationRule
  }

  /// Scalars that stand for syllables, or for nothing.
  struct WholeEntry: Sendable {
    var written: [UInt32]
    var read: [UInt32]
    var cost: Float
    var rule: DeobfuscationRule
    /// Latin words are read only where no other Latin letter is next to them.
    var isWord: Bool
    /// The place of what is read in ``ChannelTables/words``.
    var word: Int32 = 0
  }

  let sound: SoundChannel
  private(set) var jamo: [UInt32: [JamoEntry]] = [:]
  private(set) var wholes: [UInt32: [WholeEntry]] = [:]
  /// Whether a row begins with the syllable at the index.
  private(set) var beginsWhole = [Bool](repeating: false, count: 11172)
  private(set) var words: [[UInt32]] = []
  /// Runs of initial consonants that stay as they are.
  private(set) var shorthand: Set<[UInt32]> = []

  static let standard = ChannelTables()

  private init() {
    sound = SoundChannel()
    for index in 0..<19 {
      add(
        JamoEntry(written: [Jamo.onsets[index]], part: .onset, jamo: UInt8(index), cost: 0, rule: .jamoSplit))
    }
    for index in 1..<28 {
      add(JamoEntry(written: [Jamo.codas[index]], part: .coda, jamo: UInt8(index), cost: 0, rule: .jamoSplit))
    }
    for index in 0..<21 {
      let scalar = Hangul.vowelCompatibility(index)
      add(JamoEntry(written: [scalar], part: .vowel, jamo: UInt8(index), cost: 0, rule: .jamoSplit))
    }
    addShapes()
    addLatin()
    addSyllables()
  }

  private mutating func add(_ entry: JamoEntry) { jamo[entry.written[0], default: []].append(entry) }
  private mutating func add(_ entry: WholeEntry) {
    var entry = entry
    entry.word = Int32(words.count)
    words.append(entry.read)
    let first = entry.written[0]
    wholes[first, default: []].append(entry)
    if Hangul.isSyllable(first) { beginsWhole[Int(first - 0xAC00)] = true }
  }

  /// Adds the initial consonants of `terms`: what consonants alone may stand for.
  ///
  /// Common shorthand (ㅇㅋ, ㄱㄱ) stays as it is; a term of one syllable has no chosung to speak of.
  mutating func addChosung(of terms: [[UInt32]]) {
    for term in terms where term.count >= 2 {
      let syllables = term.map(Hangul.jamo(of:))
      guard syllables.allSatisfy({ $0 != nil }) else { continue }
      let written = syllables.compactMap { $0.map { Jamo.onsets[$0.leading] } }
      guard !shorthand.contains(written) else { continue }
      add(WholeEntry(written: written, read: term, cost: Self.chosungCost, rule: .chosung, isWord: true))
    }
  }

  private static let chosungCost: Float = 4

  private mutating func addShapes() {
    for row in TransformationTable(haechi_lexicon_lookalikes()).rows where row.count == 4 {
      let written = row[0].scalarValues
      let read = row[1].scalarValues
      guard let cost = Float(row[2]), !written.isEmpty else { continue }
      let rule: DeobfuscationRule = read.isEmpty ? .separator : .lookalike
      if row[3] == "rime" {
        guard read.count == 2, let vowel = Jamo.vowel(of: read[0]), let coda = Jamo.coda(of: read[1]) else {
          continue
        }
        add(
          JamoEntry(
            written: written, part: .rime, jamo: UInt8(vowel), coda: UInt8(coda), cost: cost, rule: rule))
        continue
      }
      guard read.count == 1, !Hangul.isSyllable(read[0]) else {
        add(WholeEntry(written: written, read: read, cost: cost, rule: rule, isWord: false))
        continue
      }
      if let vowel = Jamo.vowel(of: read[0]) {
        add(JamoEntry(written: written, part: .vowel, jamo: UInt8(vowel), cost: cost, rule: rule))
      }
      if let onset = Jamo.onset(of: read[0]) {
        add(JamoEntry(written: written, part: .onset, jamo: UInt8(onset), cost: cost, rule: rule))
      }
      if let coda = Jamo.coda(of: read[0]) {
        add(JamoEntry(written: written, part: .coda, jamo: UInt8(coda), cost: cost, rule: rule))
      }
    }
  }

  private mutating func addLatin() {
    for row in TransformationTable(haechi_lexicon_latin()).rows where row.count == 4 {
      let written = row[1].scalarValues
      guard let cost = Float(row[3]), !written.isEmpty else { continue }
      switch row[0] {
      case "onset":
        guard let onset = Jamo.onset(row[2]) else { continue }
        add(JamoEntry(written: written, part: .onset, jamo: UInt8(onset), cost: cost, rule: .latin))
      case "vowel":
        guard let vowel = Jamo.vowel(row[2]) else { continue }
        add(JamoEntry(written: written, part: .vowel, jamo: UInt8(vowel), cost: cost, rule: .latin))
      case "coda":
        guard let coda = Jamo.coda(row[2]) else { continue }
        add(JamoEntry(written: written, part: .coda, jamo: UInt8(coda), cost: cost, rule: .latin))
      default:
        add(WholeEntry(written: written, read: row[2].scalarValues, cost: cost, rule: .latin, isWord: true))
      }
    }
  }

  /// Whether `units` have a word of yaminjeongeum: two syllables and more that look like a known word.
  func haveYaminjeongeum(_ units: [Unit]) -> Bool {
    for (at, unit) in units.enumerated()
    where unit.kind == .syllable && beginsWhole[Int(unit.scalar - 0xAC00)] {
      for entry in wholes[unit.scalar] ?? [] where entry.rule == .yaminjeongeum && entry.written.count > 1 {
        let rest = units[at...].prefix(entry.written.count)
        if rest.count == entry.written.count, zip(rest, entry.written).allSatisfy({ $0.scalar == $1 }) {
          return true
        }
      }
    }
    return false
  }

  private mutating func addSyllables() {
    let tables: [(haechi_lexicon_file, DeobfuscationRule)] = [
      (haechi_lexicon_yaminjeongeum(), .yaminjeongeum), (haechi_lexicon_leet(), .leet),
      (haechi_lexicon_hanja(), .hanja), (haechi_lexicon_chosung(), .chosung),
    ]
    for (file, rule) in tables {
      for row in TransformationTable(file).rows where row.count == 4 {
        let written = row[0].scalarValues
        guard let cost = Float(row[2]), !written.isEmpty else { continue }
        if row[3] == "shorthand" {
          shorthand.insert(written)
        } else {
          add(
            WholeEntry(
              written: written, read: row[1].scalarValues, cost: cost, rule: rule, isWord: rule == .chosung))
        }
      }
    }
  }
}
