import ArgumentParser

/// The form of an input file.
enum InputFormat: String, CaseIterable, ExpressibleByArgument, Sendable {
  /// By the ending of the file's name; lines where it says nothing.
  case auto
  /// One text a line.
  case txt
  /// One JSON object a line.
  case jsonl
  /// Comma-separated values with a header (RFC 4180).
  case csv
  /// Tab-separated values with a header.
  case tsv

  /// The form of the file at `path`, which is not ``auto`` any more; `-` is the standard input.
  func resolved(path: String) -> InputFormat {
    guard self == .auto else { return self }
    let name = path.lowercased()
    if name.hasSuffix(".jsonl") || name.hasSuffix(".ndjson") { return .jsonl }
    if name.hasSuffix(".csv") { return .csv }
    if name.hasSuffix(".tsv") { return .tsv }
    return .txt
  }
}

/// The columns of a table that a run reads, found in its header.
enum TableColumns {
  /// The layout of the table whose header has `names`.
  ///
  /// - Parameter column: a name in the header or, if none has it, a number from 1; `nil` takes the column `text`, or
  ///   the only one there is.
  static func layout(names: [[UInt8]], dialect: Dialect, column: String?) throws(CommandFailure) -> RowLayout
  {
    let text = try textColumn(names: names, column: column)
    let id = names.firstIndex(of: Array("id".utf8))
    return .table(dialect: dialect, text: text, id: id == text ? nil : id)
  }

  private static func textColumn(names: [[UInt8]], column: String?) throws(CommandFailure) -> Int {
    let valid = names.map { String(decoding: $0, as: UTF8.self) }
    guard let column else {
      if let text = names.firstIndex(of: Array("text".utf8)) { return text }
      if names.count == 1 { return 0 }
      throw CommandFailure(status: .usage, message: .columnNotGiven(valid: valid))
    }
    if let named = names.firstIndex(of: Array(column.utf8)) { return named }
    if let number = Int(column), 1...names.count ~= number { return number - 1 }
    throw CommandFailure(status: .usage, message: .columnUnknown(name: column, valid: valid))
  }
}
