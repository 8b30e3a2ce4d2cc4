import Testing

@testable import HaechiCommand

struct ProgressLineTests {
  @Test("The line is written over at most ten times a second, and erased at the end if it was ever shown")
  func pace() {
    let start = ContinuousClock.now
    var line = ProgressLine(language: .en, start: start)
    #expect(line.erasure == "")
    let counts = RunCounts(rows: 5000, unsafe: 2, errors: 1)
    #expect(
      line.update(counts, now: start + .seconds(2))
        == "\r\u{1B}[K5,000 rows · 2,500 rows/s · 1 errors")
    #expect(line.update(counts, now: start + .milliseconds(2050)) == nil)
    #expect(line.update(counts, now: start + .milliseconds(2100)) != nil)
    #expect(line.erasure == "\r\u{1B}[K")
  }

  @Test("No time at all gives no rate")
  func noTime() {
    #expect(rowsPerSecond(5, in: .zero) == 0)
  }
}
