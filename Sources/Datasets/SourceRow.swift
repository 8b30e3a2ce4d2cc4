/// One row of a source file: named fields and the line on which it starts.
public struct SourceRow: Equatable, Sendable {
  /// The line on which the row starts, from 1.
  public var line: Int
  /// The fields' names, shared by the rows of a delimited file.
  public var names: [String]
  /// The fields' values; `nil` for JSON's null.
  public var values: [String?]

  /// A row from its parts; there are as many names as values.
  public init(line: Int, names: [String], values: [String?]) {
    precondition(names.count == values.count, "a row needs one name a value")
    self.line = line
    self.names = names
    self.values = values
  }

  /// The value of a field; `nil` where it is absent or null. O(number of fields).
  public subscript(name: String) -> String? {
    guard let index = names.firstIndex(of: name) else { return nil }
    return values[index]
  }
}
