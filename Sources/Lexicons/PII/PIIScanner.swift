import Normalization

/// Finds personal data in texts, and masks it.
///
/// The text is read in the hangul form, so digits in full width, with invisible scalars between them or in NFD
/// surroundings are seen, and spans are bytes of the user's own text. Dates, prices, order numbers and versions have
/// other shapes or stand beside words that give them away.
///
/// Laws: matches come by rising start and do not overlap; masking changes no byte outside of ``PIIMatch/hidden`` and
/// keeps the number of bytes, so every offset holds in the masked text too. Time is linear in the text.
public struct PIIScanner: Sendable {
  /// The patterns that are looked for.
  public let patterns: [PIIPattern]
  /// The least confidence that is reported.
  public let minimum: PIIMatch.Confidence
  private let digitMatcher: DigitMatcher
  private let textScanners: [(pattern: Int, scan: TextScan)]

  typealias TextScan = @Sendable (UnsafeBufferPointer<UInt8>, PIIPattern) -> [PIIFinding]

  /// A scanner for `patterns` that reports what it is sure of to at least `minimum`.
  public init(patterns: [PIIPattern], minimum: PIIMatch.Confidence = .medium) {
    (self.patterns, self.minimum) = (patterns, minimum)
    digitMatcher = DigitMatcher(patterns)
    textScanners = patterns.enumerated().compactMap { number, pattern in
      guard pattern.digits == nil else { return nil }
      return Self.textScan(of: pattern.kind).map { (number, $0) }
    }
  }

  /// The scanner for the patterns inside the binary.
  public static func bundled(minimum: PIIMatch.Confidence = .medium) throws(LexiconError) -> PIIScanner {
    PIIScanner(patterns: try PIIPattern.bundled(), minimum: minimum)
  }

  private static func textScan(of kind: PIIKind) -> TextScan? {
    switch kind {
    case .email: EmailScanner.findings
    case .ipv4: InternetAddressScanner.ipv4
    case .ipv6: InternetAddressScanner.ipv6
    case .passport: PassportScanner.findings
    case .vehiclePlate: PlateScanner.findings
    case .postalAddress: AddressScanner.findings
    default: nil
    }
  }

  /// The personal data in `text`.
  public func matches(in text: String) -> [PIIMatch] { matches(in: AlignedText(text)) }

  /// The personal data in `text`; spans are bytes of the source of `text`.
  public func matches(in text: AlignedText) -> [PIIMatch] {
    let normalized = HangulForm.normalize(text)
    return findings(in: normalized).map { pattern, finding in
      PIIMatch(
        kind: patterns[pattern].kind, confidence: finding.confidence,
        source: normalized.sourceRange(of: finding.range), pattern: patterns[pattern].id,
        hidden: finding.hidden.map { normalized.sourceRange(of: $0) })
    }
  }

  /// The text with what is personal behind asterisks. See ``masked(_:matches:)``.
  public func masked(_ text: String) -> String {
    let bytes = Array(text.utf8)
    return String(decoding: Self.masked(bytes, matches: matches(in: AlignedText(utf8: bytes))), as: UTF8.self)
  }

  /// `utf8` with the hidden parts of `matches` behind asterisks of the same number of bytes each.
  public static func masked(_ utf8: [UInt8], matches: [PIIMatch]) -> [UInt8] {
    var masked = utf8
    for match in matches where match.kind.isPersonal {
      for range in match.hidden { hide(range, in: &masked) }
    }
    return masked
  }

