import Testing

@testable import Datasets

@Suite struct JSONParserTests {
  static func parse(_ text: String) throws -> JSONValue {
    var parser = JSONParser(Array(text.utf8))
    return try parser.document()
  }

  @Test(
    "JSON texts give their values",
    arguments: [
      ("null", JSONValue.null), (" true ", .bool(true)), ("-0.5e+3", .number("-0.5e+3")), ("0", .number("0")),
      ("\"가\\u00e9\\n\\\"\"", .string("가é\n\"")), ("\"\\ud83d\\ude00\"", .string("😀")), ("[]", .array([])),
      ("[1,[2]]", .array([.number("1"), .array([.number("2")])])),
      ("{\"b\":1,\"a\":null}", .object([("b", .number("1")), ("a", .null)])), ("{}", .object([])),
      ("\u{FEFF}1", .number("1")),
    ])
  func values(text: String, value: JSONValue) throws {
    #expect(try Self.parse(text) == value)
  }

  @Test(
    "What is not JSON is refused",
    arguments: [
      "", "nul", "01", "1.", "+1", ".5", "\"a", "\"\n\"", "\"\\x\"", "\"\\ud800\"", "\"\\ud800\\u0041\"",
      "[1,]",
      "{\"a\"}", "{a:1}", "{\"a\":1,}", "1 2", "[", "\"\\u12g4\"",
    ])
  func refused(text: String) {
    #expect(throws: JSONParser.Failure.self) { try Self.parse(text) }
  }

  @Test("Nesting beyond the limit is refused instead of exhausting the stack")
  func depth() throws {
    let limit = JSONParser.maximumDepth
    _ = try Self.parse(String(repeating: "[", count: limit) + String(repeating: "]", count: limit))
    #expect(throws: JSONParser.Failure.self) {
      try Self.parse(String(repeating: "[", count: 100_000))
    }
  }

  @Test("Bytes in a string that are not UTF-8 are refused")
  func invalidUTF8() {
    var parser = JSONParser([0x22, 0xFF, 0x22])
    #expect(throws: JSONParser.Failure.self) { try parser.document() }
  }

  @Test("The elements of an array know their lines")
  func lines() throws {
    var parser = JSONParser(Array("[\n  1,\n  {\"a\":\n 2},\n\n 3]".utf8))
    #expect(try parser.elements().map(\.line) == [2, 3, 6])
  }
}
