import CLexiconData

/// The rows of a table in Lexicons/transformations: TSV with a header line; lines that begin with `#` are
/// comments.
struct TransformationTable {
  /// The cells of each row, in the order of the header.
  let rows: [[String]]

  init(_ file: haechi_lexicon_file) {
    // SAFETY: the accessor gives static, immortal bytes and their count.
    let bytes = UnsafeBufferPointer(start: file.bytes, count: file.count)
    var rows: [[String]] = []
    for line in bytes.split(separator: 0x0A) where line.first != 0x23 {
      rows.append(
        line.split(separator: 0x09, omittingEmptySubsequences: false).map {
          String(decoding: $0, as: UTF8.self)
        })
    }
    self.rows = Array(rows.dropFirst())
  }
}

extension String {
  /// The scalar values of the string.
  var scalarValues: [UInt32] { unicodeScalars.map(\.value) }
}
