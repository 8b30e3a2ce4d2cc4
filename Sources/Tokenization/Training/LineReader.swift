#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Reads a file line by line into one buffer. A line ends at a line feed; what stands behind the last is a line
/// too, as `std::getline` has it.
final class LineReader {
  private static let chunk = 1 << 18

  private let path: String
  private let descriptor: Int32
  private var buffer = GrowableBuffer<UInt8>(repeating: 0, count: chunk)
  private var start = 0
  private var end = 0
  private var isAtEnd = false
  private var length = 0
  private var next = 0

  /// A reader of the file at `path`; `-` is the standard input.
  init(path: String) throws(TokenizerTrainingError) {
    self.path = path
    descriptor = path == "-" ? STDIN_FILENO : open(path, O_RDONLY)
    guard descriptor >= 0 else { throw .unreadableFile(path: path, code: errno) }
    var facts = stat()
    guard fstat(descriptor, &facts) == 0, facts.st_mode & S_IFMT != S_IFDIR else {
      close(descriptor)
      throw .unreadableFile(path: path, code: EISDIR)
    }
  }

  deinit { if descriptor != STDIN_FILENO { close(descriptor) } }

  /// The line that was read last; valid until the next is read.
  var line: UnsafeBufferPointer<UInt8> { UnsafeBufferPointer(start: buffer.base + start, count: length) }

  /// Reads the next line; false if there is none.
  func readLine() throws(TokenizerTrainingError) -> Bool {
    start = next
    var searched = start
    while true {
      if let found = memchr(buffer.base + searched, 0x0A, end - searched) {
        length = UnsafeRawPointer(found) - UnsafeRawPointer(buffer.base + start)
        next = start + length + 1
        return true
      }
      searched = end
      if isAtEnd {
        length = end - start
        next = end
        return length > 0
      }
      searched -= try refill()
    }
  }

  /// Reads more behind what is not used up yet, which moves to the front by the distance that is returned.
  private func refill() throws(TokenizerTrainingError) -> Int {
    let moved = start
    if moved > 0 {
      memmove(buffer.base, buffer.base + start, end - start)
      end -= moved
      start = 0
    }
    if buffer.count - end < Self.chunk {
      var larger = GrowableBuffer<UInt8>(repeating: 0, count: buffer.count * 2)
      memcpy(larger.base, buffer.base, end)
      swap(&larger, &buffer)
    }
    let count = read(descriptor, buffer.base + end, buffer.count - end)
    if count < 0, errno == EINTR { return moved }
    guard count >= 0 else { throw .unreadableFile(path: path, code: errno) }
    end += count
    isAtEnd = count == 0
    return moved
  }
}
