/// Passport numbers: a letter and eight digits, or, since 2021, a letter, three digits, a letter and four digits.
enum PassportScanner {
  /// The numbers in valid UTF-8. O(n).
  @Sendable static func findings(
    in utf8: UnsafeBufferPointer<UInt8>, _ pattern: PIIPattern
  ) -> [PIIFinding] {
    utf8.indices.compactMap { start in
      guard let letter = kinds.first(where: { $0 == utf8[start] & 0xDF }), 0x41...0x7A ~= utf8[start],
        start + 9 <= utf8.count, start == 0 || !isAlphanumeric(utf8[start - 1]),
        start + 9 == utf8.count || !isAlphanumeric(utf8[start + 9])
      else { return nil }
      let digits = (1..<9).filter { 0x30...0x39 ~= utf8[start + $0] }
      let isNew = digits.count == 7 && isLetter(utf8[start + 4])
      guard digits.count == 8 || isNew else { return nil }
      // M is the ordinary passport; other letters also begin product numbers.
      let isSure = letter == UInt8(ascii: "M") || isNew
      return PIIFinding(
        range: start..<start + 9, parts: (start..<start + 9).map { $0..<$0 + 1 },
        keepFirst: pattern.keepFirst,
        keepLast: pattern.keepLast, confidence: isSure ? pattern.alone ?? .low : .low)
    }
  }

  /// Ordinary, single journey, resident abroad, official, diplomatic, ordinary of old.
  private static let kinds = Array("MSROD".utf8) + Array("G".utf8)

  private static func isLetter(_ byte: UInt8) -> Bool { 0x41...0x5A ~= byte || 0x61...0x7A ~= byte }

  private static func isAlphanumeric(_ byte: UInt8) -> Bool { isLetter(byte) || 0x30...0x39 ~= byte }
}
