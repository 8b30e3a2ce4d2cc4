/// A part of a text that fits a line, with the evidence marked.
struct Excerpt: Equatable {
  /// A stretch that is all evidence or none of it.
  struct Run: Equatable {
    var text: String
    var isEvidence: Bool
  }

  private struct Cell {
    let scalar: Unicode.Scalar
    let offset: Int
    let width: Int
  }

  /// The excerpt from front to back; neighbours differ in being evidence.
  private(set) var runs: [Run] = []

  /// The part of `text` of at most `columns` columns that shows its beginning or, if the first of `marks` lies
  /// further back than that, that mark with some text before it. An ellipsis stands for what is left out.
  ///
  /// - Parameters:
  ///   - text: valid UTF-8.
  ///   - marks: UTF-8 byte ranges in `text`, ascending.
  ///   - columns: at least 8.
  init(_ text: [UInt8], marks: [Range<Int>], columns: Int) {
    precondition(columns >= 8)
    var (cells, isWhole) = Excerpt.cells(of: text, from: 0, columns: columns)
    if let mark = marks.first, !isWhole, cells.dropLast().last.map({ $0.offset < mark.upperBound }) ?? true {
      let start = Excerpt.offset(in: text, columns: columns / 4, before: mark.lowerBound)
      if start > 0 {
        append("…", isEvidence: false)
        (cells, isWhole) = Excerpt.cells(of: text, from: start, columns: columns - 1)
      }
    }
    if !isWhole, let last = cells.lastIndex(where: { $0.width > 0 }) { cells.removeSubrange(last...) }
    for cell in cells {
      append(String(cell.scalar), isEvidence: marks.contains { $0.contains(cell.offset) })
    }
    if !isWhole { append("…", isEvidence: false) }
  }

  private mutating func append(_ text: String, isEvidence: Bool) {
    if let last = runs.last, last.isEvidence == isEvidence {
      runs[runs.count - 1].text += text
    } else {
      runs.append(Run(text: text, isEvidence: isEvidence))
    }
  }

  /// As many scalars from `start` on as `columns` hold, and whether those are all. Marks without width, which could
  /// go on for ever, count as a quarter.
  private static func cells(of text: [UInt8], from start: Int, columns: Int) -> ([Cell], isWhole: Bool) {
    var cells: [Cell] = []
    var (offset, width) = (start, 0)
    var decoder = UTF8()
    var bytes = text[start...].makeIterator()
    while case .scalarValue(let scalar) = decoder.decode(&bytes) {
      let shown = DisplayWidth.shown(scalar)
      let cell = Cell(scalar: shown, offset: offset, width: DisplayWidth.of(shown))
      width += cell.width
      if width > columns || cells.count >= 4 * columns { return (cells, false) }
      cells.append(cell)
      offset += UTF8.width(scalar)
    }
    return (cells, true)
  }

  /// The offset of a scalar that stands about `columns` columns before `end`.
  private static func offset(in text: [UInt8], columns: Int, before end: Int) -> Int {
    var (offset, room) = (end, columns)
    while offset > 0, room > 0 {
      var start = offset - 1
      while start > 0, UTF8.isContinuation(text[start]) { start -= 1 }
      // Three bytes and more are mostly Korean, two columns wide.
      room -= offset - start > 2 ? 2 : 1
      offset = start
    }
    return offset
  }
}
