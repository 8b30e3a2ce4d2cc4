/// What can be wrong with a file of the folder Lexicons.
public enum LexiconError: Error, Equatable, Sendable {
  /// A file could not be opened or read.
  case unreadable(path: String, reason: String)
  /// A file does not have the shape that is asked for; `key` is the path to the value.
  case invalidYAML(path: String, key: String, expected: String, found: String)
  /// Two entries carry the same name.
  case duplicate(path: String, key: String, value: String)
}
