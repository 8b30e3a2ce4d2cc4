import Testing

@testable import Normalization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

@Suite(.serialized) struct DeobfuscatorTimeTests {
  @Test(
    "Eight times the text takes at most some twelve times the time",
    arguments: ["핝굮읹은 ", "ㅁㅏㅇㅑㄱ", "vhrxks", "♥폭♥탄", "오만랜에외", "I1l口ㅣ", "ㅅㅂ", "https://a.b/", "가"])
  func isLinear(unit: String) {
    func seconds(_ times: Int) -> Double {
      let text = AlignedText(String(repeating: unit, count: times))
      var best = Double.infinity
      for _ in 0..<3 {
        let start = cpuSeconds()
        let reading = Deobfuscator.standard.readings(of: text, limit: 2)
        best = min(best, cpuSeconds() - start)
        #expect(!reading.isEmpty)
      }
      return best
    }
    let short = seconds(60)
    let long = seconds(480)
    // A tenth of a millisecond covers what a call costs by itself.
    #expect(long < 12 * short + 0.0001)
  }

  private func cpuSeconds() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }
}
