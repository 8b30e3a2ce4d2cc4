import Normalization

/// Puts bytes that arrive one by one together to UTF-8, and gives out what no later byte can change.
///
/// A malformed byte becomes U+FFFD as soon as it is certain that it is malformed, and never before.
struct UTF8Assembler: Sendable {
  /// How many U+FFFD malformed bytes become.
  enum Repair: Sendable {
    /// One for each byte, as SentencePiece does.
    case eachByte
    /// One for each longest beginning of a character, as the Unicode Standard recommends (section 3.9, U+FFFD
    /// Substitution of Maximal Subparts) and Rust's `from_utf8_lossy` does.
    case maximalSubpart
  }

  let repair: Repair
  private var pending: [UInt8] = []

  init(repair: Repair) { self.repair = repair }

  /// Whether a character has begun that has not ended.
  var isInsideCharacter: Bool { !pending.isEmpty }

  /// Takes the next byte and appends what is certain now.
  mutating func append(_ byte: UInt8, to text: inout [UInt8]) {
    pending.append(byte)
    flush(to: &text, isEnd: false)
  }

  /// Appends what is left: a character that has begun will not end any more.
  mutating func finish(to text: inout [UInt8]) { flush(to: &text, isEnd: true) }

  private mutating func flush(to text: inout [UInt8], isEnd: Bool) {
    while !pending.isEmpty {
      let length = pending.withUnsafeBufferPointer { UTF8Scalar(in: $0, at: 0)?.length }
      if let length {
        text += pending[..<length]
        pending.removeFirst(length)
        continue
      }
      let begun = Self.begunLength(pending)
      if begun == pending.count, !isEnd { return }
      text += [0xEF, 0xBF, 0xBD]
      pending.removeFirst(repair == .eachByte ? 1 : max(1, begun))
    }
  }

  /// How many of the first `bytes` may begin one well-formed character (The Unicode Standard, table 3-7).
  private static func begunLength(_ bytes: [UInt8]) -> Int {
    let count: Int
    var second: ClosedRange<UInt8> = 0x80...0xBF
    switch bytes[0] {
    case 0xC2...0xDF: count = 2
    case 0xE0: (count, second) = (3, 0xA0...0xBF)
    case 0xED: (count, second) = (3, 0x80...0x9F)
    case 0xE1...0xEF: count = 3
    case 0xF0: (count, second) = (4, 0x90...0xBF)
    case 0xF4: (count, second) = (4, 0x80...0x8F)
    case 0xF1...0xF3: count = 4
    default: return 0
    }
    var length = 1
    while length < min(count, bytes.count) {
      guard (length == 1 ? second : 0x80...0xBF).contains(bytes[length]) else { break }
      length += 1
    }
    return length
  }
}
