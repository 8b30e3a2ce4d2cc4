#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Why output cannot be written.
enum OutputError: Error, Equatable {
  /// Who read it has gone, as `head` does when it has enough.
  case closed
  /// The system refused with this error number.
  case failed(code: Int32)
}

/// The standard output or the standard error.
struct OutputFile: Sendable {
  private let descriptor: Int32

  static let standardOutput = OutputFile(descriptor: STDOUT_FILENO)
  static let standardError = OutputFile(descriptor: STDERR_FILENO)

  /// Whether a terminal shows it.
  var isTerminal: Bool { isatty(descriptor) == 1 }

  /// How many columns the terminal has; `nil` if it is none or does not say.
  var columns: Int? {
    var size = winsize()
    // SAFETY: `size` outlives the call, which writes one `winsize`.
    guard ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return nil }
    return Int(size.ws_col)
  }

  /// Writes all of `bytes`.
  func write(_ bytes: [UInt8]) throws(OutputError) {
    var written = 0
    while written < bytes.count {
      let count = bytes[written...].withUnsafeBytes { buffer in
        // SAFETY: base address and count are those of one buffer.
        systemWrite(descriptor, buffer.baseAddress, buffer.count)
      }
      if count >= 0 {
        written += count
      } else if errno != EINTR {
        throw errno == EPIPE ? .closed : .failed(code: errno)
      }
    }
  }

  /// Writes `line` and a line end, for people: a failure is passed over, since it could be told nowhere.
  func writeLine(_ line: String) { writeHint(line + "\n") }

  /// Writes `text` as it is, for people: a failure is passed over, since it could be told nowhere.
  func writeHint(_ text: String) { try? write(Array(text.utf8)) }

  /// Makes a closed pipe an error of `write`, where it would end the process.
  static func reportClosedPipes() { signal(SIGPIPE, SIG_IGN) }
}

private func systemWrite(_ descriptor: Int32, _ address: UnsafeRawPointer?, _ count: Int) -> Int {
  write(descriptor, address, count)
}
