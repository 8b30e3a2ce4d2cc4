// The fuzzer of normalization; see Tests/Fuzz/README.md for how it is built and run.
import Normalization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// libFuzzer calls this with what it makes up.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzNormalization(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  // SAFETY: libFuzzer lends `count` bytes for the time of the call.
  let bytes = Array(UnsafeBufferPointer(start: start, count: count))
  let broken = FormLaws.broken(by: bytes)
  guard broken.isEmpty else {
    // libFuzzer keeps the input when the process aborts.
    let message = Array("broken: \(broken.joined(separator: "; "))\n".utf8)
    _ = write(STDERR_FILENO, message, message.count)
    abort()
  }
  return 0
}
