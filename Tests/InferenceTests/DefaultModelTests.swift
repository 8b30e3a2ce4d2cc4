import Models
import Testing

@testable import Inference

@Suite struct DefaultModelTests {
  /// The package is built with a model or, before the first is trained, without one.
  @Test func theDefaultModelIsWholeOrSaidToBeMissing() throws {
    do throws(ModelError) {
      try DefaultModel.bundle().verifyChecksum()
    } catch .noDefaultModel {
      return
    }
  }
}
