/// The adapter that turns a file into rows.
public enum RowFormat: Equatable, Sendable {
  /// Delimited text; the fields are named by the header, or by `columns` where there is none.
  case delimited(delimiter: UInt8, quotes: DelimitedParser.Quotes, header: Bool, columns: [String])
  /// One JSON object a line.
  case jsonLines
  /// One JSON array of objects; an object is taken as an array of one.
  case json
  /// One text a line, in the field `text`.
  case lines
  /// Fields divided by the last occurrences of a separator, so that the first field may contain it.
  case lastSeparator(separator: UInt8, columns: [String])
  /// One JSON text whose leaves are the texts: objects and arrays nest, and an object's names on the way to a leaf
  /// are fields, outermost first. The last column is the leaf, so that one column fits an array of strings.
  case nested(columns: [String])
}

extension RowFormat: Codable {
  private enum CodingKeys: String, CodingKey {
    case type, delimiter, quotes, header, columns, separator
  }

  /// A format from YAML: `type` and its options.
  public init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    let type = try values.decode(String.self, forKey: .type)
    switch type {
    case "delimited":
      let columns = try values.decodeIfPresent([String].self, forKey: .columns)
      self = .delimited(
        delimiter: try Self.byte(values, .delimiter),
        quotes: try values.decode(DelimitedParser.Quotes.self, forKey: .quotes),
        header: columns == nil, columns: columns ?? [])
    case "jsonl": self = .jsonLines
    case "json": self = .json
    case "lines": self = .lines
    case "last-separator":
      self = .lastSeparator(
        separator: try Self.byte(values, .separator),
        columns: try values.decode([String].self, forKey: .columns))
    case "nested":
      let columns = try values.decode([String].self, forKey: .columns)
      guard !columns.isEmpty else {
        throw DecodingError.dataCorruptedError(
          forKey: .columns, in: values, debugDescription: "none, not at least one column")
      }
      self = .nested(columns: columns)
    default:
      throw DecodingError.dataCorruptedError(
        forKey: .type, in: values,
        debugDescription: "\(type), not delimited, jsonl, json, nested, lines or last-separator")
    }
  }

  /// The format as its YAML.
  public func encode(to encoder: any Encoder) throws {
    var values = encoder.container(keyedBy: CodingKeys.self)
    switch self {
    case .delimited(let delimiter, let quotes, let header, let columns):
      try values.encode("delimited", forKey: .type)
      try values.encode(String(Unicode.Scalar(delimiter)), forKey: .delimiter)
      try values.encode(quotes, forKey: .quotes)
      if !header { try values.encode(columns, forKey: .columns) }
    case .jsonLines: try values.encode("jsonl", forKey: .type)
    case .json: try values.encode("json", forKey: .type)
    case .lines: try values.encode("lines", forKey: .type)
    case .lastSeparator(let separator, let columns):
      try values.encode("last-separator", forKey: .type)
      try values.encode(String(Unicode.Scalar(separator)), forKey: .separator)
      try values.encode(columns, forKey: .columns)
    case .nested(let columns):
      try values.encode("nested", forKey: .type)
      try values.encode(columns, forKey: .columns)
    }
  }

  private static func byte(
    _ values: KeyedDecodingContainer<CodingKeys>, _ key: CodingKeys
  ) throws -> UInt8 {
    let text = try values.decode(String.self, forKey: key)
    guard let byte = text.utf8.first, text.utf8.count == 1, byte < 0x80 else {
      throw DecodingError.dataCorruptedError(
        forKey: key, in: values, debugDescription: "\(text), not one ASCII character")
    }
    return byte
  }
}
