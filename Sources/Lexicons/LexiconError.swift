/// What can be wrong with a file of the folder Lexicons, or with a question to it.
public enum LexiconError: Error, Equatable, Sendable {
  /// A file could not be opened or read.
  case unreadable(path: String, reason: String)
  /// A file does not have the shape that is asked for; `key` is the path to the value.
  case invalidYAML(path: String, key: String, expected: String, found: String)
  /// Two entries carry the same name.
  case duplicate(path: String, key: String, value: String)
  /// A row of a table is not what its column asks for; `line` counts from 1.
  case invalidRow(path: String, line: Int, column: String, expected: String, found: String)
  /// There is no `what` (a scheme, a label, a category) of that name.
  case unknown(what: String, name: String, known: [String])
}
