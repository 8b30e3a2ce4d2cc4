/// Vehicle plates: two or three digits, a syllable of the plates, four digits.
enum PlateScanner {
  /// The plates in valid UTF-8. O(n).
  @Sendable static func findings(
    in utf8: UnsafeBufferPointer<UInt8>, _ pattern: PIIPattern
  ) -> [PIIFinding] {
    var findings: [PIIFinding] = []
    var offset = 0
    while let scalar = ScalarReading.scalar(in: utf8, at: offset) {
      if syllables.contains(scalar.value),
        let finding = finding(in: utf8, syllable: offset..<scalar.end, pattern)
      {
        findings.append(finding)
      }
      offset = scalar.end
    }
    return findings
  }

  private static let syllables = Set(
    "가나다라마거너더러머버서어저고노도로모보소오조구누두루무부수우주하허호바사아자배국합육공해".unicodeScalars.map(\.value))
  /// Syllables behind four digits that make them a quantity: 억 만 천 원 년 개 명 회 번 점 월 일 시 분 초 호 층 평.
  private static let counters = Set("억만천백원년개명회번점월일시분초호층평권건".unicodeScalars.map(\.value))

  private static func finding(
    in utf8: UnsafeBufferPointer<UInt8>, syllable: Range<Int>, _ pattern: PIIPattern
  ) -> PIIFinding? {
    func isDigit(_ index: Int) -> Bool { utf8.indices.contains(index) && 0x30...0x39 ~= utf8[index] }
    var start = syllable.lowerBound
    while isDigit(start - 1), syllable.lowerBound - start < 4 { start -= 1 }
    guard 2...3 ~= syllable.lowerBound - start else { return nil }
    var number = syllable.upperBound
    if number < utf8.count, utf8[number] == 0x20 { number += 1 }
    let end = number + 4
    guard (number..<end).allSatisfy(isDigit), !isDigit(end), utf8[number] != 0x30,
      start == 0 || utf8[start - 1] != UInt8(ascii: ".") && utf8[start - 1] != UInt8(ascii: ",")
    else { return nil }
    if let next = ScalarReading.scalar(in: utf8, at: end), counters.contains(next.value) { return nil }
    var parts = (start..<syllable.lowerBound).map { $0..<$0 + 1 }
    parts.append(syllable)
    parts += (number..<end).map { $0..<$0 + 1 }
    // What precedes the four digits is kept, be it three characters or four.
    return PIIFinding(
      range: start..<end, parts: parts, keepFirst: parts.count - 4, keepLast: 0,
      confidence: pattern.alone ?? .low)
  }
}
