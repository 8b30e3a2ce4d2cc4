import Testing

@testable import HaechiCommand

struct JSONStringTests {
  @Test(
    "Escapes stand for what RFC 8259 says",
    arguments: [
      (#""""#, ""), (#""가나""#, "가나"), (#""\"\\\/\b\f\n\r\t""#, "\"\\/\u{8}\u{C}\n\r\t"),
      (#""\uac00\uAC00""#, "가가"), (#""\ud83d\ude00!""#, "😀!"), (#""\u0000""#, "\0"),
      (#""\ud83d""#, "\u{FFFD}"), (#""\ude00a""#, "\u{FFFD}a"), (#""\ud83d\u0041""#, "\u{FFFD}A"),
    ])
  func text(literal: String, expected: String) {
    #expect(JSONString.text(of: Array(literal.utf8)[...]) == Array(expected.utf8))
  }

  @Test("What is no string has no text", arguments: ["1", "null", "{}", "\""])
  func noString(literal: String) {
    #expect(JSONString.text(of: Array(literal.utf8)[...]) == nil)
  }

  @Test("Writing and reading a string gives it back, every byte below 0x80 and Korean in it")
  func roundTrip() throws {
    let text = Array((0..<0x80).map { UInt8($0) }) + Array("가ㅋ😀\u{2028}".utf8)
    var literal: [UInt8] = []
    JSONString.append(text, to: &literal)
    #expect(literal.allSatisfy { $0 >= 0x20 })
    #expect(JSONString.text(of: literal[...]) == text)
    var scanner = JSONScanner(literal[...])
    try scanner.skipValue(depth: 0)
    try scanner.expectEnd()
  }
}
