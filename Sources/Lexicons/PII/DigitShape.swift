/// A shape of digits in groups, as of `010-####-####`.
///
/// `#` is any digit, `[16-9]` one of these, a digit itself; `-` is where a separator may stand. A leading `+` asks for
/// a plus sign before the number.
struct DigitShape: Sendable, Equatable {
  /// For each digit, the set of values it may have, as bits.
  let digits: [UInt16]
  /// The positions at which a separator may stand.
  let breaks: Set<Int>
  /// Whether a plus sign must come first.
  let hasPlus: Bool

  /// The shape that `pattern` spells; `nil` if it spells none.
  init?(_ pattern: String) {
    var digits: [UInt16] = []
    var breaks: Set<Int> = []
    var bytes = Array(pattern.utf8)[...]
    hasPlus = bytes.first == UInt8(ascii: "+")
    if hasPlus { bytes.removeFirst() }
    while let byte = bytes.popFirst() {
      switch byte {
      case UInt8(ascii: "#"): digits.append(0x3FF)
      case UInt8(ascii: "0")...UInt8(ascii: "9"): digits.append(1 << UInt16(byte - 0x30))
      case UInt8(ascii: "-"):
        guard !digits.isEmpty, !bytes.isEmpty, breaks.insert(digits.count).inserted else { return nil }
      case UInt8(ascii: "["):
        guard let end = bytes.firstIndex(of: UInt8(ascii: "]")), let set = Self.set(bytes[..<end]) else {
          return nil
        }
        digits.append(set)
        bytes = bytes[(end + 1)...]
      default: return nil
      }
    }
    guard !digits.isEmpty else { return nil }
    (self.digits, self.breaks) = (digits, breaks)
  }

  /// The digits between brackets: single ones and ranges.
  private static func set(_ bytes: ArraySlice<UInt8>) -> UInt16? {
    var set: UInt16 = 0
    var rest = bytes
    while let low = rest.popFirst() {
      guard 0x30...0x39 ~= low else { return nil }
      var high = low
      if rest.first == UInt8(ascii: "-") {
        rest.removeFirst()
        guard let end = rest.popFirst(), 0x30...0x39 ~= end else { return nil }
        high = end
      }
      guard low <= high else { return nil }
      for digit in low...high { set |= 1 << UInt16(digit - 0x30) }
    }
    return set == 0 ? nil : set
  }
}
