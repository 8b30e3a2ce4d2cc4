import Foundation
import Testing

@testable import Normalization

@Suite struct ReadingModelTests {
  private static func counts() -> ReadingModelCounts {
    var counts = ReadingModelCounts()
    for text in ["나는 밥을 먹었다", "나는 물을 마셨다", "너는 밥을 먹었니", "우리는 밥을 먹는다"] {
      counts.add(text.unicodeScalars.map(\.value), weight: 5)
    }
    counts.merge()
    return counts
  }

  private static func cost(_ text: String, _ model: ReadingModel) -> Float {
    WrittenText(Unit.units(of: Array(text.utf8)), model: model).cost
  }

  @Test("The same counts train the same bytes")
  func isDeterministic() {
    #expect(
      ReadingModelTrainer.train(Self.counts(), lineCount: 24)
        == ReadingModelTrainer.train(Self.counts(), lineCount: 24))
  }

  @Test("A trained model finds what it has seen likelier than the same syllables in another order")
  func prefersSeen() throws {
    let model = try #require(ReadingModel(ReadingModelTrainer.train(Self.counts(), lineCount: 24)))
    #expect(Self.cost("나는 밥을 먹었다", model) < Self.cost("밥을 나는 먹었다", model))
    #expect(Self.cost("나는 밥을 먹었다", model) < Self.cost("는나 을밥 었먹다", model) - 10)
  }

  /// The levels are sixteen, so costs are off by some percent; beyond that an n-gram in 4,096 is taken for another
  /// one, which is why the sum runs over what the text has and not over all 11,268 symbols.
  private static let tolerance = 0.15

  @Test("The probabilities of the text's symbols after a context sum to one, but for the coarse levels")
  func isNormalized() throws {
    let model = try #require(ReadingModel(ReadingModelTrainer.train(Self.counts(), lineCount: 24)))
    for text in ["", "나", "나는", "나는 밥", "밥을 먹"] {
      var state = model.start
      for scalar in text.unicodeScalars { state = model.next(state, ReadingSymbol.of(scalar.value)) }
      var sum = 0.0
      let symbols = Set("나는 밥을 먹었다물마셨너니우리".unicodeScalars.map { ReadingSymbol.of($0.value) })
      for symbol in symbols.union([ReadingSymbol.boundary]) {
        sum += Double(exp(-model.cost(symbol, after: state)))
      }
      #expect(abs(sum - 1) < Self.tolerance, "after \(text): \(sum)")
    }
  }

  @Test("Bytes that are no model are refused")
  func refusesOthers() {
    #expect(ReadingModel([]) == nil)
    #expect(ReadingModel([UInt8](repeating: 0, count: 4096)) == nil)
    var bytes = ReadingModelTrainer.train(Self.counts(), lineCount: 24)
    bytes.removeLast()
    #expect(ReadingModel(bytes) == nil)
  }

  @Test("The bundled model is of at most 1.5 MB and knows Korean")
  func bundled() throws {
    let model = try #require(ReadingModel.bundled)
    #expect(ReadingModel.byteCount(lines: ReadingModelTrainer.defaultLineCount) <= 1_500_000)
    #expect(Self.cost("오늘 저녁 뭐 먹지", model) < Self.cost("오눌 져녘 뭬 먺짘", model) - 20)
  }
}
