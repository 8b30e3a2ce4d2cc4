import Tokenization

/// How the lines of an input hold texts.
enum SpmInputFormat: String, CaseIterable, Sendable {
  /// A line is a text.
  case text
  /// A line is a JSON string.
  case jsonl
}

/// The text of one line.
enum SpmText {
  /// The bytes of the text that `line` holds.
  ///
  /// A line of JSON is one string; white space around it, a carriage return too, does not matter. Bytes that are no
  /// UTF-8 stay as they are: the tokenizer reads each as U+FFFD. An escaped lone surrogate from U+DC80 to U+DCFF is
  /// the byte that Python's `surrogateescape` means by it (PEP 383); any other lone surrogate is U+FFFD.
  static func bytes(of line: ArraySlice<UInt8>, format: SpmInputFormat) throws(SpmFault) -> [UInt8] {
    guard format == .jsonl else { return Array(line) }
    var line = line
    if line.starts(with: [0xEF, 0xBB, 0xBF]) { line = line.dropFirst(3) }
    while let last = line.last, isJSONSpace(last) { line = line.dropLast() }
    while let first = line.first, isJSONSpace(first) { line = line.dropFirst() }
    var scanner = JSONScanner(line)
    do {
      try scanner.skipValue(depth: 0)
      try scanner.expectEnd()
    } catch { throw .notJSON(offset: error.offset) }
    guard line.first == UInt8(ascii: "\"") else { throw .notAJSONString }
    return unescaped(line.dropFirst().dropLast())
  }

  private static func isJSONSpace(_ byte: UInt8) -> Bool {
    byte == 0x20 || byte == 0x09 || byte == 0x0D || byte == 0x0A
  }

  private static func unescaped(_ inner: ArraySlice<UInt8>) -> [UInt8] {
    guard let first = inner.firstIndex(of: UInt8(ascii: "\\")) else { return Array(inner) }
    var text = Array(inner[..<first])
    text.reserveCapacity(inner.count)
    var index = first
    while index < inner.endIndex {
      guard inner[index] == UInt8(ascii: "\\") else {
        text.append(inner[index])
        index += 1
        continue
      }
      switch inner[index + 1] {
      case UInt8(ascii: "u"):
        append(escapeAt: &index, of: inner, to: &text)
        continue
      case UInt8(ascii: "n"): text.append(0x0A)
      case UInt8(ascii: "t"): text.append(0x09)
      case UInt8(ascii: "r"): text.append(0x0D)
      case UInt8(ascii: "b"): text.append(0x08)
      case UInt8(ascii: "f"): text.append(0x0C)
      case let byte: text.append(byte)
      }
      index += 2
    }
    return text
  }

  /// Appends what the `\u` at `index` stands for, a pair of surrogates being one; moves behind it.
  private static func append(
    escapeAt index: inout Int, of bytes: ArraySlice<UInt8>, to text: inout [UInt8]
  ) {
    func codeUnit(_ index: Int) -> UInt32 {
      bytes[index..<index + 4].reduce(0) { $0 << 4 | UInt32(JSONString.hexDigit($1) ?? 0) }
    }
    let first = codeUnit(index + 2)
    index += 6
    if 0xD800...0xDBFF ~= first, index + 6 <= bytes.endIndex, bytes[index] == UInt8(ascii: "\\"),
      bytes[index + 1] == UInt8(ascii: "u"), case let second = codeUnit(index + 2), 0xDC00...0xDFFF ~= second
    {
      index += 6
      let value = 0x10000 + (first - 0xD800) << 10 + (second - 0xDC00)
      text.append(contentsOf: String(Unicode.Scalar(value) ?? "\u{FFFD}").utf8)
    } else if 0xDC80...0xDCFF ~= first {
      text.append(UInt8(first & 0xFF))
    } else {
      text.append(contentsOf: String(Unicode.Scalar(first) ?? "\u{FFFD}").utf8)
    }
  }
}
