import Testing

@testable import HaechiCommand

struct ChunkReaderTests {
  /// The rows of `text`, read `bits` bytes at a time.
  private func rows(
    _ text: [UInt8], framing: Framing = .lines, bits: Int = 3, rowBytes: Int = 1 << 20
  ) throws -> [String] {
    var left = text[...]
    var reader = ChunkReader(
      framing: framing, limits: ChunkReader.Limits(rows: 4, rowBytes: rowBytes, readBytes: bits)
    ) { (count, bytes) throws(InputError) in
      let bit = left.prefix(count)
      left = left.dropFirst(count)
      bytes += bit
      return bit.count
    }
    var rows: [String] = []
    while let chunk = try reader.next() {
      rows += chunk.rows.map { row in
        let text = String(decoding: chunk.bytes[row.range], as: UTF8.self)
        return "\(row.line) \(row.fault.map { "\($0) " } ?? "")\(text)"
      }
    }
    return rows
  }

  @Test(
    "Lines end with LF or CRLF, and a line end before the end of the input begins no row",
    arguments: [
      ("", []),
      ("a", ["1 a"]),
      ("a\n", ["1 a"]),
      ("a\r\nb\r\n", ["1 a", "2 b"]),
      ("a\r", ["1 a"]),
      ("\n", ["1 "]),
      ("a\n\nb", ["1 a", "2 ", "3 b"]),
      ("a\rb\n", ["1 a\rb"]),
    ], [1, 2, 1024])
  func lines(example: (String, [String]), bits: Int) throws {
    #expect(try rows(Array(example.0.utf8), bits: bits) == example.1)
  }

  @Test("A byte order mark is no part of the first row", arguments: [1, 2, 64])
  func byteOrderMark(bits: Int) throws {
    #expect(try rows([0xEF, 0xBB, 0xBF] + Array("가\n나".utf8), bits: bits) == ["1 가", "2 나"])
    #expect(try rows([0xEF, 0xBB], bits: bits).count == 1)
  }

  @Test(
    "A line end between quotes belongs to the record, and a record counts the lines it spans",
    arguments: [
      ("a,\"b\nc\"\nd\n", ["1 a,\"b\nc\"", "3 d"]),
      ("\"a\"\"\n\"\r\nb", ["1 \"a\"\"\n\"", "3 b"]),
      ("a\"b\nc", ["1 a\"b", "2 c"]),
      ("\"a\"b\"\nc", ["1 \"a\"b\"", "2 c"]),
    ], [1, 5, 1024])
  func records(example: (String, [String]), bits: Int) throws {
    #expect(try rows(Array(example.0.utf8), framing: .quotedRecords, bits: bits) == example.1)
  }

  @Test(
    "A quote that never closes is a fault of its line, and the rows behind it are read", arguments: [1, 1024])
  func unterminatedQuote(bits: Int) throws {
    #expect(
      try rows(Array("a\n\"b\nc\nd\n".utf8), framing: .quotedRecords, bits: bits)
        == ["1 a", "2 unterminatedQuote \"b", "3 c", "4 d"])
    #expect(
      try rows(Array("\"b".utf8), framing: .quotedRecords, bits: bits) == ["1 unterminatedQuote \"b"])
    #expect(
      try rows(
        Array(("\"b\n" + String(repeating: "c\n", count: 20)).utf8), framing: .quotedRecords, bits: bits,
        rowBytes: 10
      ).prefix(2) == ["1 unterminatedQuote \"b", "2 c"])
  }

  @Test(
    "A row over the limit is a fault, its bytes are not kept, and the next row is read",
    arguments: [1, 7, 1024])
  func tooLong(bits: Int) throws {
    let long = String(repeating: "x", count: 30)
    #expect(
      try rows(Array("a\n\(long)\nb".utf8), bits: bits, rowBytes: 10) == ["1 a", "2 tooLong ", "3 b"])
    #expect(try rows(Array(long.utf8), bits: bits, rowBytes: 10) == ["1 tooLong "])
    #expect(
      try rows(Array("\"\(long)\",a\nb".utf8), framing: .quotedRecords, bits: bits, rowBytes: 10)
        == ["1 tooLong ", "2 b"])
    #expect(try rows(Array("0123456789\n".utf8), bits: bits, rowBytes: 10) == ["1 0123456789"])
  }

  @Test("Rows that one read has brought are handed out before the next read")
  func promptness() throws {
    var reads = [Array("a\nb\nc".utf8), Array("d\n".utf8)]
    var reader = ChunkReader(framing: .lines) { (_, bytes) throws(InputError) in
      let bit = reads.isEmpty ? [] : reads.removeFirst()
      bytes += bit
      return bit.count
    }
    #expect(try reader.next()?.rows.count == 2)
    #expect(reads.count == 1)
    #expect(try reader.next()?.bytes == Array("cd".utf8))
    #expect(try reader.next() == nil)
  }

  @Test("Every way of cutting the bits gives the same rows")
  func seams() throws {
    let text = Array("\u{FEFF}가,\"나\r\n다\"\r\n\r\n\"라\"\"\",마\n\"바\n사\n".utf8)
    let whole = try rows(text, framing: .quotedRecords, bits: 4096)
    #expect(whole.count == 5)
    for bits in 1...text.count {
      #expect(try rows(text, framing: .quotedRecords, bits: bits) == whole)
    }
  }
}
