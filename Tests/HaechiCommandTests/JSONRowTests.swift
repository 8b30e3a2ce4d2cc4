import Testing

@testable import HaechiCommand

struct JSONRowTests {
  private func members(_ row: String) throws(JSONRow.Fault) -> [String?]? {
    try JSONRow.members([Array("text".utf8), Array("id".utf8)], of: Array(row.utf8)[...])?
      .map { $0.map { String(decoding: $0, as: UTF8.self) } }
  }

  @Test(
    "A member's value comes out byte for byte",
    arguments: [
      (#"{"text":"가","id":12345678901234567890}"#, "12345678901234567890"),
      (#" { "id" : 1.0e+5 , "text" : "가" } "#, "1.0e+5"),
      (#"{"id":"a\u0062","text":"가"}"#, #""a\u0062""#),
      (#"{"text":"가","id":{"a":[1,{"b":null}]}}"#, #"{"a":[1,{"b":null}]}"#),
      (#"{"text":"가","id":null}"#, "null"),
      (#"{"id":1,"text":"가","id":-0.5}"#, "-0.5"),
      (#"{"\u0069d":true,"text":"가"}"#, "true"),
    ])
  func values(row: String, id: String) throws {
    #expect(try members(row) == ["\"가\"", id])
  }

  @Test("A name that is not there gives nothing, and a value that is no object gives no members")
  func absent() throws {
    #expect(try members("{}") == [nil, nil])
    #expect(try members(#"{"a":{"text":"가"}}"#) == [nil, nil])
    #expect(try members(#"["text"]"#) == nil)
    #expect(try members("3") == nil)
  }

  @Test(
    "What is not JSON is refused at the byte where it stops being JSON",
    arguments: [
      ("", 0), ("{", 1), (#"{"a"}"#, 4), (#"{"a":}"#, 5), (#"{"a":1,}"#, 7), (#"{"a":01}"#, 6),
      (#"{"a":1} x"#, 8), (#"{"a":"b"#, 7), (#"{"a":tru}"#, 8), (#"{'a':1}"#, 1), (#"{"a":"\x"}"#, 7),
      (#"{"a":"\u12g4"}"#, 10), ("{\"a\":\"\t\"}", 6), ("{\"a\":+1}", 5), (#"{"a":1.}"#, 7),
      (#"{"a":NaN}"#, 5), ("[1 2]", 3), (#"{"a":1e}"#, 7),
    ])
  func faults(row: String, offset: Int) {
    #expect(throws: JSONRow.Fault(offset: offset)) { try members(row) }
  }

  @Test("Values nested deeper than the limit are refused, and those at the limit are not")
  func depth() throws {
    let open = String(repeating: "[", count: JSONScanner.deepest)
    let close = String(repeating: "]", count: JSONScanner.deepest)
    #expect(try members(open + close) == nil)
    #expect(throws: JSONRow.Fault.self) { try members("[" + open + close + "]") }
  }
}
