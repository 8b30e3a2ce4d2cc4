import Testing

@testable import Tokenization

@Suite struct LogSumTests {
  @Test func theTableGivesTheBitsOfTheSystemsFunctions() {
    let logSum = LogSum()
    var generator = SeededGenerator(seed: 1)
    for _ in 0..<20_000 {
      let high = Float.random(in: -200...0, using: &generator)
      let low = high - Float.random(in: 0...49.9, using: &generator)
      #expect(logSum(low, high).bitPattern == LogSum.exact(low, high).bitPattern)
    }
    #expect(logSum(-.infinity, -3) == -3)
    #expect(logSum(-100, -3) == -3)
  }
}
