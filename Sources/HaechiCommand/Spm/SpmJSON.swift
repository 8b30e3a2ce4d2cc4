/// Text as a JSON string that stays one line wherever lines are split.
enum SpmJSON {
  /// Appends `bytes`, with U+FFFD for what is no UTF-8, as a string literal.
  ///
  /// U+0085, U+2028 and U+2029 are escaped too: many readers, Python's `splitlines` among them, end a line there.
  static func append(_ bytes: some Sequence<UInt8>, to output: inout [UInt8]) {
    var literal: [UInt8] = []
    JSONString.append(String(decoding: Array(bytes), as: UTF8.self).utf8, to: &literal)
    var index = 0
    while index < literal.count {
      if literal[index] == 0xC2, literal[index + 1] == 0x85 {
        output += "\\u0085".utf8
        index += 2
      } else if literal[index] == 0xE2, literal[index + 1] == 0x80, literal[index + 2] & 0xFE == 0xA8 {
        output += literal[index + 2] == 0xA8 ? "\\u2028".utf8 : "\\u2029".utf8
        index += 3
      } else {
        output.append(literal[index])
        index += 1
      }
    }
  }
}
