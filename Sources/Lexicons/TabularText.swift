/// A table in a text: tab-separated columns, a header line, `#` comments; an empty field is `-`.
///
/// The bytes stay where they are: a row is the ranges of its fields. Parsing is one pass over the bytes.
struct TabularText: Sendable {
  /// One row: where its fields stand in ``TabularText/utf8``, and its line from 1.
  struct Row: Sendable {
    let line: Int
    let fields: [Range<Int>]
  }

  let path: String
  let utf8: [UInt8]
  let columns: [String]
  let rows: [Row]

  /// The table in `utf8`, whose header must name exactly `columns`; `path` names it in errors.
  ///
  /// A row with another number of fields than the header is an error.
  init(utf8: [UInt8], path: String, columns: [String]) throws(LexiconError) {
    var faults: [LexiconError] = []
    self.init(utf8: utf8, path: path, columns: columns, faults: &faults)
    if let fault = faults.first { throw fault }
  }

  /// The table in `utf8` without the rows that are none; what is wrong with those is put to `faults`.
  ///
  /// `columns` nil takes the header as it is.
  init(utf8: [UInt8], path: String, columns expected: [String]?, faults: inout [LexiconError]) {
    var rows: [Row] = []
    var header: [String]?
    for (line, range) in Self.lines(of: utf8) {
      let fields = Self.fields(of: range, in: utf8)
      guard let header else {
        let names = fields.map { String(decoding: utf8[$0], as: UTF8.self) }
        if let expected, names != expected {
          faults.append(
            .invalidRow(
              path: path, line: line, column: "header", expected: expected.joined(separator: " "),
              found: names.joined(separator: " ")))
        }
        header = expected ?? names
        continue
      }
      if fields.count == header.count {
        rows.append(Row(line: line, fields: fields))
      } else {
        faults.append(
          .invalidRow(
            path: path, line: line, column: "row", expected: "\(header.count)", found: "\(fields.count)"))
      }
    }
    if header == nil {
      faults.append(
        .invalidRow(
          path: path, line: 1, column: "header", expected: (expected ?? []).joined(separator: " "), found: "")
      )
    }
    (self.path, self.utf8, self.columns, self.rows) = (path, utf8, header ?? [], rows)
  }

  /// The text of a field; the empty text for `-`.
  func text(_ field: Range<Int>) -> String {
    isEmpty(field) ? "" : String(decoding: utf8[field], as: UTF8.self)
  }

  /// The parts of a field between `|`; none for `-`.
  func list(_ field: Range<Int>) -> [String] {
    guard !isEmpty(field) else { return [] }
    var parts: [String] = []
    var start = field.lowerBound
    for index in field where utf8[index] == UInt8(ascii: "|") {
      parts.append(String(decoding: utf8[start..<index], as: UTF8.self))
      start = index + 1
    }
    parts.append(String(decoding: utf8[start..<field.upperBound], as: UTF8.self))
    return parts
  }

  private func isEmpty(_ field: Range<Int>) -> Bool {
    field.count == 1 && utf8[field.lowerBound] == UInt8(ascii: "-")
  }

  /// The lines that are neither empty nor comments, with their numbers from 1.
  private static func lines(of utf8: [UInt8]) -> [(line: Int, range: Range<Int>)] {
    var lines: [(Int, Range<Int>)] = []
    var (start, line) = (0, 1)
    while start < utf8.count {
      let end = utf8[start...].firstIndex(of: 0x0A) ?? utf8.count
      if end > start, utf8[start] != UInt8(ascii: "#") { lines.append((line, start..<end)) }
      (start, line) = (end + 1, line + 1)
    }
    return lines
  }

  private static func fields(of line: Range<Int>, in utf8: [UInt8]) -> [Range<Int>] {
    var fields: [Range<Int>] = []
    fields.reserveCapacity(11)
    var start = line.lowerBound
    for index in line where utf8[index] == 0x09 {
      fields.append(start..<index)
      start = index + 1
    }
    fields.append(start..<line.upperBound)
    return fields
  }
}
