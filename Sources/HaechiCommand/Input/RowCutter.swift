/// Cuts bytes that arrive bit by bit into rows.
///
/// Line ends are LF and CRLF. The end of the input ends a row that has begun, so a line end before it begins no row.
/// It remembers how far it has looked: feeding n bytes costs O(n), however small the bits (RFC 4180 §2 for quotes).
struct RowCutter {
  /// What stands at the head of the bytes that are left.
  enum Cut: Equatable {
    /// A row of `length` bytes; the next begins at `next`. `lines` is how many lines it spans.
    case row(length: Int, next: Int, lines: Int)
    /// No row ends here yet.
    case incomplete
  }

  private enum State {
    case fieldStart
    case plain
    case quoted
    case quoteInQuoted
  }

  let framing: Framing
  private var state = State.fieldStart
  private var looked = 0
  private var lines = 1

  init(framing: Framing) { self.framing = framing }

  /// Whether a quote is open at the end of what was looked at.
  var isInsideQuotes: Bool { state == .quoted }

  /// The row at the start of `bytes`, which grew at its end since the last call that gave `.incomplete`.
  mutating func cut(_ bytes: ArraySlice<UInt8>) -> Cut {
    let end = framing == .lines ? lineEnd(in: bytes) : recordEnd(in: bytes)
    guard let end else {
      looked = bytes.count
      return .incomplete
    }
    defer { restart() }
    return .row(length: trimmed(bytes, to: end), next: end + 1, lines: lines)
  }

  /// Forgets what was looked at: the next call begins a row.
  mutating func restart() {
    state = .fieldStart
    looked = 0
    lines = 1
  }

  /// The offset of the line feed that ends the line, from the start of `bytes`.
  private func lineEnd(in bytes: ArraySlice<UInt8>) -> Int? {
    bytes.dropFirst(looked).firstIndex(of: 0x0A).map { $0 - bytes.startIndex }
  }

  /// The offset of the line feed that ends the record, from the start of `bytes`.
  private mutating func recordEnd(in bytes: ArraySlice<UInt8>) -> Int? {
    var index = bytes.startIndex + looked
    while index < bytes.endIndex {
      let byte = bytes[index]
      if byte == 0x0A {
        if state != .quoted { return index - bytes.startIndex }
        lines += 1
      }
      switch (state, byte) {
      case (.fieldStart, UInt8(ascii: "\"")), (.quoteInQuoted, UInt8(ascii: "\"")): state = .quoted
      case (.quoted, UInt8(ascii: "\"")): state = .quoteInQuoted
      case (.quoted, _): break
      case (_, UInt8(ascii: ",")): state = .fieldStart
      default: state = .plain
      }
      index += 1
    }
    return nil
  }

  /// `end` less a carriage return before it.
  private func trimmed(_ bytes: ArraySlice<UInt8>, to end: Int) -> Int {
    end > 0 && bytes[bytes.startIndex + end - 1] == 0x0D ? end - 1 : end
  }
}
