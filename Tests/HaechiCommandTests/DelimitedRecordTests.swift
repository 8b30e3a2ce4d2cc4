import Testing

@testable import HaechiCommand

struct DelimitedRecordTests {
  private func fields(_ record: String, _ dialect: Dialect) -> [String] {
    DelimitedRecord.fields(of: Array(record.utf8)[...], dialect: dialect)
      .map { String(decoding: $0, as: UTF8.self) }
  }

  @Test(
    "Commas part fields, and quotes hold commas, line ends and doubled quotes",
    arguments: [
      ("", [""]), ("a", ["a"]), ("a,b", ["a", "b"]), (",", ["", ""]), ("\"a,b\",c", ["a,b", "c"]),
      ("\"a\"\"b\"", ["a\"b"]), ("\"a\r\nb\",", ["a\r\nb", ""]), ("a\"b\"", ["a\"b\""]),
      ("\"a\"b,c", ["ab", "c"]), ("\"\",\"\"", ["", ""]), ("가, 나", ["가", " 나"]),
    ])
  func commas(record: String, expected: [String]) {
    #expect(fields(record, .commas) == expected)
  }

  @Test(
    "Tabs part fields, and a quote without its fellow is literal",
    arguments: [
      ("a\tb", ["a", "b"]), ("", [""]), ("\t", ["", ""]), ("\"a\"\tb", ["a", "b"]),
      ("\"a\"\"b\"", ["a\"b"]), ("\"a\tb", ["\"a", "b"]), ("\"a\"b\t", ["\"a\"b", ""]), ("\"", ["\""]),
      ("\"a\" b\"", ["\"a\" b\""]), ("\"\"\"", ["\"\"\""]), ("a,b", ["a,b"]),
    ])
  func tabs(record: String, expected: [String]) {
    #expect(fields(record, .tabs) == expected)
  }
}
