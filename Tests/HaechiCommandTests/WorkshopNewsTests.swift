import Testing

@testable import HaechiCommand

struct WorkshopNewsTests {
  /// Each piece of news with the figures that its sentences must show.
  static let samples: [(WorkshopNews, [String])] = [
    (.readingSources, []), (.trainingTokenizer(lines: 1_234_567), ["1,234,567"]),
    (
      .stage(name: "pretraining", examples: 81_234, step: 200, totalSteps: 4321),
      ["pretraining", "81,234", "200", "4,321"]
    ),
    (
      .step(1020, totalSteps: 4321, loss: 0.71, tokensPerSecond: 15_250),
      ["1,020", "4,321", "0.7100", "15,250"]
    ),
    (.validation(epoch: 2, loss: 12.0062, accuracy: 0.9735), ["2", "12.0062", "97.35 %"]),
    (.calibrating(rows: 2345), ["2,345"]), (.wroteBundle(path: "/r/guardian.bundle"), ["/r/guardian.bundle"]),
    (.trainingBaseline(rows: 81_234), ["81,234"]), (.comparing(set: "kold", rows: 2345), ["kold", "2,345"]),
    (.measuring(sets: 7), ["7"]),
    (
      .agreement(set: "kold", texts: 2345, share: 1, largestDifference: 0.0013),
      ["kold", "2,345", "100.00 %", "0.0013"]
    ),
  ]

  @Test("Every piece of news is a line of Korean in Korean and of no Korean in English", arguments: samples)
  func languages(news: WorkshopNews, figures: [String]) {
    let (korean, english) = (news.text(in: .ko), news.text(in: .en))
    func hasHangul(_ text: String) -> Bool { text.unicodeScalars.contains { 0xAC00...0xD7A3 ~= $0.value } }
    #expect(hasHangul(korean) && !hasHangul(english))
    #expect(!korean.contains("\n") && !english.contains("\n"))
    for figure in figures { #expect(korean.contains(figure) && english.contains(figure), "\(english)") }
  }

  @Test(
    "A loss has four decimals, and is as it is where it is huge or no finite number",
    arguments: [
      (0, "0.0000"), (0.00004, "0.0000"), (0.00006, "0.0001"), (9.99999, "10.0000"), (1234.5, "1,234.5000"),
      (-0.25, "-0.2500"), (.infinity, "inf"), (.nan, "nan"), (.greatestFiniteMagnitude, "3.4028235e+38"),
    ] as [(Float, String)])
  func losses(loss: Float, expected: String) {
    let text = WorkshopNews.validation(epoch: 1, loss: loss, accuracy: 0).text(in: .en)
    #expect(text == "Epoch 1: validation loss \(expected), label right for 0.00 %")
  }
}
