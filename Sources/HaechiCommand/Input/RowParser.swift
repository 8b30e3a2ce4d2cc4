import Normalization

/// The name by which a row's result is told from others.
enum RowID: Sendable, Equatable {
  /// The row has none of its own: the number of its line, or of its argument, from 1.
  case number(Int)
  /// The JSON value that the row gave, byte for byte.
  case json([UInt8])
  /// The text that the row's id column gave.
  case text([UInt8])
  /// The row could not be read far enough to know.
  case unknown
}

/// A row after reading: a text to judge, or what is wrong with it.
struct Row: Sendable, Equatable {
  /// What a row holds.
  enum Content: Sendable, Equatable {
    /// A text, in valid UTF-8.
    case text([UInt8])
    /// The row is bad.
    case fault(Message)
  }

  let id: RowID
  /// The physical line on which it begins, counted from 1; for an argument, its number.
  let line: Int
  let content: Content
}

/// What the rows of an input look like.
enum RowLayout: Sendable, Equatable {
  /// The line is the text.
  case plain
  /// A JSON object with the text in the member `field`, and perhaps an `id`.
  case json(field: [UInt8])
  /// A table with the text, and perhaps the id, in the columns counted from 0.
  case table(dialect: Dialect, text: Int, id: Int?)
}

/// Turns the rows of a chunk into texts and faults.
struct RowParser: Sendable {
  let layout: RowLayout
  /// The most bytes that a row may have; only named in the fault.
  let rowLimit: Int

  /// What `row` of `chunk` holds.
  func row(_ row: Chunk.Row, of chunk: Chunk) -> Row {
    let bytes = Array(chunk.bytes[row.range])
    if let fault = cutFault(row.fault) ?? encodingFault(of: bytes) {
      return Row(id: idOfUnread(row), line: row.line, content: .fault(fault))
    }
    switch layout {
    case .plain:
      return Row(id: .number(row.line), line: row.line, content: .text(bytes))
    case .json(let field):
      return jsonRow(bytes[...], line: row.line, field: field)
    case .table(let dialect, let text, let id):
      return tableRow(
        DelimitedRecord.fields(of: bytes[...], dialect: dialect), line: row.line, text: text, id: id)
    }
  }

  private func cutFault(_ fault: CutFault?) -> Message? {
    switch fault {
    case nil: nil
    case .tooLong: .rowTooLong(limit: rowLimit)
    case .unterminatedQuote: .rowUnterminatedQuote
    }
  }

  private func encodingFault(of bytes: [UInt8]) -> Message? {
    UTF8Validation.firstInvalidOffset(in: bytes).map { .rowNotUTF8(offset: $0) }
  }

  /// A row that cannot be read might have an id of its own, unless its layout has none.
  private func idOfUnread(_ row: Chunk.Row) -> RowID {
    switch layout {
    case .plain, .table(_, _, id: nil): .number(row.line)
    case .json, .table: .unknown
    }
  }

  private func jsonRow(_ bytes: ArraySlice<UInt8>, line: Int, field: [UInt8]) -> Row {
    let name = String(decoding: field, as: UTF8.self)
    let members: [ArraySlice<UInt8>?]
    do throws(JSONRow.Fault) {
      guard let found = try JSONRow.members([field, Array("id".utf8)], of: bytes) else {
        return Row(id: .unknown, line: line, content: .fault(.rowNotAnObject))
      }
      members = found
    } catch {
      return Row(id: .unknown, line: line, content: .fault(.rowNotJSON(offset: error.offset)))
    }
    let id = members[1].map { RowID.json(Array($0)) } ?? .number(line)
    guard let value = members[0] else {
      return Row(id: id, line: line, content: .fault(.rowWithoutField(name: name)))
    }
    guard let text = JSONString.text(of: value) else {
      return Row(id: id, line: line, content: .fault(.rowFieldNotText(name: name)))
    }
    return Row(id: id, line: line, content: .text(text))
  }

  private func tableRow(_ fields: [[UInt8]], line: Int, text: Int, id: Int?) -> Row {
    let rowID: RowID =
      switch id {
      case nil: .number(line)
      case .some(let id): id < fields.count ? .text(fields[id]) : .unknown
      }
    guard text < fields.count else {
      return Row(
        id: rowID, line: line, content: .fault(.rowWithoutColumn(number: text + 1, found: fields.count)))
    }
    return Row(id: rowID, line: line, content: .text(fields[text]))
  }
}
