#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Why an input cannot be read.
enum InputError: Error, Equatable {
  case missing(path: String)
  case directory(path: String)
  case forbidden(path: String)
  case unreadable(path: String, code: Int32)

  /// The error that `errno` stands for.
  init(path: String, code: Int32) {
    switch code {
    case ENOENT, ENOTDIR: self = .missing(path: path)
    case EISDIR: self = .directory(path: path)
    case EACCES, EPERM: self = .forbidden(path: path)
    default: self = .unreadable(path: path, code: code)
    }
  }

  /// What to say about it.
  var message: Message {
    switch self {
    case .missing(let path): .fileMissing(path: path)
    case .directory(let path): .fileIsDirectory(path: path)
    case .forbidden(let path): .fileForbidden(path: path)
    case .unreadable(let path, let code): .fileUnreadable(path: path, reason: systemReason(code))
    }
  }

  /// The end of the run that it means.
  var failure: CommandFailure { CommandFailure(status: .noInput, message: message) }
}

/// What the system calls the error `code`.
func systemReason(_ code: Int32) -> String {
  // SAFETY: strerror gives a string that lives until this thread asks again; it is copied at once.
  strerror(code).map { String(cString: $0) } ?? "errno \(code)"
}

/// A file or the standard input, open for reading from front to back.
final class InputFile {
  let path: String
  private let descriptor: Int32
  private let isOwned: Bool

  /// The standard input.
  static func standardInput() -> InputFile {
    InputFile(path: "-", descriptor: STDIN_FILENO, isOwned: false)
  }

  private init(path: String, descriptor: Int32, isOwned: Bool) {
    (self.path, self.descriptor, self.isOwned) = (path, descriptor, isOwned)
  }

  /// The file at `path`, open; a directory is refused here, where some systems would refuse only the first read.
  convenience init(path: String) throws(InputError) {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw InputError(path: path, code: errno) }
    self.init(path: path, descriptor: descriptor, isOwned: true)
    var status = stat()
    // SAFETY: the descriptor is open and `status` outlives the call.
    guard fstat(descriptor, &status) == 0 else { throw InputError(path: path, code: errno) }
    if status.st_mode & S_IFMT == S_IFDIR { throw .directory(path: path) }
  }

  deinit { if isOwned { close(descriptor) } }

  /// Whether someone types it.
  var isTerminal: Bool { isatty(descriptor) == 1 }

  /// Appends at most `count` bytes to `bytes` and says how many; 0 is the end. Waits for the first byte only.
  func read(_ count: Int, _ bytes: inout [UInt8]) throws(InputError) -> Int {
    let held = bytes.count
    bytes.append(contentsOf: repeatElement(0, count: count))
    var result = 0
    repeat {
      result = bytes.withUnsafeMutableBytes { buffer in
        // SAFETY: `count` bytes from `held` on lie in the buffer, which was grown by as many above.
        systemRead(descriptor, buffer.baseAddress.map { $0 + held }, count)
      }
    } while result < 0 && errno == EINTR
    let code = errno
    bytes.removeLast(count - max(0, result))
    guard result >= 0 else { throw InputError(path: path, code: code) }
    return result
  }
}

private func systemRead(_ descriptor: Int32, _ address: UnsafeMutableRawPointer?, _ count: Int) -> Int {
  read(descriptor, address, count)
}
