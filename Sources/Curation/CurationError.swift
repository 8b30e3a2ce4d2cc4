import Datasets
import Lexicons

/// What can go wrong while a corpus is made, outside single rows.
public enum CurationError: Error, Equatable, Sendable {
  /// A source, manifest or recipe could not be read; see the error inside.
  case dataset(DatasetError)
  /// A table of the lexicons is not as it must be; see the error inside.
  case lexicon(LexiconError)
  /// A file could not be written, for instance because the disk is full.
  case unwritable(path: String, reason: String)
  /// A file of a build could not be read.
  case unreadable(path: String, reason: String)
  /// A recipe's value makes no sense; `key` is the path to it.
  case invalidRecipe(path: String, key: String, expected: String, found: String)
  /// The folder holds something else than a build of this recipe, which is not overwritten.
  case foreignFolder(path: String, found: String)
  /// A table of the grammar is not as it must be; `line` is 0 where the table as a whole is at fault.
  case invalidGrammar(path: String, line: Int, expected: String, found: String)
  /// The licences of the rows do not allow to release them together.
  case licence([LicenceTerms.Obstacle])
  /// A provider refuses every request, for instance because the key is wrong; the work so far is kept.
  case provider(endpoint: String, fault: ProviderFault)
  /// A file of a source could not be fetched; what arrived is kept unless its checksum is wrong.
  case fetch(source: String, path: String, fault: FetchFault)
  /// A line of a file that people or other programs wrote is not what it must be.
  case badLine(path: String, line: Int, expected: String, found: String)
  /// A database of answers or votes could not be opened, read or written.
  case store(path: String, reason: String)
}

/// Runs `body` and gives its error as a ``CurationError``.
func asCuration<Value>(_ body: () throws(DatasetError) -> Value) throws(CurationError) -> Value {
  do { return try body() } catch { throw .dataset(error) }
}
