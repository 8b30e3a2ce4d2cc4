import Testing

@testable import Haechi

struct ReadingTests {
  /// Two roundings of a double and one of a float's input.
  static let tolerance = 1e-12

  @Test("The probability is the softmax over the two label logits, divided by the temperature")
  func softmax() {
    let reading = Reading(logits: [1, 3, 0], temperature: 2)
    #expect(abs(reading.logOdds - 1) < Self.tolerance)
    #expect(abs(reading.probability - 0.7310585786300049) < Self.tolerance)
    #expect(reading.categoryProbabilities == [0.5])
  }

  @Test("Far logits give 0 and 1, and what is no number counts as harm")
  func extremes() {
    #expect(Reading(logits: [1e30, -1e30], temperature: 1).probability == 0)
    #expect(Reading(logits: [-1e30, 1e30], temperature: 1).probability == 1)
    #expect(Reading(logits: [.nan, 0], temperature: 1).probability == 1)
  }
}
