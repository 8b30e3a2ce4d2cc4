import Foundation
import Testing

@testable import Normalization

/// Any bytes take linear time: four times the text may take about four times as long, never sixteen.
@Suite struct LinearTimeTests {
  /// The bound on how much longer four times the text takes; quadratic time gives 16.
  static let bound = 9.0
  /// Below this nothing can be told of the clock's noise.
  static let leastSeconds = 0.002

  private static func seconds(_ body: () throws -> Void) rethrows -> Double {
    func now() -> Double {
      var time = timespec()
      clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
      return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
    }
    var best = Double.infinity
    for _ in 0..<2 {
      let start = now()
      try body()
      best = min(best, now() - start)
    }
    return best
  }

  static let units = [
    "\u{301}\u{323}", "\u{1D165}\u{F73}\u{FF9E}", "a\u{345}\u{34F}", "\u{1100}\u{A960}", "\u{1161}\u{11A8}",
    "\u{1100}\u{1161}\u{200B}", "\u{FDFA}", "e\u{301}", "\u{FFA1}\u{FFC2}", "가\u{11A8}\u{3133}", "A\u{DF}",
  ]

  @Test(arguments: TextForm.allCases)
  func aFormWithItsMapTakesLinearTime(form: TextForm) throws {
    var texts = Self.units.map { Array($0.utf8) }
    texts.append([0xEA, 0xB0])
    texts.append([0xF0, 0x9F, 0x98, 0x41, 0xCC])
    for unit in texts {
      func run(_ bytes: Int) throws -> Double {
        let text = AlignedText(utf8: (0..<bytes).map { unit[$0 % unit.count] })
        return try Self.seconds {
          let result = try form.apply(to: text)
          _ = result.sourceRange(of: 0..<result.utf8.count)
        }
      }
      let (short, long) = (try run(8_000), try run(32_000))
      #expect(long <= Self.bound * max(short, Self.leastSeconds), "\(form.name) of \(unit)")
    }
  }

  @Test(arguments: TextForm.allCases)
  func aMegabyteOfAnyBytesIsNormalized(form: TextForm) throws {
    var generator = SeededGenerator(seed: 11)
    let random = (0..<(1 << 17)).map { _ in UInt8.random(in: 0...255, using: &generator) }
    let marks = Array(String(repeating: "\u{301}\u{323}\u{1161}", count: 100_000).utf8)
    let text = AlignedText(utf8: random + marks + random + Array("끝".utf8))
    let result = try form.apply(to: text)
    #expect(UTF8Validation.firstInvalidOffset(in: result.utf8) == nil)
    #expect(try form.apply(to: result).utf8 == result.utf8)
  }
}
