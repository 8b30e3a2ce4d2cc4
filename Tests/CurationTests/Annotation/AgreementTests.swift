import Foundation
import Testing

@testable import Curation

@Suite struct AgreementTests {
  @Test("Fleiss' kappa is .210 on the example of 14 raters and 10 subjects")
  func fleiss() throws {
    // https://en.wikipedia.org/wiki/Fleiss%27_kappa, worked example.
    let counts = [
      [0, 0, 0, 0, 14], [0, 2, 6, 4, 2], [0, 0, 3, 5, 6], [0, 3, 9, 2, 0], [2, 2, 8, 1, 1], [7, 7, 0, 0, 0],
      [3, 2, 6, 3, 0], [2, 5, 3, 2, 2], [6, 5, 2, 1, 0], [0, 2, 2, 3, 7],
    ]
    let kappa = try #require(Agreement.fleissKappa(counts))
    #expect(abs(kappa - 0.20993) < 0.00001)
  }

  @Test("Krippendorff's alpha is .743 on the example of four observers with missing values")
  func krippendorff() throws {
    // Krippendorff 2011, section C: nominal data of four observers, twelve units.
    let votes = [
      "1 1 - 1", "2 2 3 2", "3 3 3 3", "3 3 3 3", "2 2 2 2", "1 2 3 4", "4 4 4 4", "1 1 2 1", "2 2 2 2",
      "- 5 5 5", "- - 1 1", "- - 3 -",
    ]
    let values = votes.map { $0.split(separator: " ").map(String.init).filter { $0 != "-" } }
    let agreement = Agreement(values: values, raters: 4)
    let alpha = try #require(agreement.alpha)
    #expect(abs(alpha.value - 0.743) < 0.0005)
    #expect(agreement.pairableItems == 11 && agreement.completeItems == 8)
    #expect(alpha.lower < alpha.value && alpha.value <= alpha.upper && alpha.lower > 0.2)
  }

  @Test("Two observers of ten binary units have an alpha of .095")
  func binary() throws {
    // Krippendorff 2011, section A.
    let first = "0100000000".map(String.init)
    let second = "1110010010".map(String.init)
    let agreement = Agreement(values: zip(first, second).map { [$0, $1] }, raters: 2)
    #expect(abs(try #require(agreement.alpha?.value) - 0.095) < 0.0005)
  }

  @Test("Full agreement is 1, agreement on one value only is not defined, and no votes are nothing")
  func edges() {
    let full = Agreement(values: [["a", "a", "a"], ["b", "b", "b"]], raters: 3)
    #expect(full.kappa?.value == 1 && full.alpha?.value == 1 && full.observed == 1)
    let flat = Agreement(values: [["a", "a", "a"]], raters: 3)
    #expect(flat.kappa == nil && flat.alpha == nil && flat.observed == 1)
    let none = Agreement(values: [[], ["a"]], raters: 3)
    #expect(none.kappa == nil && none.alpha == nil && none.observed == nil && none.pairableItems == 0)
  }

  @Test("Intervals come from the seed, and grow narrower with more items")
  func intervals() throws {
    var generator = SeededGenerator(state: 5)
    func values(_ count: Int) -> [[String]] {
      (0..<count).map { _ in
        let truth = Bool.random(using: &generator)
        return (0..<3).map { _ in Int.random(in: 0..<5, using: &generator) == 0 ? "\(!truth)" : "\(truth)" }
      }
    }
    let (few, many) = (values(30), values(600))
    let small = try #require(Agreement(values: few, raters: 3, resamples: 200, seed: 2).kappa)
    let large = try #require(Agreement(values: many, raters: 3, resamples: 200, seed: 2).kappa)
    #expect(Agreement(values: few, raters: 3, resamples: 200, seed: 2).kappa == small)
    #expect(Agreement(values: few, raters: 3, resamples: 200, seed: 3).kappa != small)
    #expect(large.upper - large.lower < (small.upper - small.lower) / 2)
    #expect(small.lower < small.value && small.value < small.upper)
  }
}
