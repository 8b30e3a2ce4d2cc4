import Foundation

/// Writes a file under a temporary name in the same folder and renames it when it is whole.
///
/// A reader sees the old file or the new one, never a part. Dropping the value without `commit()` leaves the
/// old file as it was and removes the temporary one.
package struct FileReplacement: ~Copyable {
  private let path: String
  private let temporaryPath: String
  private let descriptor: Int32
  private var isCommitted = false

  /// Begins to replace, or create, the file at `url`.
  package init(of url: URL) throws(TensorError) {
    path = url.path
    temporaryPath = "\(url.path).\(getpid()).partial"
    descriptor = open(temporaryPath, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { throw .unwritable(path: url.path, code: errno) }
  }

  /// Appends `bytes`.
  package func write(_ bytes: UnsafeRawBufferPointer) throws(TensorError) {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = Foundation.write(descriptor, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
      if count < 0 && errno == EINTR { continue }
      guard count > 0 else { throw .unwritable(path: path, code: errno) }
      rest = rest.dropFirst(count)
    }
  }

  /// Appends `bytes`.
  package func write(_ bytes: [UInt8]) throws(TensorError) {
    let failure: TensorError? = bytes.withUnsafeBytes { buffer in
      do throws(TensorError) {
        try write(buffer)
        return nil
      } catch {
        return error
      }
    }
    if let failure { throw failure }
  }

  /// Makes what was written durable and puts it in the old file's place.
  package consuming func commit() throws(TensorError) {
    guard fsync(descriptor) == 0, rename(temporaryPath, path) == 0 else {
      throw .unwritable(path: path, code: errno)
    }
    isCommitted = true
  }

  deinit {
    close(descriptor)
    if !isCommitted { unlink(temporaryPath) }
  }
}
