/// A JSON value as RFC 8259 has it; objects keep the order of their members, numbers their spelling.
public enum JSONValue: Equatable, Sendable {
  /// `null`
  case null
  /// `true` or `false`
  case bool(Bool)
  /// A number as it is spelled.
  case number(String)
  /// A string.
  case string(String)
  /// An array.
  case array([JSONValue])
  /// An object's members in order.
  case object([(name: String, value: JSONValue)])

  /// Two values are equal if they are spelled alike but for white space and escapes.
  public static func == (left: JSONValue, right: JSONValue) -> Bool {
    switch (left, right) {
    case (.null, .null): true
    case (.bool(let a), .bool(let b)): a == b
    case (.number(let a), .number(let b)): a == b
    case (.string(let a), .string(let b)): Array(a.utf8) == Array(b.utf8)
    case (.array(let a), .array(let b)): a == b
    case (.object(let a), .object(let b)):
      a.count == b.count && zip(a, b).allSatisfy { $0.name == $1.name && $0.value == $1.value }
    default: false
    }
  }

  /// The value as a field's text: scalars as they are, arrays divided by commas, `nil` for null and objects.
  public var fieldText: String? {
    switch self {
    case .null, .object: nil
    case .bool(let value): value ? "true" : "false"
    case .number(let spelling): spelling
    case .string(let text): text
    case .array(let values): values.compactMap(\.fieldText).joined(separator: ",")
    }
  }
}
