// The fuzzer of normalization; see Tests/Fuzz/README.md for how it is built and run.
import Normalization

/// libFuzzer calls this with what it makes up.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzNormalization(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  // SAFETY: libFuzzer lends `count` bytes for the time of the call.
  let bytes = Array(UnsafeBufferPointer(start: start, count: count))
  let broken = FormLaws.broken(by: bytes)
  precondition(broken.isEmpty, broken.joined(separator: "; "))
  return 0
}
