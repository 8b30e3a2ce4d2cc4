#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Where a verb of `haechi spm` writes: the standard output, or a file that is there under its name only when it is
/// whole.
final class SpmOutput: @unchecked Sendable {
  // SAFETY: a run writes from one thread at a time, and finishes when no other thread writes any more.
  private var descriptor: Int32
  private let path: String?
  private var temporary: String { (path ?? "") + ".part" }

  /// The file at `path`; without one, or with `-`, the standard output.
  init(path: String?) throws(CommandFailure) {
    guard let path, path != "-", !path.isEmpty else {
      (self.path, descriptor) = (nil, STDOUT_FILENO)
      return
    }
    self.path = path
    descriptor = -1
    descriptor = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
    if descriptor < 0 { throw failure(errno) }
  }

  deinit {
    if path != nil, descriptor >= 0 {
      close(descriptor)
      unlink(temporary)
    }
  }

  /// Writes all of `bytes`.
  func write(_ bytes: [UInt8]) throws {
    if path == nil { return try OutputFile.standardOutput.write(bytes) }
    var written = 0
    while written < bytes.count {
      let count = bytes[written...].withUnsafeBytes { buffer in
        // SAFETY: base address and count are those of one buffer.
        systemWrite(descriptor, buffer.baseAddress, buffer.count)
      }
      if count >= 0 { written += count } else if errno != EINTR { throw failure(errno) }
    }
  }

  /// Gives the file its name.
  func finish() throws(CommandFailure) {
    guard let path, descriptor >= 0 else { return }
    let closed = close(descriptor)
    descriptor = -1
    if closed != 0 || rename(temporary, path) != 0 {
      let code = errno
      unlink(temporary)
      throw failure(code)
    }
  }

  private func failure(_ code: Int32) -> CommandFailure {
    CommandFailure(status: .output, message: .fileUnwritable(path: path ?? "-", reason: systemReason(code)))
  }
}

private func systemWrite(_ descriptor: Int32, _ address: UnsafeRawPointer?, _ count: Int) -> Int {
  write(descriptor, address, count)
}
