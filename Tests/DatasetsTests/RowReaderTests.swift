import Testing

@testable import Datasets

@Suite struct RowReaderTests {
  static func read(_ bytes: [UInt8], _ format: RowFormat, piece: Int = 1000) -> [RowReader.Item] {
    var reader = RowReader(format: format)
    var items: [RowReader.Item] = []
    for start in stride(from: 0, to: bytes.count, by: piece) {
      reader.consume(Array(bytes[start..<min(start + piece, bytes.count)])) { items.append($0) }
    }
    reader.finish { items.append($0) }
    return items
  }

  static func row(_ line: Int, _ pairs: KeyValuePairs<String, String?>) -> RowReader.Item {
    .row(SourceRow(line: line, names: pairs.map(\.key), values: pairs.map(\.value)))
  }

  static let csv = RowFormat.delimited(
    delimiter: UInt8(ascii: ","), quotes: .standard, header: true, columns: [])

  @Test("The header names the fields, a byte order mark before it is dropped", arguments: [1, 2, 1000])
  func header(piece: Int) {
    let items = Self.read(Array("\u{FEFF}text,label\n가,1\n".utf8), Self.csv, piece: piece)
    #expect(items == [Self.row(2, ["text": "가", "label": "1"])])
  }

  @Test("A row of another width and a row that is not UTF-8 are faults, and the rest stands")
  func faults() {
    let bytes = Array("a,b\n1\n2,".utf8) + [0xFF, 0x0A] + Array("3,4\n".utf8)
    #expect(
      Self.read(bytes, Self.csv) == [
        .fault(.fieldCount(expected: 2, found: 1), line: 2), .fault(.invalidUTF8, line: 3),
        Self.row(4, ["a": "3", "b": "4"]),
      ])
  }

  @Test("Fields without a header take the manifest's names")
  func columns() {
    let format = RowFormat.delimited(
      delimiter: UInt8(ascii: "\t"), quotes: .none, header: false, columns: ["intent", "text"])
    #expect(Self.read(Array("2\t뭐 해\r\n".utf8), format) == [Self.row(1, ["intent": "2", "text": "뭐 해"])])
  }

  @Test("A JSON line that does not parse is a fault in its place")
  func jsonLines() {
    let text = "{\"a\":\"x\",\"b\":[1,2]}\n\n{\"a\":\n7\n{\"a\":null}"
    #expect(
      Self.read(Array(text.utf8), .jsonLines, piece: 3) == [
        Self.row(1, ["a": "x", "b": "1,2"]),
        .fault(.invalidJSON(byteOffset: 5, expected: "a value"), line: 3),
        .fault(.invalidJSON(byteOffset: 0, expected: "an object"), line: 4),
        Self.row(5, ["a": nil]),
      ])
  }

  @Test("A JSON array gives its objects with their lines, an object itself")
  func json() {
    #expect(
      Self.read(Array("[\n{\"a\":true},\n{\"a\":2}]\n".utf8), .json) == [
        Self.row(2, ["a": "true"]), Self.row(3, ["a": "2"]),
      ])
    #expect(Self.read(Array(" {\"a\":1}".utf8), .json) == [Self.row(1, ["a": "1"])])
    #expect(
      Self.read(Array("[\n{\"a\":1}\n{}]".utf8), .json) == [
        .fault(.invalidJSON(byteOffset: 10, expected: ", or ]"), line: 3)
      ])
  }

  @Test("Only the last separators divide, so that the text may hold more")
  func lastSeparator() {
    let format = RowFormat.lastSeparator(separator: UInt8(ascii: "|"), columns: ["text", "profane"])
    #expect(
      Self.read(Array("가|나|1\r\n없음\n|0\n".utf8), format) == [
        Self.row(1, ["text": "가|나", "profane": "1"]), .fault(.missingSeparator, line: 2),
        Self.row(3, ["text": "", "profane": "0"]),
      ])
  }

  @Test("Lines are texts; blank lines are none but count")
  func lines() {
    #expect(
      Self.read(Array("하나\n \n둘".utf8), .lines) == [Self.row(1, ["text": "하나"]), Self.row(3, ["text": "둘"])])
  }

  @Test("An empty file has no rows", arguments: [RowFormat.lines, .jsonLines, csv])
  func empty(format: RowFormat) {
    #expect(Self.read([], format) == [])
  }
}
