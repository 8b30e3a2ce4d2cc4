import Testing

@testable import Normalization

/// Every stage, and every pair of stages, leads each byte back to where it came from.
@Suite struct StagePairTests {
  struct Stage: Sendable, CustomTestStringConvertible {
    let name: String
    let apply: @Sendable (AlignedText) throws -> AlignedText
    var testDescription: String { name }
  }

  static let stages: [Stage] =
    TextForm.allCases.map { form in Stage(name: form.name) { try form.apply(to: $0) } } + [
      Stage(name: "hanja") { Hanja.read($0) },
      Stage(name: "romanized") { Romanization.hangulToLatin.apply(to: $0) },
      Stage(name: "hangulized") { Romanization.latinToHangul.apply(to: $0) },
      Stage(name: "staged") { HangulForm.staged($0) },
    ]

  private static func text(seed: UInt64) -> [UInt8] {
    var generator = SeededGenerator(seed: seed)
    var bytes = Array(NastyText.string(count: 8, using: &generator).utf8)
    bytes += Array("大韓民國의 \u{1112}\u{1161}\u{11AB}\u{1100}\u{1173}\u{11AF} ＡBC ".utf8)
    bytes += Array(NastyText.string(count: 8, using: &generator).utf8)
    return bytes
  }

  /// The map written out: the source of every byte.
  private static func sources(of text: AlignedText) -> [Range<Int>] {
    text.utf8.indices.map { text.sourceRange(of: $0..<$0 + 1) }
  }

  @Test(arguments: stages)
  func aStageKeepsTheLawsOfTheMap(stage: Stage) throws {
    for seed in 0..<40 as Range<UInt64> {
      let source = Self.text(seed: seed)
      let text = try stage.apply(AlignedText(utf8: source))
      #expect(FormLaws.brokenMap(of: text, source: source).isEmpty, "\(stage.name) of \(source)")
      // A span of whole scalars came from whole scalars.
      var offset = 0
      while offset < text.utf8.count {
        let length = text.utf8.withUnsafeBufferPointer { UTF8Scalar(in: $0, at: offset)?.length ?? 1 }
        let span = text.sourceRange(of: offset..<offset + length)
        #expect(UTF8Validation.firstInvalidOffset(in: Array(source[span])) == nil)
        offset += length
      }
    }
  }

  @Test(arguments: stages, stages)
  func aPairOfStagesMapsAsTheirMapsOneAfterTheOther(first: Stage, second: Stage) throws {
    for seed in 0..<6 as Range<UInt64> {
      let source = Self.text(seed: seed)
      let middle = try first.apply(AlignedText(utf8: source))
      let text = try second.apply(middle)
      #expect(
        FormLaws.brokenMap(of: text, source: source).isEmpty, "\(first.name), \(second.name): \(source)")
      // The same bytes as a text of their own, so that the second map is known alone.
      let alone = try second.apply(AlignedText(utf8: middle.utf8))
      #expect(alone.utf8 == text.utf8)
      let (inner, outer) = (Self.sources(of: middle), Self.sources(of: alone))
      for (byte, span) in outer.enumerated() where !span.isEmpty {
        let expected = inner[span.lowerBound].lowerBound..<inner[span.upperBound - 1].upperBound
        #expect(text.sourceRange(of: byte..<byte + 1) == expected)
      }
    }
  }

  @Test func theMapIsTheSameHoweverOftenAndWheneverItIsAskedFor() throws {
    let text = try UnicodeForm.nfd.apply(to: HangulForm.normalize(AlignedText("\u{FEFF}나\u{200B}쁜 말")))
    let before = Self.sources(of: text)
    #expect(Self.sources(of: text) == before)
    #expect(text.sourceCount == 15 + 1)
    #expect(text.sourceRange(of: 0..<6) == 3..<6)
  }

  @Test func differencesListWhatWasChangedAndNothingElse() throws {
    let text = HangulForm.normalize(AlignedText("가\u{200B}나\u{1112}\u{1162}ＡＢ다\u{200B}"))
    #expect(String(decoding: text.utf8, as: UTF8.self) == "가나해AB다")
    #expect(
      text.differences == [
        .init(source: 3..<6, result: 3..<3), .init(source: 9..<15, result: 6..<9),
        .init(source: 15..<18, result: 9..<10), .init(source: 18..<21, result: 10..<11),
        .init(source: 24..<27, result: 14..<14),
      ])
  }
}
