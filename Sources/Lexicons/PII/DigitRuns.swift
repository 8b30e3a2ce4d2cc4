/// The groups of digits in a text, with what stands between them.
///
/// Digits are those of ASCII and of other scripts, circled, raised, lowered and mathematical ones; the enclosing
/// keycap of an emoji is passed over. Two groups are of one run if one separator stands between them: a hyphen of any
/// kind, a point, a slash or a closing bracket, with at most one space on each side, or a space alone.
struct DigitRuns {
  /// A digit: its value and its bytes.
  struct Digit: Equatable {
    let value: UInt8
    let range: Range<Int>
  }

  /// Neighbouring digits.
  struct Group: Equatable {
    /// The digits, as numbers in ``DigitRuns/digits``.
    var digits: Range<Int>
    /// What joins it to the group before it.
    let link: Link
  }

  /// What stands between two groups.
  enum Link: Equatable {
    /// Nothing that joins them: another run begins.
    case none
    /// A space.
    case space
    /// A hyphen or the like.
    case hyphen
  }

  private(set) var digits: [Digit] = []
  private(set) var groups: [Group] = []

  /// The runs of valid UTF-8. O(n).
  init(in utf8: UnsafeBufferPointer<UInt8>) {
    var offset = 0
    var gap: [UInt32] = []
    var first: Int?
    var link = Link.none
    while let scalar = ScalarReading.scalar(in: utf8, at: offset) {
      if let value = Self.value(of: scalar.value) {
        if first == nil {
          first = digits.count
          link = groups.isEmpty ? .none : Self.link(gap)
        }
        digits.append(Digit(value: value, range: offset..<scalar.end))
      } else if scalar.value != 0x20E3 {
        if let start = first {
          groups.append(Group(digits: start..<digits.count, link: link))
          gap.removeAll(keepingCapacity: true)
          first = nil
        }
        // Four scalars are already too long for a separator.
        if gap.count < 4 { gap.append(scalar.value) }
      }
      offset = scalar.end
    }
    if let start = first { groups.append(Group(digits: start..<digits.count, link: link)) }
    joinSingles()
  }

  /// The value of a digit of any kind.
  static func value(of scalar: UInt32) -> UInt8? {
    switch scalar {
    case 0x30...0x39: UInt8(scalar - 0x30)
    case ..<0x80: nil
    case 0xB9: 1
    case 0xB2, 0xB3: UInt8(scalar - 0xB0)
    case 0x660...0x669: UInt8(scalar - 0x660)
    case 0x6F0...0x6F9: UInt8(scalar - 0x6F0)
    case 0x966...0x96F: UInt8(scalar - 0x966)
    case 0xE50...0xE59: UInt8(scalar - 0xE50)
    case 0x2070, 0x2074...0x2079: UInt8(scalar - 0x2070)
    case 0x2080...0x2089: UInt8(scalar - 0x2080)
    case 0x2460...0x2468: UInt8(scalar - 0x245F)
    case 0x2474...0x247C: UInt8(scalar - 0x2473)
    case 0x24EA, 0x24FF: 0
    case 0x24F5...0x24FD: UInt8(scalar - 0x24F4)
    case 0x2776...0x277E: UInt8(scalar - 0x2775)
    case 0x2780...0x2788: UInt8(scalar - 0x277F)
    case 0x278A...0x2792: UInt8(scalar - 0x2789)
    case 0x3007: 0
    case 0x1D7CE...0x1D7FF: UInt8((scalar - 0x1D7CE) % 10)
    default: nil
    }
  }

  private static func isHyphen(_ scalar: UInt32) -> Bool {
    switch scalar {
    case 0x2D, 0x2E, 0x2F, 0x5F, 0x29, 0x7E, 0x3A, 0x2A, 0xB7, 0x2010...0x2015, 0x2022, 0x2027, 0x2043,
      0x2212,
      0x2500, 0x2501, 0x30FB, 0x30FC, 0x3161, 0xFE58, 0xFE63, 0xFF65, 0xFF70, 0x318D:
      true
    default: false
    }
  }

  private static func link(_ gap: [UInt32]) -> Link {
    let middle = gap.drop { $0 == 0x20 }
    let before = gap.count - middle.count
    guard let hyphen = middle.first else { return gap.count == 1 ? .space : .none }
    let after = middle.dropFirst()
    guard isHyphen(hyphen), before <= 1, after.count <= 1, after.allSatisfy({ $0 == 0x20 }) else {
      return .none
    }
    return .hyphen
  }

  /// Digits that were pulled apart one by one (0-1-0-1-2-3) become one group again, from the seventh on.
  private mutating func joinSingles() {
    var joined: [Group] = []
    var index = 0
    while index < groups.count {
      var end = index + 1
      while groups[index].digits.count == 1, end < groups.count, groups[end].digits.count == 1,
        groups[end].link != .none
      {
        end += 1
      }
      if end - index >= 7 {
        joined.append(
          Group(
            digits: groups[index].digits.lowerBound..<groups[end - 1].digits.upperBound,
            link: groups[index].link))
      } else {
        joined += groups[index..<end]
      }
      index = end
    }
    groups = joined
  }
}
