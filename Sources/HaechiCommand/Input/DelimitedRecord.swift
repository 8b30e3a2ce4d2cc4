/// How the fields of a table's row are told apart.
enum Dialect: Sendable {
  /// RFC 4180: commas; quotes may hold commas, line ends and doubled quotes.
  case commas
  /// Tabs; a field that opens with a quote and does not close with one before its tab is literal.
  case tabs
}

/// One row of a table as its fields.
enum DelimitedRecord {
  /// The UTF-8 of every field of `record`. A record without a byte has one empty field.
  static func fields(of record: ArraySlice<UInt8>, dialect: Dialect) -> [[UInt8]] {
    switch dialect {
    case .commas: commaFields(of: record)
    case .tabs:
      record.split(separator: 0x09, omittingEmptySubsequences: false).map { unquoted($0) }
    }
  }

  /// `field` without its quotes if it is quoted as a whole, inner quotes doubled; else as it is.
  private static func unquoted(_ field: ArraySlice<UInt8>) -> [UInt8] {
    let quote = UInt8(ascii: "\"")
    guard field.count >= 2, field.first == quote, field.last == quote else { return Array(field) }
    var text: [UInt8] = []
    var isHalf = false
    for byte in field.dropFirst().dropLast() {
      if isHalf {
        guard byte == quote else { return Array(field) }
        isHalf = false
      } else if byte == quote {
        isHalf = true
      }
      if !isHalf { text.append(byte) }
    }
    return isHalf ? Array(field) : text
  }

  /// RFC 4180 §2.5–2.7. What stands between a closing quote and the comma is kept as it is.
  private static func commaFields(of record: ArraySlice<UInt8>) -> [[UInt8]] {
    let quote = UInt8(ascii: "\"")
    var fields: [[UInt8]] = []
    var field: [UInt8] = []
    var isQuoted = false
    var isAtStart = true
    var index = record.startIndex
    while index < record.endIndex {
      let byte = record[index]
      index += 1
      if isQuoted {
        if byte != quote {
          field.append(byte)
        } else if index < record.endIndex, record[index] == quote {
          field.append(quote)
          index += 1
        } else {
          isQuoted = false
        }
      } else if byte == UInt8(ascii: ",") {
        fields.append(field)
        (field, isAtStart) = ([], true)
        continue
      } else if byte == quote, isAtStart {
        isQuoted = true
      } else {
        field.append(byte)
      }
      isAtStart = false
    }
    return fields + [field]
  }
}
