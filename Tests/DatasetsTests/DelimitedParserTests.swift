import Testing

@testable import Datasets

@Suite struct DelimitedParserTests {
  typealias Quotes = DelimitedParser.Quotes

  /// The rows of a text fed in pieces; a fault stands as `!` and its name.
  static func parse(
    _ text: String, _ quotes: Quotes, delimiter: Character = ",", pieces: [Int] = []
  ) -> [[String]] {
    var parser = DelimitedParser(delimiter: delimiter.asciiValue ?? 0, quotes: quotes)
    var rows: [[String]] = []
    func take(_ row: DelimitedParser.Row) {
      switch row {
      case .fields(let fields, _): rows.append(fields.map { String(decoding: $0, as: UTF8.self) })
      case .fault(let fault, let line): rows.append(["!\(fault)", "\(line)"])
      }
    }
    var rest = Array(text.utf8)[...]
    for piece in pieces {
      parser.consume(rest.prefix(piece), emit: take)
      rest = rest.dropFirst(piece)
    }
    parser.consume(rest, emit: take)
    parser.finish(emit: take)
    return rows
  }

  @Test(
    "RFC 4180 text gives its fields",
    arguments: [
      ("a,b\nc,d\n", [["a", "b"], ["c", "d"]]),
      ("a,b\r\nc,d", [["a", "b"], ["c", "d"]]),
      ("\"a,b\",\"c\"\n", [["a,b", "c"]]),
      ("\"말은 \"\"예\"\"였다\",1\n", [["말은 \"예\"였다", "1"]]),
      ("\"two\nlines\",x\nnext,y\n", [["two\nlines", "x"], ["next", "y"]]),
      ("\"two\r\nlines\",x\r\n", [["two\r\nlines", "x"]]),
      ("a,,\n", [["a", "", ""]]),
      (",\n", [["", ""]]),
      ("\"\"\n", [[""]]),
      ("a\n\n\r\nb\n", [["a"], ["b"]]),
      ("5\" disk,x\n", [["5\" disk", "x"]]),
      ("", []),
    ])
  func standard(text: String, rows: [[String]]) {
    #expect(Self.parse(text, .standard) == rows)
  }

  @Test("Optional quotes go only where the whole field is quoted")
  func optional() {
    let text = "\"1. 8월의 \"\"말\"\"\"\t2,3\n\"앞\" 뒤\t8\n\"\"좋다\"\t8\n\"\t1\n\"a\nb\"\t0\n"
    #expect(
      Self.parse(text, .optional, delimiter: "\t") == [
        ["1. 8월의 \"말\"", "2,3"], ["\"앞\" 뒤", "8"], ["\"\"좋다\"", "8"], ["\"", "1"], ["\"a"], ["b\"", "0"],
      ])
  }

  @Test("Without quotes a quotation mark is text")
  func none() {
    #expect(Self.parse("\"a\",\"b\n", .none) == [["\"a\"", "\"b"]])
  }

  @Test("Text after a closing quote is a fault of its row, and the next row stands")
  func textAfterQuote() {
    #expect(
      Self.parse("h,i\n\"a\"b,c\nd,e\n", .standard) == [["h", "i"], ["!textAfterQuote", "2"], ["d", "e"]])
  }

  @Test("A quote that never ends is a fault on the line where its row begins")
  func unterminated() {
    #expect(Self.parse("a,b\n\n\"c\nd\n", .standard) == [["a", "b"], ["!unterminatedQuote", "3"]])
  }

  @Test("Rows know the line on which they start, also after rows of several lines")
  func lines() {
    var parser = DelimitedParser(delimiter: UInt8(ascii: ","), quotes: .standard)
    var lines: [Int] = []
    let take = { (row: DelimitedParser.Row) in
      if case .fields(_, let line) = row { lines.append(line) }
    }
    parser.consume("a\n\"b\nb\nb\"\n\nc\nd".utf8, emit: take)
    parser.finish(emit: take)
    #expect(lines == [1, 2, 6, 7])
  }

  @Test("Any fields written as RFC 4180 are read back, however the bytes arrive")
  func roundTrip() {
    var generator = SeededGenerator(state: 7)
    let alphabet: [String] = ["a", "가", "\"", ",", "\n", "\r\n", " ", "😀", ""]
    for _ in 0..<300 {
      let width = Int.random(in: 2...4, using: &generator)
      let rows = (0..<Int.random(in: 1...5, using: &generator)).map { _ in
        (0..<width).map { _ in
          (0..<Int.random(in: 0...5, using: &generator)).map { _ in
            alphabet.randomElement(using: &generator) ?? ""
          }.joined()
        }
      }
      let text = rows.map { row in
        row.map {
          "\"\($0.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\""))\""
        }
        .joined(separator: ",") + "\r\n"
      }.joined()
      let pieces = (0..<20).map { _ in Int.random(in: 0...7, using: &generator) }
      #expect(Self.parse(text, .standard, pieces: pieces) == rows)
    }
  }
}
