/// The text of a JSON string (RFC 8259 §7).
enum JSONString {
  /// The UTF-8 that `literal`, quotes included, stands for; `nil` if it is no string.
  ///
  /// A lone surrogate, which is no scalar, becomes U+FFFD. The literal must have passed ``JSONScanner``.
  static func text(of literal: ArraySlice<UInt8>) -> [UInt8]? {
    guard literal.first == UInt8(ascii: "\""), literal.count >= 2 else { return nil }
    let inner = literal.dropFirst().dropLast()
    guard inner.contains(UInt8(ascii: "\\")) else { return Array(inner) }
    var text: [UInt8] = []
    text.reserveCapacity(inner.count)
    var index = inner.startIndex
    while index < inner.endIndex {
      guard inner[index] == UInt8(ascii: "\\"), index + 1 < inner.endIndex else {
        text.append(inner[index])
        index += 1
        continue
      }
      index += 1
      switch inner[index] {
      case UInt8(ascii: "u"):
        let scalar = escapedScalar(at: &index, in: inner)
        text.append(contentsOf: String(scalar).utf8)
        continue
      case UInt8(ascii: "n"): text.append(0x0A)
      case UInt8(ascii: "t"): text.append(0x09)
      case UInt8(ascii: "r"): text.append(0x0D)
      case UInt8(ascii: "b"): text.append(0x08)
      case UInt8(ascii: "f"): text.append(0x0C)
      case let byte: text.append(byte)
      }
      index += 1
    }
    return text
  }

  /// The scalar of the escape whose `u` stands at `index`, a pair of surrogates being one; moves behind it.
  private static func escapedScalar(at index: inout Int, in bytes: ArraySlice<UInt8>) -> Unicode.Scalar {
    let first = codeUnit(at: index + 1, in: bytes)
    index += 5
    guard 0xD800...0xDBFF ~= first, index + 1 < bytes.endIndex, bytes[index] == UInt8(ascii: "\\"),
      bytes[index + 1] == UInt8(ascii: "u")
    else { return Unicode.Scalar(first) ?? "\u{FFFD}" }
    let second = codeUnit(at: index + 2, in: bytes)
    guard 0xDC00...0xDFFF ~= second else { return "\u{FFFD}" }
    index += 6
    return Unicode.Scalar(0x10000 + (first - 0xD800) << 10 + (second - 0xDC00)) ?? "\u{FFFD}"
  }

  private static func codeUnit(at index: Int, in bytes: ArraySlice<UInt8>) -> UInt32 {
    bytes[index..<min(index + 4, bytes.endIndex)].reduce(0) { $0 << 4 | UInt32(hexDigit($1) ?? 0) }
  }

  /// The value of a hexadecimal digit; `nil` for any other byte.
  static func hexDigit(_ byte: UInt8) -> UInt8? {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
    case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
    case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
    default: nil
    }
  }

  /// Appends `text` as a string literal. Only what must be escaped is; Korean stays Korean.
  static func append(_ text: some Sequence<UInt8>, to output: inout [UInt8]) {
    output.append(UInt8(ascii: "\""))
    for byte in text {
      switch byte {
      case UInt8(ascii: "\""): output.append(contentsOf: "\\\"".utf8)
      case UInt8(ascii: "\\"): output.append(contentsOf: "\\\\".utf8)
      case 0x0A: output.append(contentsOf: "\\n".utf8)
      case 0x0D: output.append(contentsOf: "\\r".utf8)
      case 0x09: output.append(contentsOf: "\\t".utf8)
      case 0x00..<0x20:
        output.append(contentsOf: byte < 0x10 ? "\\u000".utf8 : "\\u00".utf8)
        output.append(contentsOf: String(byte, radix: 16).utf8)
      default: output.append(byte)
      }
    }
    output.append(UInt8(ascii: "\""))
  }
}
