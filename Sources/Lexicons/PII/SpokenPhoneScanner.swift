/// Mobile numbers with digits spelled in Hangul: 공일공 일이삼사 오육칠팔.
enum SpokenPhoneScanner {
  /// The numbers in valid UTF-8. At least two of the eleven digits must be Hangul. O(n).
  static func findings(in utf8: UnsafeBufferPointer<UInt8>, _ pattern: PIIPattern) -> [PIIFinding] {
    var findings: [PIIFinding] = []
    var offset = 0
    while let scalar = ScalarReading.scalar(in: utf8, at: offset) {
      if value(of: scalar.value) == 0, let finding = finding(in: utf8, at: offset, pattern) {
        findings.append(finding)
        offset = finding.range.upperBound
      } else {
        offset = scalar.end
      }
    }
    return findings
  }

  private static func finding(
    in utf8: UnsafeBufferPointer<UInt8>, at start: Int, _ pattern: PIIPattern
  ) -> PIIFinding? {
    if let before = ScalarReading.scalar(in: utf8, before: start), DigitRuns.value(of: before.value) != nil {
      return nil
    }
    var digits: [DigitRuns.Digit] = []
    var (offset, spoken, gap) = (start, 0, 0)
    while digits.count < 11, let scalar = ScalarReading.scalar(in: utf8, at: offset) {
      if let value = value(of: scalar.value) {
        guard digits.count != 1 || value == 1, digits.count != 2 || [0, 1, 6, 7, 8, 9].contains(value) else {
          return nil
        }
        digits.append(DigitRuns.Digit(value: value, range: offset..<scalar.end))
        if scalar.value >= 0xAC00 { spoken += 1 }
        gap = 0
      } else {
        gap += 1
        guard gap <= 2, [0x20, 0x2D, 0x2E, 0x2C].contains(scalar.value) else { return nil }
      }
      offset = scalar.end
    }
    guard digits.count == 11, spoken >= 2, let last = digits.last else { return nil }
    if let next = ScalarReading.scalar(in: utf8, at: last.range.upperBound),
      DigitRuns.value(of: next.value) != nil
    {
      return nil
    }
    return PIIFinding(
      range: start..<last.range.upperBound, parts: digits.map(\.range), keepFirst: pattern.keepFirst,
      keepLast: pattern.keepLast, confidence: .high)
  }

  /// The value of a digit, also of one spelled in Hangul.
  private static func value(of scalar: UInt32) -> UInt8? {
    switch scalar {
    case 0xACF5, 0xC601, 0xB839: 0  // 공 영 령
    case 0xC77C: 1  // 일
    case 0xC774: 2  // 이
    case 0xC0BC: 3  // 삼
    case 0xC0AC: 4  // 사
    case 0xC624: 5  // 오
    case 0xC721, 0xB959: 6  // 육 륙
    case 0xCE60: 7  // 칠
    case 0xD314: 8  // 팔
    case 0xAD6C: 9  // 구
    default: DigitRuns.value(of: scalar)
    }
  }
}
