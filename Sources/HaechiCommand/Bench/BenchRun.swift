import Haechi
import Synchronization

/// Times verdicts inside this process.
struct BenchRun: Sendable {
  /// What one kind of call took.
  struct Result: Sendable, Equatable {
    /// How long single calls took.
    let latency: LatencySummary
    /// Calls a second, all threads together.
    let perSecond: Double
  }

  let guardian: Guardian
  let texts: [[UInt8]]
  /// How many calls are timed in all.
  let iterations: Int
  /// How many threads call at once.
  let threads: Int

  /// The calls before the clock starts: caches fill, memory is allocated, the processor leaves its idle speed.
  static let warmUpCalls = 20

  /// Times verdicts under `policy`; the texts take turns.
  func measure(_ policy: Policy) -> Result {
    for call in 0..<min(Self.warmUpCalls, iterations) { judge(call, policy) }
    let samples = Monitor((milliseconds: [Double](), running: threads))
    let start = ContinuousClock.now
    for thread in 0..<threads {
      let isStarted = startThread { timeCalls(of: thread, policy, into: samples) }
      if !isStarted { timeCalls(of: thread, policy, into: samples) }
    }
    let milliseconds = samples.wait { $0.running == 0 ? $0.milliseconds : nil }
    let seconds = (ContinuousClock.now - start).seconds
    return Result(
      latency: LatencySummary(milliseconds: milliseconds), perSecond: Double(milliseconds.count) / seconds)
  }

  private func timeCalls(
    of thread: Int, _ policy: Policy, into samples: Monitor<(milliseconds: [Double], running: Int)>
  ) {
    var milliseconds: [Double] = []
    for call in stride(from: thread, to: iterations, by: threads) {
      let start = ContinuousClock.now
      judge(call, policy)
      milliseconds.append((ContinuousClock.now - start).seconds * 1000)
    }
    samples.change {
      $0.milliseconds += milliseconds
      $0.running -= 1
    }
  }

  private func judge(_ call: Int, _ policy: Policy) {
    _ = guardian.verdict(forUTF8: texts[call % texts.count], policy: policy)
  }
}
