import CKernels
import FoundationEssentials

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// The machine a measurement was made on.
enum Machine {
  /// How many cores this process may use.
  static var cores: Int { max(1, ProcessInfo.processInfo.activeProcessorCount) }

  /// The processor's name, or its architecture where the system does not tell.
  static var processor: String {
    if let data = FileManager.default.contents(atPath: "/proc/cpuinfo"),
      let line = String(decoding: data, as: UTF8.self).split(separator: "\n")
        .first(where: { $0.hasPrefix("model name") }),
      let name = line.split(separator: ":").last
    {
      return String(name.drop { $0 == " " })
    }
    #if arch(x86_64)
      return "x86_64"
    #elseif arch(arm64)
      return "arm64"
    #else
      return "unknown"
    #endif
  }

  /// The instruction set that the kernels use here.
  static var instructionSet: String {
    switch hk_isa_chosen() {
    case HK_ISA_AVX2: "AVX2"
    case HK_ISA_AVX512: "AVX-512"
    default: "portable"
    }
  }

  /// The most memory this process has had in RAM, in bytes.
  static var peakMemoryBytes: Int {
    var usage = rusage()
    // SAFETY: `usage` outlives the call.
    #if canImport(Glibc)
      let code = getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
    #else
      let code = getrusage(RUSAGE_SELF, &usage)
    #endif
    return code == 0 ? residentBytes(usage) : 0
  }

  /// The most memory that `usage` tells of, in bytes: Linux counts it in KiB, Darwin in bytes.
  static func residentBytes(_ usage: rusage) -> Int {
    #if os(Linux)
      usage.ru_maxrss * 1024
    #else
      usage.ru_maxrss
    #endif
  }
}
