/// E-mail addresses, also with 골뱅이 or (at) in place of @.
enum EmailScanner {
  /// The addresses in valid UTF-8. O(n): each side is read for at most the length that RFC 5321 allows.
  @Sendable static func findings(
    in utf8: UnsafeBufferPointer<UInt8>, _ pattern: PIIPattern
  ) -> [PIIFinding] {
    var findings: [PIIFinding] = []
    var offset = 0
    while offset < utf8.count {
      guard let sign = signs.first(where: { begins(with: $0, in: utf8, at: offset) }) else {
        offset += 1
        continue
      }
      if let finding = finding(in: utf8, sign: offset..<offset + sign.count, pattern) {
        findings.append(finding)
        offset = finding.range.upperBound
      } else {
        offset += sign.count
      }
    }
    return findings
  }

  private static let signs: [[UInt8]] = ["@", "(at)", "[at]", "(골뱅이)", "골뱅이"].map { Array($0.utf8) }
  /// The longest local part and domain (RFC 5321, 4.5.3.1).
  private static let longest = (local: 64, domain: 255)

  private static func begins(with sign: [UInt8], in utf8: UnsafeBufferPointer<UInt8>, at offset: Int) -> Bool
  {
    utf8[offset] == sign[0] && offset + sign.count <= utf8.count
      && sign.indices.allSatisfy { utf8[offset + $0] == sign[$0] }
  }

  private static func finding(
    in utf8: UnsafeBufferPointer<UInt8>, sign: Range<Int>, _ pattern: PIIPattern
  ) -> PIIFinding? {
    let isSpelled = sign.count > 1
    var localEnd = sign.lowerBound
    var domainStart = sign.upperBound
    if isSpelled {
      if localEnd > 0, utf8[localEnd - 1] == 0x20 { localEnd -= 1 }
      if domainStart < utf8.count, utf8[domainStart] == 0x20 { domainStart += 1 }
    }
    var start = localEnd
    while start > 0, localEnd - start < longest.local, isLocal(utf8[start - 1]) { start -= 1 }
    while start < localEnd, utf8[start] == UInt8(ascii: ".") { start += 1 }
    guard start < localEnd, let end = domainEnd(in: utf8, from: domainStart) else { return nil }
    let parts = (start..<localEnd).map { $0..<$0 + 1 }
    return PIIFinding(
      range: start..<end, parts: parts, keepFirst: pattern.keepFirst, keepLast: 0,
      confidence: pattern.alone ?? .low)
  }

  private static func isLocal(_ byte: UInt8) -> Bool {
    isDomain(byte) || byte == UInt8(ascii: "_") || byte == UInt8(ascii: "%") || byte == UInt8(ascii: "+")
  }

  private static func isDomain(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, UInt8(ascii: "-"), UInt8(ascii: "."): true
    default: false
    }
  }

  /// Where a domain of labels and a top level of two or more letters ends; `nil` if there is none.
  private static func domainEnd(in utf8: UnsafeBufferPointer<UInt8>, from start: Int) -> Int? {
    var end = start
    while end < utf8.count, end - start < longest.domain, isDomain(utf8[end]) { end += 1 }
    // A sentence may end with the address; its point is no part of it.
    while end > start, !isAlphanumeric(utf8[end - 1]) { end -= 1 }
    let labels = utf8[start..<end].split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    guard labels.count >= 2, labels.allSatisfy({ !$0.isEmpty && $0.count <= 63 }), let top = labels.last,
      top.count >= 2, top.allSatisfy({ 0x41...0x5A ~= $0 || 0x61...0x7A ~= $0 })
    else { return nil }
    return end
  }

  private static func isAlphanumeric(_ byte: UInt8) -> Bool { isDomain(byte) && byte > UInt8(ascii: ".") }
}
