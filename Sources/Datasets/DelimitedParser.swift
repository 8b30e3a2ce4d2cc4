/// Splits delimited text into rows as its bytes arrive, in memory bounded by one row.
///
/// RFC 4180 with its quoted delimiters, quotes and newlines; `\n` and `\r\n` end a row, and a blank line is none.
public struct DelimitedParser: Sendable {
  /// What a quotation mark means.
  public enum Quotes: String, Codable, Sendable {
    /// RFC 4180: a field that starts with a quote ends with one, and quotes inside are doubled.
    case standard
    /// A field is quoted if it starts and ends with a quote and every quote inside is doubled; any other
    /// quote is text. Fields never span lines. So are many published TSV files, K-MHaS among them.
    case optional
    /// A quote is text.
    case none
  }

  /// What one row came out as.
  public enum Row: Equatable, Sendable {
    /// The fields' bytes, unquoted.
    case fields([[UInt8]], line: Int)
    /// Why the row has no fields.
    case fault(RowFault, line: Int)
  }

  private enum State { case fieldStart, plain, quoted, quoteInQuoted, skipping }

  private let delimiter: UInt8
  private let quotes: Quotes
  private var state = State.fieldStart
  private var field: [UInt8] = []
  private var fields: [[UInt8]] = []
  private var line = 1
  private var startLine = 1
  private var isUnquoted = false

  /// A parser for one file.
  public init(delimiter: UInt8, quotes: Quotes) {
    self.delimiter = delimiter
    self.quotes = quotes
  }

  /// Takes the next bytes of the file and hands over each row that they complete.
  public mutating func consume(_ bytes: some Sequence<UInt8>, emit: (Row) -> Void) {
    for byte in bytes {
      switch state {
      case .fieldStart, .plain: takePlain(byte, emit: emit)
      case .quoted:
        if byte == UInt8(ascii: "\"") {
          state = .quoteInQuoted
        } else {
          field.append(byte)
        }
      case .quoteInQuoted: takeAfterQuote(byte, emit: emit)
      case .skipping:
        if byte == UInt8(ascii: "\n") { startRow() }
      }
      if byte == UInt8(ascii: "\n") {
        line += 1
        if state == .fieldStart, fields.isEmpty, field.isEmpty { startLine = line }
      }
    }
  }

  /// Ends the file and hands over the last row, if it has no newline.
  public mutating func finish(emit: (Row) -> Void) {
    switch state {
    case .quoted:
      emit(.fault(.unterminatedQuote, line: startLine))
    case .skipping:
      break
    case .fieldStart, .plain, .quoteInQuoted:
      if !fields.isEmpty || !field.isEmpty || state == .quoteInQuoted { endRow(emit: emit) }
    }
    startRow()
  }

  private mutating func takePlain(_ byte: UInt8, emit: (Row) -> Void) {
    if byte == delimiter {
      endField()
    } else if byte == UInt8(ascii: "\n") {
      if field.last == UInt8(ascii: "\r") { field.removeLast() }
      if fields.isEmpty, field.isEmpty, !isUnquoted {
        startRow()
      } else {
        endRow(emit: emit)
      }
    } else if byte == UInt8(ascii: "\""), state == .fieldStart, quotes == .standard {
      state = .quoted
    } else {
      field.append(byte)
      state = .plain
    }
  }

  private mutating func takeAfterQuote(_ byte: UInt8, emit: (Row) -> Void) {
    if byte == UInt8(ascii: "\"") {
      field.append(byte)
      state = .quoted
    } else if byte == delimiter {
      isUnquoted = true
      endField()
    } else if byte == UInt8(ascii: "\n") {
      isUnquoted = true
      endRow(emit: emit)
    } else if byte != UInt8(ascii: "\r") {
      emit(.fault(.textAfterQuote, line: startLine))
      fields.removeAll(keepingCapacity: true)
      field.removeAll(keepingCapacity: true)
      state = .skipping
    }
  }

  private mutating func endField() {
    if quotes == .optional { unquote() }
    fields.append(field)
    field.removeAll(keepingCapacity: true)
    state = .fieldStart
  }

  private mutating func endRow(emit: (Row) -> Void) {
    endField()
    emit(.fields(fields, line: startLine))
    startRow()
  }

  private mutating func startRow() {
    fields.removeAll(keepingCapacity: true)
    field.removeAll(keepingCapacity: true)
    state = .fieldStart
    startLine = line
    isUnquoted = false
  }

  /// Removes the outer quotes of a field that is quoted as a whole.
  private mutating func unquote() {
    let quote = UInt8(ascii: "\"")
    guard field.count >= 2, field.first == quote, field.last == quote else { return }
    var inner: [UInt8] = []
    inner.reserveCapacity(field.count)
    var index = 1
    while index < field.count - 1 {
      if field[index] == quote {
        guard index + 1 < field.count - 1, field[index + 1] == quote else { return }
        index += 1
      }
      inner.append(field[index])
      index += 1
    }
    field = inner
  }
}
