/// What can go wrong between a recipe and its dataset, outside single rows.
///
/// A faulty row never throws: it becomes a ``BadRow`` and the run goes on.
public enum DatasetError: Error, Equatable, Sendable {
  /// A file could not be opened or read.
  case unreadable(path: String, reason: String)
  /// A file could not be written.
  case unwritable(path: String, reason: String)
  /// A YAML file does not have the shape that is asked for; `key` is the path to the value.
  case invalidYAML(path: String, key: String, expected: String, found: String)
  /// Two manifests carry the same identifier.
  case duplicateSource(id: String, path: String)
  /// A recipe names a source for which there is no manifest.
  case unknownSource(id: String, known: [String])
  /// A recipe asks for a split of which the source has no file.
  case unknownSplit(source: String, split: String, known: [String])
  /// A recipe uses a source for something that its licence or its nature rules out.
  case forbiddenUse(source: String, use: String, permitted: [String])
  /// A rule or a row names a category that the recipe does not list.
  case unknownCategory(slug: String, where: String, known: [String])
  /// The mirror lacks the folder of a source.
  case missingFolder(source: String, path: String)
  /// The mirror lacks a file of a source.
  case missingFile(source: String, path: String)
  /// A file in the mirror is not the one that the manifest describes.
  case checksumMismatch(source: String, path: String, expected: String, found: String)
  /// A packed file could not be unpacked.
  case packing(source: String, path: String, fault: CodecFault)
  /// A whole file is not in its format, so that no row can be told from another.
  case malformedFile(source: String, path: String, line: Int, fault: RowFault)
  /// An evaluation set of the recipe came out empty, so that nothing could be measured on it.
  case emptyEvaluation(name: String)
}

/// Why a row could not be used.
public enum RowFault: Codable, Equatable, Hashable, Sendable {
  /// The bytes are not UTF-8.
  case invalidUTF8
  /// The row has another number of fields than the header or the manifest says.
  case fieldCount(expected: Int, found: Int)
  /// A quoted field is followed by text instead of a delimiter.
  case textAfterQuote
  /// A quoted field never ends.
  case unterminatedQuote
  /// The separator that divides the fields is absent.
  case missingSeparator
  /// The JSON text does not parse; `byteOffset` counts from the start of the line or file.
  case invalidJSON(byteOffset: Int, expected: String)
  /// A field that the manifest names is absent or null.
  case missingField(String)
  /// The text is empty or only white space.
  case blankText
  /// No rule of the manifest matches the label fields.
  case unknownLabel(String)
  /// A field that names a category has a value that is no category.
  case unknownCategory(String)
}

/// A row that was left out because it is faulty, with the place where it stands.
public struct BadRow: Codable, Equatable, Sendable {
  /// The source's identifier.
  public var source: String
  /// The file, relative to the source's folder.
  public var file: String
  /// The line on which the row starts, from 1.
  public var line: Int
  /// What is wrong with it.
  public var fault: RowFault

  /// A bad row from its parts.
  public init(source: String, file: String, line: Int, fault: RowFault) {
    self.source = source
    self.file = file
    self.line = line
    self.fault = fault
  }
}
