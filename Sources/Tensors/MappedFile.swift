import Foundation

/// A file's bytes, mapped read-only into memory for the life of this object.
///
/// Pages come in when they are touched, so opening costs the same for any size. A file that someone else
/// truncates while it is mapped ends the process with a bus error: replace such files by renaming.
public final class MappedFile: Sendable {
  // SAFETY: the pages are mapped read-only, never written, and unmapped only by deinit.
  /// The whole file; valid while this object lives. Empty for an empty file.
  public nonisolated(unsafe) let bytes: UnsafeRawBufferPointer

  /// Maps the file at `url`. Throws `.unreadable` when it is missing, a folder, or not mappable.
  public init(contentsOf url: URL) throws(TensorError) {
    let path = url.path
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw .unreadable(path: path, code: errno) }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw .unreadable(path: path, code: errno) }
    guard status.st_mode & S_IFMT == S_IFREG else { throw .unreadable(path: path, code: EISDIR) }
    let count = Int(status.st_size)
    guard count > 0 else {
      bytes = UnsafeRawBufferPointer(start: nil, count: 0)
      return
    }
    guard let start = mmap(nil, count, PROT_READ, MAP_PRIVATE, descriptor, 0), start != MAP_FAILED else {
      throw .unreadable(path: path, code: errno)
    }
    bytes = UnsafeRawBufferPointer(start: start, count: count)
  }

  deinit {
    guard let start = bytes.baseAddress else { return }
    // SAFETY: `start` and `count` are those of the mapping made by init; nothing can use it after deinit.
    munmap(UnsafeMutableRawPointer(mutating: start), bytes.count)
  }
}
