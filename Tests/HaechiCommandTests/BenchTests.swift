import Testing

@testable import HaechiCommand

struct BenchTests {
  @Test("Percentiles are those of the nearest rank")
  func percentiles() {
    let summary = LatencySummary(milliseconds: (1...100).map(Double.init).shuffled())
    #expect([summary.p50, summary.p95, summary.p99, summary.max] == [50, 95, 99, 100])
    let single = LatencySummary(milliseconds: [7])
    #expect([single.p50, single.p95, single.p99, single.max] == [7, 7, 7, 7])
    #expect(LatencySummary(milliseconds: [1, 2]).p50 == 1)
  }

  @Test("The fixed queries have 100 characters each and differ")
  func queries() {
    #expect(BenchQueries.all.allSatisfy { $0.unicodeScalars.count == 100 })
    #expect(Set(BenchQueries.all).count == BenchQueries.all.count)
    #expect(BenchQueries.all.count >= 6)
  }
}
