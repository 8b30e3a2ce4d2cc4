#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Times whole processes: from the call that starts one until it has ended.
enum ColdStart {
  /// What the runs of a process took.
  struct Result: Sendable, Equatable {
    let latency: LatencySummary
    /// The most memory that any of them had in RAM, in bytes.
    let peakMemoryBytes: Int
  }

  /// The file of the program that runs now.
  static var ownPath: String {
    #if os(Linux)
      "/proc/self/exe"
    #else
      CommandLine.arguments.first ?? "haechi"
    #endif
  }

  /// Runs the program at `path` with `arguments`, its output thrown away, `times` times one after the other.
  static func measure(path: String, arguments: [String], times: Int) throws(CommandFailure) -> Result {
    var milliseconds: [Double] = []
    var peak = 0
    for _ in 0..<times {
      let start = ContinuousClock.now
      let memory = try run(path: path, arguments: arguments)
      milliseconds.append((ContinuousClock.now - start).seconds * 1000)
      peak = max(peak, memory)
    }
    return Result(latency: LatencySummary(milliseconds: milliseconds), peakMemoryBytes: peak)
  }

  /// Runs the program once and gives its peak memory in bytes.
  private static func run(path: String, arguments: [String]) throws(CommandFailure) -> Int {
    #if canImport(Darwin)
      var actions: posix_spawn_file_actions_t?
    #else
      var actions = posix_spawn_file_actions_t()
    #endif
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0)
    var process = pid_t()
    let words = ([path] + arguments).map { strdup($0) } + [nil]
    defer { for word in words { free(word) } }
    // SAFETY: the words are C strings that live until after the call, and a null ends them.
    let code = posix_spawn(&process, path, &actions, nil, words, environ)
    guard code == 0 else { throw failure(systemReason(code)) }
    var status: Int32 = 0
    var usage = rusage()
    // SAFETY: `status` and `usage` outlive the call.
    while wait4(process, &status, 0, &usage) < 0 {
      guard errno == EINTR else { throw failure(systemReason(errno)) }
    }
    guard status == 0 else { throw failure("exit status \(status >> 8 & 0xFF)") }
    return Machine.residentBytes(usage)
  }

  private static func failure(_ reason: String) -> CommandFailure {
    CommandFailure(status: .software, message: .benchColdStartFailed(reason: reason))
  }
}
