/// What stands around a finding and makes it more or less likely.
struct PIISurroundings {
  let utf8: UnsafeBufferPointer<UInt8>

  /// How many bytes before and behind a finding are read for context: some twenty and ten syllables.
  private static let reach = (before: 60, behind: 30)

  /// Whether one of the words of context of `pattern` stands near `range`. ASCII letters match in both cases.
  func hasContext(of pattern: PIIPattern, around range: Range<Int>) -> Bool {
    let before = max(0, range.lowerBound - Self.reach.before)..<range.lowerBound
    let behind = range.upperBound..<min(utf8.count, range.upperBound + Self.reach.behind)
    return pattern.contextBytes.contains { holds($0, in: before) || holds($0, in: behind) }
  }

  private func holds(_ word: [UInt8], in window: Range<Int>) -> Bool {
    guard let first = word.first, window.count >= word.count else { return false }
    var start = window.lowerBound
    while start <= window.upperBound - word.count {
      if Self.lower(utf8[start]) == first {
        var length = 1
        while length < word.count, Self.lower(utf8[start + length]) == word[length] { length += 1 }
        if length == word.count { return true }
      }
      start += 1
    }
    return false
  }

  private static func lower(_ byte: UInt8) -> UInt8 { byte >= 0x41 && byte <= 0x5A ? byte + 32 : byte }

  /// The scalar before `offset`; `nil` at the start.
  func before(_ offset: Int) -> UInt32? { ScalarReading.scalar(in: utf8, before: offset)?.value }

  /// The scalar at `offset`; `nil` at the end.
  func at(_ offset: Int) -> UInt32? { ScalarReading.scalar(in: utf8, at: offset)?.value }

  /// `finding` with the confidence of the context if words of `pattern` stand near it.
  func raised(_ finding: PIIFinding, by pattern: PIIPattern) -> PIIFinding {
    guard finding.confidence < pattern.inContext, hasContext(of: pattern, around: finding.range) else {
      return finding
    }
    var finding = finding
    finding.confidence = pattern.inContext
    return finding
  }
}

/// How sure it is that digits of a fitting shape are what the pattern says.
enum NumberJudge {
  /// The finding; `nil` if the digits cannot be it.
  static func finding(
    _ digits: ArraySlice<DigitRuns.Digit>, isGrouped: Bool, _ pattern: PIIPattern,
    _ surroundings: PIISurroundings
  ) -> PIIFinding? {
    guard let first = digits.first, let last = digits.last else { return nil }
    let range = first.range.lowerBound..<last.range.upperBound
    guard isFree(range, pattern, surroundings) else { return nil }
    let inContext = surroundings.hasContext(of: pattern, around: range)
    guard
      let confidence = confidence(
        digits.map(\.value), isGrouped: isGrouped, inContext: inContext, pattern)
    else { return nil }
    return PIIFinding(
      range: range, parts: digits.map(\.range), keepFirst: pattern.keepFirst, keepLast: pattern.keepLast,
      confidence: confidence)
  }

  /// Whether nothing touches the number that makes it a part of something else, a price or a year.
  private static func isFree(
    _ range: Range<Int>, _ pattern: PIIPattern, _ surroundings: PIISurroundings
  ) -> Bool {
    switch surroundings.at(range.upperBound) {
    case 0xC6D0, 0xB144, 0xC6D4, 0x25: return false  // 원, 년, 월, %
    case let next? where pattern.kind != .mobilePhone && isLetter(next): return false
    default: break
    }
    switch surroundings.before(range.lowerBound) {
    case 0x20A9, 0x24, 0x23: return false  // ₩ $ #
    case let previous? where !isPhone(pattern.kind) && isLetter(previous): return false
    default: return true
    }
  }

  private static func isPhone(_ kind: PIIKind) -> Bool {
    kind == .mobilePhone || kind == .landlinePhone || kind == .representativePhone
  }

  private static func isLetter(_ scalar: UInt32) -> Bool {
    0x41...0x5A ~= scalar || 0x61...0x7A ~= scalar || scalar == 0x5F
  }

  private static func confidence(
    _ digits: [UInt8], isGrouped: Bool, inContext: Bool, _ pattern: PIIPattern
  ) -> PIIMatch.Confidence? {
    switch pattern.check {
    case .none:
      if inContext { return pattern.inContext }
      return isGrouped
        ? pattern.alone : pattern.alone.flatMap { $0 == .high ? .medium : $0 == .medium ? .low : nil }
    case .rrn:
      return registration(PIIChecks.resident(digits), isGrouped: isGrouped, inContext: inContext, pattern)
    case .frn:
      return registration(PIIChecks.foreigner(digits), isGrouped: isGrouped, inContext: inContext, pattern)
    case .luhn:
      guard PIIChecks.luhn(digits) else { return nil }
      return inContext ? pattern.inContext : isGrouped ? pattern.alone : .medium
    case .brn:
      guard PIIChecks.business(digits) else { return .low }
      return inContext ? pattern.inContext : isGrouped ? .high : .low
    }
  }

  /// A right check digit makes it sure; a number without one may be younger than the rule that dropped it.
  private static func registration(
    _ result: PIIChecks.Registration, isGrouped: Bool, inContext: Bool, _ pattern: PIIPattern
  ) -> PIIMatch.Confidence? {
    switch result {
    case .invalid: nil
    case .checked: isGrouped || inContext ? .high : .medium
    case .unchecked: inContext ? (isGrouped ? pattern.inContext : .medium) : isGrouped ? pattern.alone : .low
    }
  }
}
