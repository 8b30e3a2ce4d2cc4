import Testing

@testable import HaechiCommand

struct InputFormatTests {
  @Test(
    "The name of the file tells its form, and the option overrules the name",
    arguments: [
      (InputFormat.auto, "a.jsonl", InputFormat.jsonl), (.auto, "A.CSV", .csv),
      (.auto, "dir.csv/a.tsv", .tsv),
      (.auto, "a.txt", .txt), (.auto, "-", .txt), (.auto, "a.ndjson", .jsonl), (.tsv, "a.txt", .tsv),
    ])
  func resolution(format: InputFormat, path: String, expected: InputFormat) {
    #expect(format.resolved(path: path) == expected)
  }

  private func layout(_ names: [String], _ column: String?) throws(CommandFailure) -> RowLayout {
    try TableColumns.layout(names: names.map { Array($0.utf8) }, dialect: .commas, column: column)
  }

  @Test("A column is found by its name, then by its number from 1")
  func columns() throws {
    #expect(try layout(["id", "글"], "글") == .table(dialect: .commas, text: 1, id: 0))
    #expect(try layout(["id", "글"], "2") == .table(dialect: .commas, text: 1, id: 0))
    #expect(try layout(["2", "a"], "2") == .table(dialect: .commas, text: 0, id: nil))
    #expect(try layout(["id"], nil) == .table(dialect: .commas, text: 0, id: nil))
    #expect(try layout(["a", "text"], nil) == .table(dialect: .commas, text: 1, id: nil))
  }

  @Test("A name in another normalization form is another name")
  func exactNames() {
    let decomposed = "\u{1100}\u{1173}\u{11AF}"
    #expect(
      throws: CommandFailure(status: .usage, message: .columnUnknown(name: decomposed, valid: ["글", "b"]))
    ) { try layout(["글", "b"], decomposed) }
  }

  @Test("A column that is not there is wrong usage that names those that are")
  func unknownColumns() {
    for column in ["c", "0", "3", "-1"] {
      #expect(
        throws: CommandFailure(status: .usage, message: .columnUnknown(name: column, valid: ["a", "b"]))
      ) { try layout(["a", "b"], column) }
    }
    #expect(throws: CommandFailure(status: .usage, message: .columnNotGiven(valid: ["a", "b"]))) {
      try layout(["a", "b"], nil)
    }
  }
}
