/// Internet addresses of four and of sixteen bytes.
enum InternetAddressScanner {
  /// The IPv4 addresses in valid UTF-8: four numbers up to 255 between points. Masking hides the last two.
  ///
  /// One behind a word for a version is none, and one of single digits is hardly one.
  @Sendable static func ipv4(in utf8: UnsafeBufferPointer<UInt8>, _ pattern: PIIPattern) -> [PIIFinding] {
    tokens(in: utf8, of: { isDigit($0) || $0 == UInt8(ascii: ".") }).compactMap { token in
      var token = token
      while let last = utf8[token].last, last == UInt8(ascii: ".") {
        token = token.lowerBound..<token.upperBound - 1
      }
      let parts = utf8[token].split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
      guard parts.count == 4, parts.allSatisfy(isOctet), isFree(token, in: utf8),
        !isVersion(before: token.lowerBound, in: utf8)
      else { return nil }
      let hidden = parts[2...].flatMap { part in part.indices.map { $0..<$0 + 1 } }
      let isShort = parts.allSatisfy { $0.count == 1 }
      return PIIFinding(
        range: token, parts: hidden, keepFirst: 0, keepLast: 0,
        confidence: isShort ? .low : pattern.alone ?? .low)
    }
  }

  /// The IPv6 addresses in valid UTF-8 (RFC 4291, 2.2). Masking hides all but the first two groups.
  @Sendable static func ipv6(in utf8: UnsafeBufferPointer<UInt8>, _ pattern: PIIPattern) -> [PIIFinding] {
    tokens(in: utf8, of: { isHex($0) || $0 == UInt8(ascii: ":") }).compactMap { token in
      guard token.count <= 39, isIPv6(utf8[token]), isFree(token, in: utf8) else { return nil }
      var colons = 0
      let hidden = token.filter { index in
        if utf8[index] == UInt8(ascii: ":") { colons += 1 }
        return colons >= 2 && utf8[index] != UInt8(ascii: ":")
      }
      return PIIFinding(
        range: token, parts: hidden.map { $0..<$0 + 1 }, keepFirst: 0, keepLast: 0,
        confidence: pattern.alone ?? .low)
    }
  }

  private static func isIPv6(_ token: Slice<UnsafeBufferPointer<UInt8>>) -> Bool {
    let groups = token.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
    guard groups.allSatisfy({ $0.count <= 4 }), token.contains(where: isDigit) else { return false }
    let empty = groups.filter(\.isEmpty).count
    switch (groups.first?.isEmpty ?? true, groups.last?.isEmpty ?? true) {
    case (false, false): return groups.count == 8 && empty == 0 || empty == 1 && 4...8 ~= groups.count
    case (true, false): return empty == 2 && groups[1].isEmpty && 4...9 ~= groups.count
    case (false, true): return empty == 2 && groups[groups.count - 2].isEmpty && 4...9 ~= groups.count
    case (true, true): return false
    }
  }

  private static func isOctet(_ part: Slice<UnsafeBufferPointer<UInt8>>) -> Bool {
    guard 1...3 ~= part.count, part.count == 1 || part.first != UInt8(ascii: "0") else { return false }
    return part.reduce(0) { $0 * 10 + Int($1 - 0x30) } <= 255
  }

  private static func isDigit(_ byte: UInt8) -> Bool { 0x30...0x39 ~= byte }

  private static func isHex(_ byte: UInt8) -> Bool {
    isDigit(byte) || 0x41...0x46 ~= byte || 0x61...0x66 ~= byte
  }

  /// The longest stretches of bytes that `isPart` holds for. O(n).
  private static func tokens(
    in utf8: UnsafeBufferPointer<UInt8>, of isPart: (UInt8) -> Bool
  ) -> [Range<Int>] {
    var tokens: [Range<Int>] = []
    var start: Int?
    for offset in 0...utf8.count {
      let isInside = offset < utf8.count && isPart(utf8[offset])
      if isInside, start == nil { start = offset }
      if !isInside, let first = start {
        if offset - first >= 4 { tokens.append(first..<offset) }
        start = nil
      }
    }
    return tokens
  }

  /// Whether no ASCII letter or digit touches `range`.
  private static func isFree(_ range: Range<Int>, in utf8: UnsafeBufferPointer<UInt8>) -> Bool {
    func isLetter(_ byte: UInt8) -> Bool {
      0x41...0x5A ~= byte || 0x61...0x7A ~= byte || isDigit(byte) || byte == 0x2D
    }
    return !(range.lowerBound > 0 && isLetter(utf8[range.lowerBound - 1]))
      && !(range.upperBound < utf8.count && isLetter(utf8[range.upperBound]))
  }

  /// Whether a word for a version ends at `offset`, with at most a space between.
  private static func isVersion(before offset: Int, in utf8: UnsafeBufferPointer<UInt8>) -> Bool {
    let start = max(0, offset - 16)
    let before = String(decoding: utf8[start..<offset], as: UTF8.self).lowercased()
    let trimmed = before.hasSuffix(" ") ? before.dropLast() : before[...]
    return ["버전", "버젼", "version", "ver", "ver.", "v", "릴리스", "release"].contains { trimmed.hasSuffix($0) }
  }
}
