/// A generator of numbers that are the same in every run. Source: Steele et al. 2014, SplitMix64.
struct SeededGenerator: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ z >> 30) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ z >> 27) &* 0x94D0_49BB_1331_11EB
    return z ^ z >> 31
  }
}

/// Text out of what goes wrong in practice: jamo of all kinds, marks, joiners, spaces, wide letters, emoji.
struct NastyText {
  private static let scalars: [ClosedRange<UInt32>] = [
    0x20...0x7E, 0x00...0x1F, 0x7F...0xFF, 0x300...0x34F, 0x1100...0x1112, 0x1160...0x1175, 0x11A7...0x11FF,
    0xA960...0xA97C, 0xD7B0...0xD7FB, 0x3130...0x318E, 0xAC00...0xAC1C, 0xD788...0xD7A3, 0xFF00...0xFFEF,
    0x2000...0x206F, 0x3000...0x303F, 0x3099...0x309C, 0x304B...0x304E, 0xFE00...0xFE0F, 0xFEFF...0xFEFF,
    0x1F468...0x1F469, 0x1F3FB...0x1F3FF, 0xE0020...0xE0030, 0x0F71...0x0F81, 0x212A...0x212B,
    0x1E00...0x1E10,
    0xF900...0xF910, 0x2800...0x2801, 0x0591...0x05BD, 0x1D15E...0x1D165, 0x09BE...0x09CC,
  ]

  static func scalars(count: Int, using generator: inout SeededGenerator) -> [UInt32] {
    (0..<count).map { _ in
      let range = scalars[Int.random(in: 0..<scalars.count, using: &generator)]
      return UInt32.random(in: range, using: &generator)
    }
  }

  static func string(count: Int, using generator: inout SeededGenerator) -> String {
    var string = String.UnicodeScalarView()
    string.append(contentsOf: scalars(count: count, using: &generator).compactMap(Unicode.Scalar.init))
    return String(string)
  }

  /// Text in which well-formed and malformed UTF-8 lie side by side.
  static func bytes(count: Int, using generator: inout SeededGenerator) -> [UInt8] {
    let leads: [UInt8] = [
      0x00, 0x20, 0x41, 0x7F, 0x80, 0x84, 0x85, 0x86, 0x9E, 0xA1, 0xA8, 0xB5, 0xBF, 0xC2, 0xCC, 0xE0, 0xE1,
      0xE3, 0xEA, 0xED, 0xEF, 0xF0, 0xF4, 0xFF,
    ]
    var bytes: [UInt8] = []
    while bytes.count < count {
      switch Int.random(in: 0..<4, using: &generator) {
      case 0: bytes.append(UInt8.random(in: 0...255, using: &generator))
      case 1: bytes.append(leads[Int.random(in: 0..<leads.count, using: &generator)])
      case 2: bytes += Array(string(count: 2, using: &generator).utf8)
      default: bytes += Array("한글 문장".unicodeScalars.map { String($0) }.joined().utf8)
      }
    }
    return bytes
  }
}
