import Testing

@testable import HaechiCommand

struct RowParserTests {
  private func row(_ bytes: [UInt8], _ layout: RowLayout, fault: CutFault? = nil) -> Row {
    let chunk = Chunk(bytes: bytes, rows: [Chunk.Row(range: 0..<bytes.count, line: 7, fault: fault)])
    return RowParser(layout: layout, rowLimit: 8 << 20).row(chunk.rows[0], of: chunk)
  }

  private func row(_ text: String, _ layout: RowLayout) -> Row { row(Array(text.utf8), layout) }

  private let json = RowLayout.json(field: Array("text".utf8))
  private let table = RowLayout.table(dialect: .commas, text: 1, id: 0)

  @Test("A plain line is its text, and its number is its id")
  func plain() {
    #expect(row(" 가\0 ", .plain) == Row(id: .number(7), line: 7, content: .text(Array(" 가\0 ".utf8))))
    #expect(row("", .plain) == Row(id: .number(7), line: 7, content: .text([])))
  }

  @Test("A JSON row gives its own id, or its line's number if it has none")
  func jsonIDs() {
    #expect(
      row(#"{"id":"a","text":"가"}"#, json)
        == Row(id: .json(Array("\"a\"".utf8)), line: 7, content: .text(Array("가".utf8))))
    #expect(row(#"{"text":""}"#, json) == Row(id: .number(7), line: 7, content: .text([])))
  }

  @Test("A table row gives its text and id columns")
  func tableRow() {
    #expect(
      row("x1,\"가,나\"", table)
        == Row(id: .text(Array("x1".utf8)), line: 7, content: .text(Array("가,나".utf8))))
    #expect(
      row("가", .table(dialect: .tabs, text: 0, id: nil))
        == Row(id: .number(7), line: 7, content: .text(Array("가".utf8))))
  }

  @Test("A bad row says what is wrong, and its id is unknown if it might have had one")
  func faults() {
    func fault(_ id: RowID, _ message: Message) -> Row { Row(id: id, line: 7, content: .fault(message)) }
    #expect(row([0x61, 0xFF], .plain) == fault(.number(7), .rowNotUTF8(offset: 1)))
    #expect(row([0x61, 0xFF], json) == fault(.unknown, .rowNotUTF8(offset: 1)))
    #expect(row([0xED, 0xA0, 0x80], table) == fault(.unknown, .rowNotUTF8(offset: 0)))
    #expect(row(#"{"text":"#, json) == fault(.unknown, .rowNotJSON(offset: 8)))
    #expect(row("", json) == fault(.unknown, .rowNotJSON(offset: 0)))
    #expect(row("[]", json) == fault(.unknown, .rowNotAnObject))
    #expect(row(#"{"id":3}"#, json) == fault(.json([0x33]), .rowWithoutField(name: "text")))
    #expect(row(#"{"text":3}"#, json) == fault(.number(7), .rowFieldNotText(name: "text")))
    #expect(row("x1", table) == fault(.text(Array("x1".utf8)), .rowWithoutColumn(number: 2, found: 1)))
    #expect(row([], .plain, fault: .tooLong) == fault(.number(7), .rowTooLong(limit: 8 << 20)))
    #expect(row([0x22], table, fault: .unterminatedQuote) == fault(.unknown, .rowUnterminatedQuote))
  }
}
