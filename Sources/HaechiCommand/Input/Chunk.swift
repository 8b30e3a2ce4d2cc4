/// Some rows of an input, cut but not yet understood: what a reader hands to a worker.
struct Chunk: Sendable, Equatable {
  /// One row as it stands in the file.
  struct Row: Sendable, Equatable {
    /// Where it stands in ``Chunk/bytes``, without its line end.
    var range: Range<Int>
    /// The physical line on which it begins, counted from 1.
    var line: Int
    /// What kept the reader from cutting it cleanly.
    var fault: CutFault?
  }

  /// The bytes that hold the rows.
  var bytes: [UInt8]
  /// The rows in the order of the input.
  var rows: [Row]
}

/// What can be wrong with a row before anyone looks inside.
enum CutFault: Sendable, Equatable {
  /// It is longer than the limit; its bytes are not kept.
  case tooLong
  /// A quote is opened and not closed before the end of the input or the limit.
  case unterminatedQuote
}

/// How an input is cut into rows.
enum Framing: Sendable {
  /// A row is a line.
  case lines
  /// A row is a record of RFC 4180: a line end between quotes belongs to the field.
  case quotedRecords
}
