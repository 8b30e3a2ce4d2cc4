/// What can be wrong with a file of tensors.
///
/// Cases carry what, where, expected and found; sentences are made where a person reads them.
public enum TensorError: Error, Equatable, Sendable {
  /// The system refused to open, size, map or read the file; `code` is `errno`.
  case unreadable(path: String, code: Int32)
  /// The system refused to create, write or rename the file; `code` is `errno`.
  case unwritable(path: String, code: Int32)
  /// The file ends before the part named by `what` does; both counts are in bytes.
  case truncated(what: String, expected: Int, found: Int)
  /// The header claims more bytes than any sane file has.
  case headerTooLong(limit: Int, found: UInt64)
  /// The header is not the JSON the format asks for; `byteOffset` counts from the header's first byte.
  case malformedHeader(byteOffset: Int, expected: String)
  /// Two tensors, or two fields of one tensor, have the same name.
  case duplicateName(String)
  /// A tensor's fields are incomplete.
  case missingField(tensor: String, field: String)
  /// The element type is unknown, or is not one that reads as `Float`.
  case unsupportedType(tensor: String, found: String)
  /// The offsets run backwards or past the end of the data.
  case offsetsOutOfRange(tensor: String, lower: Int, upper: Int, limit: Int)
  /// The shape's product times the element's size is not the length of the byte range; `nil` when it overflows.
  case wrongByteCount(tensor: String, shape: [Int], expected: Int?, found: Int)
  /// A tensor begins before the one before it ends.
  case overlap(tensor: String, other: String)
  /// Bytes that belong to no tensor; the format forbids them.
  case unclaimedBytes(lower: Int, upper: Int)
  /// No tensor has this name.
  case missingTensor(String)
}
