/// What a text has that a scanner cannot do without: most texts have nothing of it and need no scanner.
struct PIITraces: OptionSet {
  let rawValue: UInt8

  /// A digit of any kind.
  static let digit = PIITraces(rawValue: 1)
  /// The sign of an e-mail address: @, or a bracket or syllable that stands for it.
  static let at = PIITraces(rawValue: 2)
  /// Two digits spelled in Hangul at the start of a number: 공일, 영일.
  static let spokenZero = PIITraces(rawValue: 4)
  /// A colon.
  static let colon = PIITraces(rawValue: 8)

  init(rawValue: UInt8) { self.rawValue = rawValue }

  /// What `utf8` has. One pass; scalars that are neither ASCII nor Hangul nor Han count as digits, to be looked at.
  init(in utf8: UnsafeBufferPointer<UInt8>) {
    var traces: PIITraces = []
    for (offset, byte) in utf8.enumerated() {
      switch byte {
      case 0x30...0x39: traces.insert(.digit)
      case 0x3A: traces.insert(.colon)
      case 0x40, 0x28, 0x5B: traces.insert(.at)  // @ ( [
      case 0xC2...0xE3, 0xF0...0xF4: traces.insert(.digit)
      case 0xEA:
        if offset + 2 < utf8.count {
          // 골, 공
          if utf8[offset + 1] == 0xB3, utf8[offset + 2] == 0xA8 { traces.insert(.at) }
          if utf8[offset + 1] == 0xB3, utf8[offset + 2] == 0xB5 { traces.insert(.spokenZero) }
        }
      case 0xEB, 0xEC:
        if offset + 2 < utf8.count {
          // 령, 영
          if byte == 0xEB, utf8[offset + 1] == 0xA0, utf8[offset + 2] == 0xB9 { traces.insert(.spokenZero) }
          if byte == 0xEC, utf8[offset + 1] == 0x98, utf8[offset + 2] == 0x81 { traces.insert(.spokenZero) }
        }
      default: break
      }
    }
    // A spoken number may begin with a digit: 0일0.
    if traces.contains(.digit) { traces.insert(.spokenZero) }
    self = traces
  }

  /// What a scanner for `kind` cannot do without.
  static func needed(for kind: PIIKind) -> PIITraces {
    switch kind {
    case .email: .at
    case .ipv6: [.digit, .colon]
    default: .digit
    }
  }
}
