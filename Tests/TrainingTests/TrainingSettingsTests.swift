import Foundation
import Testing

@testable import Training

struct TrainingSettingsTests {
  @Test("The rate rises linearly, peaks after the warm-up, halves its way down and stays at the floor")
  func schedule() {
    var settings = TrainingSettings()
    settings.learningRate = 1
    settings.warmupSteps = 4
    settings.totalSteps = 14
    settings.floorRatio = 0.2
    let expected: [(Int, Float)] = [(0, 0.25), (3, 1), (4, 1), (9, 0.6), (14, 0.2), (99, 0.2)]
    for (step, rate) in expected { #expect(abs(settings.learningRate(at: step) - rate) < 1e-6) }
  }

  @Test("Settings survive JSON")
  func coding() throws {
    let settings = TinyModel.settings { $0.averageDecay = 0.5 }
    let data = try JSONEncoder().encode(settings)
    #expect(try JSONDecoder().decode(TrainingSettings.self, from: data) == settings)
  }

  @Test("A setting outside its range is named")
  func ranges() {
    #expect(throws: TrainingError.valueOutOfRange(name: "dropout", found: 1)) {
      try TinyModel.trainer(settings: TinyModel.settings { $0.dropout = 1 })
    }
    #expect(throws: TrainingError.valueOutOfRange(name: "clipNorm", found: -1)) {
      try TinyModel.trainer(settings: TinyModel.settings { $0.clipNorm = -1 })
    }
  }
}
