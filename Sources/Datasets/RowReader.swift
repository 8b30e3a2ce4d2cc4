/// Reads the rows of one file as its bytes arrive.
///
/// Delimited text, JSON lines and lines stream in memory bounded by one row; a JSON array is held whole.
/// A byte order mark at the start of the file is dropped.
public struct RowReader {
  /// A row, or the fault that kept it from being one.
  public enum Item: Equatable, Sendable {
    /// A row with its fields.
    case row(SourceRow)
    /// A faulty row and the line on which it starts.
    case fault(RowFault, line: Int)
  }

  private let format: RowFormat
  private var delimited: DelimitedParser
  private var names: [String]
  private var isHeaderDue: Bool
  private var pending: [UInt8] = []
  private var line = 1
  private var isAtStart = true
  private var mark: [UInt8] = []

  /// A reader for one file.
  public init(format: RowFormat) {
    self.format = format
    switch format {
    case .delimited(let delimiter, let quotes, let header, let columns):
      self.delimited = DelimitedParser(delimiter: delimiter, quotes: quotes)
      (names, isHeaderDue) = (columns, header)
    case .lastSeparator(_, let columns):
      delimited = DelimitedParser(delimiter: 0, quotes: .none)
      (names, isHeaderDue) = (columns, false)
    case .nested(let columns):
      delimited = DelimitedParser(delimiter: 0, quotes: .none)
      (names, isHeaderDue) = (columns, false)
    case .jsonLines, .json, .lines:
      delimited = DelimitedParser(delimiter: 0, quotes: .none)
      (names, isHeaderDue) = (["text"], false)
    }
  }

  /// Takes the next bytes of the file and hands over each row that they complete.
  public mutating func consume(_ bytes: [UInt8], emit: (Item) -> Void) {
    guard isAtStart else { return take(bytes[...], emit: emit) }
    mark.append(contentsOf: bytes)
    guard mark.count >= 3 else { return }
    isAtStart = false
    let start = mark
    mark = []
    take(start.starts(with: [0xEF, 0xBB, 0xBF]) ? start[3...] : start[...], emit: emit)
  }

  /// Ends the file and hands over what is left.
  public mutating func finish(emit: (Item) -> Void) {
    if isAtStart {
      isAtStart = false
      take(mark[...], emit: emit)
    }
    switch format {
    case .delimited:
      var rows: [DelimitedParser.Row] = []
      delimited.finish { rows.append($0) }
      for row in rows { name(row, emit: emit) }
    case .json:
      readArray(emit: emit)
    case .nested:
      readLeaves(emit: emit)
    case .jsonLines, .lines, .lastSeparator:
      if !pending.isEmpty { readLine(pending, emit: emit) }
    }
    pending = []
  }

  private mutating func take(_ bytes: ArraySlice<UInt8>, emit: (Item) -> Void) {
    switch format {
    case .delimited:
      var rows: [DelimitedParser.Row] = []
      delimited.consume(bytes) { rows.append($0) }
      for row in rows { name(row, emit: emit) }
    case .json, .nested:
      pending.append(contentsOf: bytes)
    case .jsonLines, .lines, .lastSeparator:
      var start = bytes.startIndex
      while let end = bytes[start...].firstIndex(of: UInt8(ascii: "\n")) {
        pending.append(contentsOf: bytes[start..<end])
        readLine(pending, emit: emit)
        pending.removeAll(keepingCapacity: true)
        line += 1
        start = end + 1
      }
      pending.append(contentsOf: bytes[start...])
    }
  }

  /// Gives the fields of a delimited row their names.
  private mutating func name(_ row: DelimitedParser.Row, emit: (Item) -> Void) {
    guard case .fields(let fields, let line) = row else {
      if case .fault(let fault, let line) = row { emit(.fault(fault, line: line)) }
      return
    }
    var values: [String] = []
    values.reserveCapacity(fields.count)
    for field in fields {
      guard let value = String(validating: field, as: UTF8.self) else {
        return emit(.fault(.invalidUTF8, line: line))
      }
      values.append(value)
    }
    if isHeaderDue {
      names = values
      isHeaderDue = false
    } else if values.count != names.count {
      emit(.fault(.fieldCount(expected: names.count, found: values.count), line: line))
    } else {
      emit(.row(SourceRow(line: line, names: names, values: values)))
    }
  }

