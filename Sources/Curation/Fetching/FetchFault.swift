/// Why a file of a source could not be fetched.
public enum FetchFault: Error, Equatable, Sendable {
  /// The manifest names neither an address nor a repository and commit.
  case noAddress
  /// The path leads out of the source's folder.
  case unsafePath
  /// The server answered with another status than success.
  case status(Int)
  /// No bytes came in time.
  case timedOut
  /// The connection failed or was cut; the reason is the system's.
  case unreachable(reason: String)
  /// The file is not the one that the manifest describes; nothing of it was kept.
  case checksum(expected: String, found: String)
  /// The server gave the pointer of Git LFS in place of the file; nothing of it was kept.
  case lfsPointer

  /// Whether another attempt may succeed.
  var isTransient: Bool {
    switch self {
    case .timedOut, .unreachable: true
    case .status(let status): [408, 409, 429].contains(status) || status >= 500
    case .noAddress, .unsafePath, .checksum, .lfsPointer: false
    }
  }
}
