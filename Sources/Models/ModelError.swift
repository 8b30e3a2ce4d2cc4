import Tensors

/// What can be wrong with a checkpoint folder or a bundle.
///
/// Cases carry what, where, expected and found; sentences are made where a person reads them.
public enum ModelError: Error, Equatable, Sendable {
  /// The system refused to open, read, create or write a file; `code` is `errno`.
  case inaccessibleFile(path: String, code: Int32)
  /// The tensors in a file are not what they should be.
  case badTensors(file: String, TensorError)
  /// A file is not the JSON it should be; `path` leads to the member, empty for the whole file.
  case malformedJSON(file: String, path: String, detail: String)
  /// The model asks for something that this decoder does not compute.
  case unsupportedOption(file: String, name: String, expected: String, found: String)
  /// A number or name lies outside what is allowed.
  case invalidValue(file: String, name: String, expected: String, found: String)
  /// The checkpoint lacks a parameter that the configuration asks for.
  case missingParameter(String)
  /// The checkpoint has a parameter that the configuration does not know.
  case unexpectedParameter(String)
  /// A parameter has another shape than the configuration asks for.
  case wrongShape(parameter: String, expected: [Int], found: [Int])
  /// A parameter holds a number that is infinite or not a number.
  case notFinite(parameter: String, index: Int)
  /// The checkpoint has no guardian metadata, and a bundle needs it.
  case missingMetadata
  /// The bytes do not begin as a bundle does.
  case notABundle
  /// The bundle was written in another version of the format.
  case unsupportedBundleVersion(expected: UInt32, found: UInt32)
  /// The bundle's bytes, or the part named by `what`, end too early or too late; both counts are in bytes.
  case wrongLength(what: String, expected: Int, found: Int)
  /// The bundle's bytes do not begin at a multiple of `expected` in memory.
  case misalignedBundle(expected: Int)
  /// The bundle lacks a section.
  case missingSection(String)
  /// A section does not lie inside the payload at a multiple of 64 bytes.
  case misplacedSection(name: String, offset: Int, count: Int, limit: Int)
  /// The bundle's bytes have another checksum than it says.
  case checksumMismatch(expected: UInt64, found: UInt64)
  /// The binary was built without a default model.
  case noDefaultModel
}
