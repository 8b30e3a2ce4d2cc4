import Testing

@testable import Evaluation

@Suite struct LabelAgreementTests {
  @Test("Labels agree where both scores lie on one side of the threshold")
  func agreement() {
    let agreement = LabelAgreement([0.1, 0.5, 0.9, 0.49], [0.2, 0.45, 0.5, 0.1], threshold: 0.5)
    #expect(agreement.agreeing == 3)
    #expect(agreement.share == 0.75)
    #expect(agreement.largestDifference == 0.4)
    #expect(abs(agreement.meanDifference - (0.1 + 0.05 + 0.4 + 0.39) / 4) < BinaryMetricsTests.tolerance)
  }

  @Test("Without texts there is no share")
  func empty() {
    #expect(LabelAgreement([], [], threshold: 0.5).share == nil)
  }
}