  /// Puts an asterisk in place of each scalar: of ASCII `*`, of longer ones a star of their length.
  private static func hide(_ range: Range<Int>, in utf8: inout [UInt8]) {
    var offset = range.lowerBound
    while offset < range.upperBound {
      let length = max(
        1,
        min(
          range.upperBound - offset,
          utf8[offset] < 0x80 ? 1 : utf8[offset] < 0xE0 ? 2 : utf8[offset] < 0xF0 ? 3 : 4))
      let star: [UInt8] =
        switch length {
        case 1: [0x2A]
        case 2: [0xD9, 0xAD]  // U+066D
        case 3: [0xEF, 0xBC, 0x8A]  // U+FF0A
        default: [0xF0, 0x9F, 0x9E, 0xB6]  // U+1F7B6
        }
      utf8.replaceSubrange(offset..<offset + length, with: star)
      offset += length
    }
  }

  // MARK: Finding

  private func findings(in text: AlignedText) -> [(pattern: Int, finding: PIIFinding)] {
    text.utf8.withUnsafeBufferPointer { bytes in
      let traces = PIITraces(in: bytes)
      guard !traces.isEmpty else { return [] }
      let surroundings = PIISurroundings(utf8: bytes)
      var found = traces.contains(.digit) ? numbers(in: surroundings) : []
      for (number, scan) in textScanners where traces.contains(PIITraces.needed(for: patterns[number].kind)) {
        found += scan(bytes, patterns[number]).map { (number, surroundings.raised($0, by: patterns[number])) }
      }
      if traces.contains(.spokenZero), let mobile = patterns.firstIndex(where: { $0.kind == .mobilePhone }) {
        found += SpokenPhoneScanner.findings(in: bytes, patterns[mobile]).map { (mobile, $0) }
      }
      return Self.best(of: found.filter { $0.1.confidence >= minimum })
    }
  }

  private func numbers(in surroundings: PIISurroundings) -> [(Int, PIIFinding)] {
    let runs = DigitRuns(in: surroundings.utf8)
    var found: [(Int, PIIFinding)] = []
    for group in runs.groups.indices {
      let first = runs.digits[runs.groups[group].digits.lowerBound].range.lowerBound
      let hasPlus = first > 0 && surroundings.utf8[first - 1] == UInt8(ascii: "+")
      for candidate in digitMatcher.candidates(from: group, in: runs, hasPlus: hasPlus) {
        let pattern = patterns[candidate.pattern]
        let digits = runs.digits[candidate.digits]
        guard let finding = NumberJudge.finding(digits, isGrouped: candidate.isGrouped, pattern, surroundings)
        else {
          continue
        }
        found.append((candidate.pattern, finding))
      }
    }
    return found
  }

  /// Of findings that overlap, the surer one, then the longer one, then the earlier in the table.
  private static func best(of found: [(Int, PIIFinding)]) -> [(pattern: Int, finding: PIIFinding)] {
    let ordered = found.sorted {
      ($0.1.range.lowerBound, $0.1.range.upperBound, $0.0) < (
        $1.1.range.lowerBound, $1.1.range.upperBound, $1.0
      )
    }
    var best: [(pattern: Int, finding: PIIFinding)] = []
    for (pattern, finding) in ordered {
      guard let last = best.last, last.finding.range.upperBound > finding.range.lowerBound else {
        best.append((pattern, finding))
        continue
      }
      let isBetter =
        (finding.confidence.rawValue, finding.range.count)
        > (last.finding.confidence.rawValue, last.finding.range.count)
      if isBetter { best[best.count - 1] = (pattern, finding) }
    }
    return best
  }
}

/// What a scanner found, in bytes of the text that it read.
struct PIIFinding: Sendable {
  var range: Range<Int>
  /// What masking hides, in order.
  var hidden: [Range<Int>]
  var confidence: PIIMatch.Confidence

  /// A finding that keeps the first and last of `parts` (one a character) and hides those between.
  init(
    range: Range<Int>, parts: [Range<Int>], keepFirst: Int, keepLast: Int, confidence: PIIMatch.Confidence
  ) {
    let end = max(keepFirst, parts.count - keepLast)
    let hidden = keepFirst < parts.count ? Array(parts[keepFirst..<min(end, parts.count)]) : []
    (self.range, self.hidden, self.confidence) = (range, hidden, confidence)
  }
}