  private func readLine(_ bytes: [UInt8], emit: (Item) -> Void) {
    let text = bytes.last == UInt8(ascii: "\r") ? bytes.dropLast() : bytes[...]
    guard text.contains(where: { $0 != 0x20 && $0 != 0x09 }) else { return }
    switch format {
    case .jsonLines:
      var parser = JSONParser(Array(text), line: line)
      do {
        emit(item(try parser.document(), line: line))
      } catch {
        emit(.fault(.invalidJSON(byteOffset: error.byteOffset, expected: error.expected), line: line))
      }
    case .lastSeparator(let separator, let columns):
      emit(divide(text, at: separator, into: columns))
    case .lines, .delimited, .json, .nested:
      guard let value = String(validating: text, as: UTF8.self) else {
        return emit(.fault(.invalidUTF8, line: line))
      }
      emit(.row(SourceRow(line: line, names: names, values: [value])))
    }
  }

  private func divide(_ text: ArraySlice<UInt8>, at separator: UInt8, into columns: [String]) -> Item {
    var rest = text
    var parts: [ArraySlice<UInt8>] = []
    while parts.count < columns.count - 1 {
      guard let index = rest.lastIndex(of: separator) else { return .fault(.missingSeparator, line: line) }
      parts.append(rest[(index + 1)...])
      rest = rest[..<index]
    }
    parts.append(rest)
    let values = parts.reversed().map { String(validating: $0, as: UTF8.self) }
    guard values.allSatisfy({ $0 != nil }) else { return .fault(.invalidUTF8, line: line) }
    return .row(SourceRow(line: line, names: columns, values: values))
  }

  private func readArray(emit: (Item) -> Void) {
    do {
      var parser = JSONParser(pending)
      if pending.first(where: { ![0x20, 0x09, 0x0A, 0x0D].contains($0) }) == UInt8(ascii: "{") {
        emit(item(try parser.document(), line: 1))
        return
      }
      for (line, value) in try parser.elements() { emit(item(value, line: line)) }
    } catch {
      emit(
        .fault(.invalidJSON(byteOffset: error.byteOffset, expected: error.expected), line: error.line))
    }
  }

  /// The leaves of a nested text in order; each is numbered by its place, since the parser keeps no lines inside.
  private func readLeaves(emit: (Item) -> Void) {
    do {
      var parser = JSONParser(pending)
      var number = 0
      emitLeaves(of: try parser.document(), path: [], number: &number, emit: emit)
    } catch {
      emit(.fault(.invalidJSON(byteOffset: error.byteOffset, expected: error.expected), line: error.line))
    }
  }

  private func emitLeaves(of value: JSONValue, path: [String], number: inout Int, emit: (Item) -> Void) {
    switch value {
    case .object(let members):
      for (name, value) in members { emitLeaves(of: value, path: path + [name], number: &number, emit: emit) }
    case .array(let values):
      for value in values { emitLeaves(of: value, path: path, number: &number, emit: emit) }
    default:
      number += 1
      guard path.count + 1 == names.count else {
        return emit(.fault(.fieldCount(expected: names.count, found: path.count + 1), line: number))
      }
      emit(.row(SourceRow(line: number, names: names, values: path + [value.fieldText])))
    }
  }

  private func item(_ value: JSONValue, line: Int) -> Item {
    guard case .object(let members) = value else {
      return .fault(.invalidJSON(byteOffset: 0, expected: "an object"), line: line)
    }
    return .row(
      SourceRow(line: line, names: members.map(\.name), values: members.map(\.value.fieldText)))
  }
}
