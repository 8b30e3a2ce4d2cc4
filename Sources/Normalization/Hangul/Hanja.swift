/// Readings of Chinese characters (漢字) in Hangul.
///
/// Source: Unihan, field kHangul, through the table in `HanjaTable.swift`; compounds whose characters are read
/// otherwise, and the initial sound law (두음 법칙), follow the Korean Orthography, sections 10 to 12 and 52.
public enum Hanja {
  /// The version of Unicode whose readings these are.
  public static var unicodeVersion: String { HanjaTable.unicodeVersion }

  /// The reading that `scalar` mostly has inside of a word, as a syllable; nil if none is known.
  public static func reading(of scalar: UInt32) -> UInt32? {
    table.first(scalar)
  }

  /// Every reading of `scalar`, the most usual one first; none if none is known.
  public static func readings(of scalar: UInt32) -> [UInt32] {
    guard let first = table.first(scalar) else { return [] }
    return [first] + (table.others[scalar] ?? [])
  }

  /// `syllable` as the initial sound law has it at the beginning of a word: 녀 becomes 여, 래 becomes 내.
  public static func atBeginning(_ syllable: UInt32) -> UInt32 {
    guard var jamo = Hangul.jamo(of: syllable) else { return syllable }
    // ㅑ ㅒ ㅕ ㅖ ㅛ ㅠ ㅣ
    let isBright = [2, 3, 6, 7, 12, 17, 20].contains(jamo.vowel)
    switch jamo.leading {
    case 2 where isBright, 5 where isBright: jamo.leading = 11
    case 5: jamo.leading = 2
    default: break
    }
    return Hangul.syllable(of: jamo) ?? syllable
  }

  /// `text` with every Chinese character that has a reading read: 大韓民國 becomes 대한민국. A stage; O(n).
  ///
  /// A word begins where no letter or digit stands before. Compounds are read as words where they have a reading
  /// of their own (樂園 낙원, 音樂 음악); else each character has its usual reading.
  public static func read(_ text: AlignedText) -> AlignedText {
    var builder = AlignedTextBuilder(over: text)
    text.utf8.withUnsafeBufferPointer { bytes in
      var previous: UInt32?
      var offset = 0
      while offset < bytes.count {
        guard let scalar = UTF8Scalar(in: bytes, at: offset) else {
          (previous, offset) = (nil, offset + 1)
          continue
        }
        guard scalar.value >= 0x3400, table.first(scalar.value) != nil else {
          previous = scalar.value
          offset += scalar.length
          continue
        }
        builder.copy(upTo: offset)
        for (syllable, length) in word(in: bytes, at: offset, after: previous) {
          offset += length
          builder.replace(upTo: offset, withScalar: syllable)
          previous = syllable
        }
      }
    }
    return builder.finishCopyingRest()
  }

  /// The readings of the compound, or else of the character, at `offset`, each with the bytes that it reads.
  private static func word(
    in bytes: UnsafeBufferPointer<UInt8>, at offset: Int, after previous: UInt32?
  ) -> [(syllable: UInt32, length: Int)] {
    var hanja: [UTF8Scalar] = []
    var end = offset
    while hanja.count < compounds.longest, let scalar = UTF8Scalar(in: bytes, at: end),
      table.first(scalar.value) != nil
    {
      hanja.append(scalar)
      end += scalar.length
    }
    for count in stride(from: min(hanja.count, compounds.longest), to: 1, by: -1) {
      guard let readings = compounds.readings[hanja[..<count].map(\.value)] else { continue }
      return zip(readings, hanja).map { ($0, $1.length) }
    }
    guard let scalar = hanja.first, let reading = table.first(scalar.value) else { return [] }
    let next = hanja.dropFirst().first.flatMap { table.first($0.value) }
    return [(adjusted(reading, of: scalar.value, after: previous, before: next), scalar.length)]
  }

  private static func adjusted(
    _ reading: UInt32, of scalar: UInt32, after previous: UInt32?, before next: UInt32?
  ) -> UInt32 {
    // 不 is 부 before ㄷ and ㅈ.
    if scalar == 0x4E0D, let leading = next.flatMap(Hangul.jamo(of:))?.leading, leading == 3 || leading == 12
    {
      return 0xBD80
    }
    guard let previous, isLetter(previous) else { return atBeginning(reading) }
    // 렬 and 률 are 열 and 율 after a vowel and after ㄴ.
    let isAfterOpen = Hangul.jamo(of: previous).map { $0.trailing == 0 || $0.trailing == 4 } ?? false
    return isAfterOpen && (reading == 0xB82C || reading == 0xB960) ? atBeginning(reading) : reading
  }

  private static func isLetter(_ scalar: UInt32) -> Bool {
    Hangul.isSyllable(scalar) || Hangul.isCompatibilityJamo(scalar)
      || Unicode.Scalar(scalar)?.properties.isAlphabetic == true || 0x30...0x39 ~= scalar
  }

  /// The tables as they are looked up.
  private struct Table: Sendable {
    static let start: UInt32 = 0x3400
    /// The first reading of each scalar from `start` on, 0 for none.
    var firsts = [UInt16](repeating: 0, count: 0xFB00 - 0x3400)
    var others: [UInt32: [UInt32]] = [:]

    init() {
      for group in HanjaTable.first.unicodeScalars.split(separator: " ") {
        guard let reading = group.first else { continue }
        for hanja in group.dropFirst() { firsts[Int(hanja.value - Self.start)] = UInt16(reading.value) }
      }
      for group in HanjaTable.others.unicodeScalars.split(separator: " ") {
        guard let hanja = group.first else { continue }
        others[hanja.value] = group.dropFirst().map(\.value)
      }
    }

    func first(_ scalar: UInt32) -> UInt32? {
      guard scalar >= Self.start, scalar < 0xFB00 else { return nil }
      let reading = firsts[Int(scalar - Self.start)]
      return reading == 0 ? nil : UInt32(reading)
    }
  }

  private static let table = Table()

  /// Words with readings of their own, by their scalars.
  private static let compounds: (readings: [[UInt32]: [UInt32]], longest: Int) = {
    var readings: [[UInt32]: [UInt32]] = [:]
    for entry in HanjaCompounds.words.unicodeScalars.split(separator: " ") {
      let half = entry.count / 2
      readings[entry.prefix(half).map(\.value)] = entry.dropFirst(half).map(\.value)
    }
    return (readings, readings.keys.map(\.count).max() ?? 1)
  }()
}
