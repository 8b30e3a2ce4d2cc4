/// How many rows a run has seen, and of what kind.
struct RunCounts: Equatable, Sendable {
  var rows = 0
  var unsafe = 0
  var errors = 0

  /// Adds the counts of a part of the run.
  mutating func add(_ other: RunCounts) {
    rows += other.rows
    unsafe += other.unsafe
    errors += other.errors
  }
}

/// A line on the terminal that is written over as the run goes on, ten times a second at most.
struct ProgressLine {
  private let language: Language
  private let start: ContinuousClock.Instant
  private var shown: ContinuousClock.Instant?

  init(language: Language, start: ContinuousClock.Instant) {
    (self.language, self.start) = (language, start)
  }

  /// What to write at `now`; `nil` while the line shown last is still fresh.
  mutating func update(_ counts: RunCounts, now: ContinuousClock.Instant) -> String? {
    if let shown, now - shown < .milliseconds(100) { return nil }
    shown = now
    let rate = rowsPerSecond(counts.rows, in: now - start)
    let line = Message.progress(rows: counts.rows, perSecond: rate, errors: counts.errors)
    return "\r\u{1B}[K" + line.text(in: language)
  }

  /// What to write when the run is over.
  var erasure: String { shown == nil ? "" : "\r\u{1B}[K" }
}

extension Duration {
  /// The duration in seconds.
  var seconds: Double { Double(components.seconds) + Double(components.attoseconds) * 1e-18 }
}

/// Rows a second, rounded; 0 for no time at all.
func rowsPerSecond(_ rows: Int, in duration: Duration) -> Int {
  duration.seconds > 0 ? Int((Double(rows) / duration.seconds).rounded()) : 0
}
