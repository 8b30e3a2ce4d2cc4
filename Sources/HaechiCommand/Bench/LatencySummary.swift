/// How long calls took, in short.
struct LatencySummary: Sendable, Equatable {
  /// The number of calls.
  let count: Int
  /// Half of the calls took no longer, in milliseconds.
  let p50: Double
  /// 95 in 100 calls took no longer, in milliseconds.
  let p95: Double
  /// 99 in 100 calls took no longer, in milliseconds.
  let p99: Double
  /// The longest call, in milliseconds.
  let max: Double

  /// The summary of `milliseconds`, of which there is at least one. Percentiles are those of the nearest rank: the
  /// smallest value that at least so many values do not pass.
  init(milliseconds: [Double]) {
    precondition(!milliseconds.isEmpty)
    let sorted = milliseconds.sorted()
    func percentile(_ part: Double) -> Double {
      sorted[Swift.max(0, Int((part * Double(sorted.count)).rounded(.up)) - 1)]
    }
    count = sorted.count
    p50 = percentile(0.50)
    p95 = percentile(0.95)
    p99 = percentile(0.99)
    max = sorted[sorted.count - 1]
  }
}
