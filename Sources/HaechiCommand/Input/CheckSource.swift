import Synchronization

/// Where the rows of a run come from: its arguments, a file or the standard input.
struct CheckSource: Sendable {
  /// How the rows are understood.
  let parser: RowParser
  /// The next rows; `nil` at the end.
  let read: @Sendable () throws -> Chunk?
  /// Whether the texts are arguments.
  let isArguments: Bool
  /// Whether someone types the input.
  let isTerminal: Bool

  /// The source that `command` asks for. A file is opened, and the header of a table read, at once.
  init(_ command: CheckCommand) throws {
    let limits = ChunkReader.Limits()
    guard command.texts.isEmpty else {
      guard command.input == nil else { throw CommandFailure(status: .usage, message: .textAndInput) }
      self.init(texts: command.texts, limits: limits)
      return
    }
    let path = command.input ?? "-"
    let format = command.format.resolved(path: path)
    if command.field != nil, format != .jsonl {
      throw CommandFailure(status: .usage, message: .fieldNeedsJSON)
    }
    if command.column != nil, format != .csv, format != .tsv {
      throw CommandFailure(status: .usage, message: .columnNeedsTable)
    }
    let file = path == "-" ? InputFile.standardInput() : try InputFile(path: path)
    if file.isTerminal {
      OutputFile.standardError.writeLine(Message.readingFromTerminal.text(in: command.shared.language))
    }
    try self.init(
      format: format, field: command.field ?? "text", column: command.column, limits: limits,
      isTerminal: file.isTerminal
    ) { (count, bytes) throws(InputError) in try file.read(count, &bytes) }
  }

  /// A source of the rows that `read` brings in `format`.
  init(
    format: InputFormat, field: String, column: String?, limits: ChunkReader.Limits, isTerminal: Bool = false,
    read: @escaping ChunkReader.Read
  ) throws {
    var reader = ChunkReader(framing: format == .csv ? .quotedRecords : .lines, limits: limits, read: read)
    let layout: RowLayout
    switch format {
    case .auto, .txt: layout = .plain
    case .jsonl: layout = .json(field: Array(field.utf8))
    case .csv: layout = try CheckSource.table(.commas, column: column, header: reader.next(most: 1))
    case .tsv: layout = try CheckSource.table(.tabs, column: column, header: reader.next(most: 1))
    }
    self.init(reader: reader, layout: layout, limits: limits, isTerminal: isTerminal)
  }

  private init(reader: ChunkReader, layout: RowLayout, limits: ChunkReader.Limits, isTerminal: Bool) {
    let shared = SharedReader(reader)
    parser = RowParser(layout: layout, rowLimit: limits.rowBytes)
    read = { try shared.next() }
    isArguments = false
    self.isTerminal = isTerminal
  }

  /// A source of `texts`, each of which is a row whatever is in it.
  private init(texts: [String], limits: ChunkReader.Limits) {
    let left = Mutex(texts.enumerated().map { (number: $0.offset + 1, text: Array($0.element.utf8)) }[...])
    parser = RowParser(layout: .plain, rowLimit: limits.rowBytes)
    read = {
      left.withLock { left in
        left.popFirst().map { number, text in
          Chunk(bytes: text, rows: [Chunk.Row(range: 0..<text.count, line: number, fault: nil)])
        }
      }
    }
    isArguments = true
    isTerminal = false
  }

  /// The layout of a table with this header; one without any row has no column to miss.
  private static func table(
    _ dialect: Dialect, column: String?, header: Chunk?
  ) throws(CommandFailure) -> RowLayout {
    guard let header, let row = header.rows.first else {
      return .table(dialect: dialect, text: 0, id: nil)
    }
    let names = DelimitedRecord.fields(of: header.bytes[row.range], dialect: dialect)
    return try TableColumns.layout(names: names, dialect: dialect, column: column)
  }
}

/// A reader that one thread at a time may use.
private final class SharedReader: @unchecked Sendable {
  // SAFETY: touched only under the monitor's lock.
  private let monitor: Monitor<ChunkReader>

  init(_ reader: ChunkReader) { monitor = Monitor(reader) }

  func next() throws -> Chunk? { try monitor.change { try $0.next() } }
}
