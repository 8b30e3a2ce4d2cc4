/// A table of aligned columns for a terminal, in which Korean and Chinese characters take two cells.
struct TextTable {
  private let header: [String]
  /// So many columns from the left are aligned left, the others right.
  private let leadingColumns: Int
  private var rows: [[String]] = []

  init(header: [String], leadingColumns: Int) {
    self.header = header
    self.leadingColumns = leadingColumns
  }

  var isEmpty: Bool { rows.isEmpty }

  mutating func append(_ row: [String]) {
    precondition(row.count == header.count, "a row has a cell a column")
    rows.append(row)
  }

  /// The lines of the table, each ended by a newline and without spaces at its end.
  var text: String {
    let widths = header.indices.map { column in
      ([header] + rows).map { DisplayWidth.of($0[column]) }.max() ?? 0
    }
    let rule = widths.map { String(repeating: "─", count: $0) }
    return ([header, rule] + rows).map { row in
      var line = row.indices.map { column in
        let padding = String(repeating: " ", count: widths[column] - DisplayWidth.of(row[column]))
        return column < leadingColumns ? row[column] + padding : padding + row[column]
      }.joined(separator: "  ")
      while line.last == " " { line.removeLast() }
      return line + "\n"
    }.joined()
  }
}

/// How many cells of a terminal a text takes (UAX #11: Wide and Fullwidth take two).
enum DisplayWidth {
  private static let wide: [ClosedRange<UInt32>] = [
    0x1100...0x115F, 0x2E80...0x303E, 0x3041...0x33FF, 0x3400...0x4DBF, 0x4E00...0x9FFF, 0xA000...0xA4CF,
    0xA960...0xA97F, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F, 0xFF01...0xFF60, 0xFFE0...0xFFE6,
    0x1F300...0x1F64F, 0x1F680...0x1F6FF, 0x1F900...0x1F9FF, 0x20000...0x3FFFD,
  ]

  static func of(_ text: String) -> Int {
    text.unicodeScalars.reduce(0) { $0 + of($1) }
  }

  private static func of(_ scalar: Unicode.Scalar) -> Int {
    if scalar.value >= 0x20, scalar.value < 0x300 {
      return scalar.value == 0x7F || scalar.value == 0xAD ? 0 : 1
    }
    switch scalar.properties.generalCategory {
    case .nonspacingMark, .enclosingMark, .format, .control: return 0
    default: break
    }
    // Conjoining vowels and trailing consonants are drawn into the leading one's cells.
    if (0x1160...0x11FF).contains(scalar.value) { return 0 }
    return wide.contains { $0.contains(scalar.value) } ? 2 : 1
  }
}
