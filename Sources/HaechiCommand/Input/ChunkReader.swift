/// Reads an input once, from front to back, as chunks of bounded size.
///
/// Memory stays below one row's limit and one read, however long the input. A chunk is handed out as soon as one
/// read has brought a whole row, so that a slow writer on a pipe is answered line by line.
struct ChunkReader {
  /// The bounds of what is held at once.
  struct Limits: Sendable {
    /// The most rows in a chunk.
    var rows = 64
    /// The most bytes that one row may have.
    var rowBytes = 8 << 20
    /// How many bytes are asked for in one read.
    var readBytes = 1 << 16
  }

  /// Appends at most `count` bytes and says how many; 0 is the end of the input.
  typealias Read = (_ count: Int, _ bytes: inout [UInt8]) throws(InputError) -> Int

  private let read: Read
  private let limits: Limits
  private var cutter: RowCutter
  private var bytes: [UInt8] = []
  private var start = 0
  private var line = 1
  private var isAtEnd = false
  private var isSkipping = false
  private var hasBegun = false

  /// A reader of rows under `framing` from what `read` brings.
  init(framing: Framing, limits: Limits = Limits(), read: @escaping Read) {
    self.read = read
    self.limits = limits
    cutter = RowCutter(framing: framing)
  }

  /// The next rows, at most `most` and at least one; `nil` at the end of the input.
  mutating func next(most: Int? = nil) throws(InputError) -> Chunk? {
    let most = min(most ?? limits.rows, limits.rows)
    while true {
      let rows = cutRows(most: most)
      if let first = rows.first, let last = rows.last {
        let chunk = first.range.lowerBound..<last.range.upperBound
        return Chunk(bytes: Array(bytes[chunk]), rows: rows.map { shifted($0, by: chunk.lowerBound) })
      }
      if isAtEnd { return nil }
      try fill()
    }
  }

  private func shifted(_ row: Chunk.Row, by offset: Int) -> Chunk.Row {
    var row = row
    row.range = row.range.lowerBound - offset..<row.range.upperBound - offset
    return row
  }

  /// The rows that can be cut from what is held; `start` stands behind the last.
  private mutating func cutRows(most: Int) -> [Chunk.Row] {
    var rows: [Chunk.Row] = []
    while rows.count < most, let row = cutRow() { rows.append(row) }
    return rows
  }

  private mutating func cutRow() -> Chunk.Row? {
    if isSkipping { skipLine() }
    guard !isSkipping, start < bytes.count else { return nil }
    switch cutter.cut(bytes[start...]) {
    case .row(let length, let next, let lines):
      defer { (start, line) = (start + next, line + lines) }
      let isTooLong = length > limits.rowBytes
      return Chunk.Row(
        range: start..<start + (isTooLong ? 0 : length), line: line, fault: isTooLong ? .tooLong : nil)
    case .incomplete:
      let isTooLong = bytes.count - start > limits.rowBytes
      guard isTooLong || isAtEnd else { return nil }
      if cutter.isInsideQuotes, let row = lineWithOpenQuote() { return row }
      return isAtEnd ? rest() : beginningOfTooLong()
    }
  }

  /// The first line of a record whose quote never closes. Reading goes on behind that line: one stray quote must not
  /// swallow the rows after it. `nil` while that line itself has no end.
  private mutating func lineWithOpenQuote() -> Chunk.Row? {
    let end = bytes[start...].firstIndex(of: 0x0A) ?? (isAtEnd ? bytes.count : nil)
    guard let end else { return nil }
    defer { (start, line) = (min(end + 1, bytes.count), line + 1) }
    cutter.restart()
    return Chunk.Row(range: start..<end, line: line, fault: .unterminatedQuote)
  }

  /// An empty stand-in for a row over the limit; the rest of its line is passed over without being kept.
  private mutating func beginningOfTooLong() -> Chunk.Row {
    cutter.restart()
    isSkipping = true
    return Chunk.Row(range: start..<start, line: line, fault: .tooLong)
  }

  private mutating func skipLine() {
    if let end = bytes[start...].firstIndex(of: 0x0A) {
      (start, line, isSkipping) = (end + 1, line + 1, false)
    } else {
      start = bytes.count
      isSkipping = !isAtEnd
    }
  }

  /// The last row, which no line end closes.
  private mutating func rest() -> Chunk.Row {
    defer { start = bytes.count }
    let end = bytes.last == 0x0D ? bytes.count - 1 : bytes.count
    return Chunk.Row(range: start..<end, line: line, fault: nil)
  }

  private mutating func fill() throws(InputError) {
    if start > 0 {
      bytes.removeSubrange(..<start)
      start = 0
    }
    isAtEnd = try read(limits.readBytes, &bytes) == 0
    if !hasBegun { try passByteOrderMark() }
  }

  /// A byte order mark in front of UTF-8 is no part of the first row. The first bit may bring less than all of it.
  private mutating func passByteOrderMark() throws(InputError) {
    let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
    while !isAtEnd, bytes.count < mark.count, mark.starts(with: bytes) {
      isAtEnd = try read(limits.readBytes, &bytes) == 0
    }
    if bytes.starts(with: mark) { start = mark.count }
    hasBegun = true
  }
}
