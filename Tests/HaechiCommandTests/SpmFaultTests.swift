import Testing

@testable import HaechiCommand

@Suite struct SpmFaultTests {
  static let samples: [SpmFault] = [
    .noModel, .optionUnknown(option: "--o", value: "v", valid: ["x", "y"]),
    .optionOutOfRange(option: "--o", value: "9", valid: "≤ 5"), .optionsExclude("--a", "--b"),
    .pieceUndefined(name: "bos"), .modelUnusable(path: "/a", fault: .tokenization(.noPieces)),
    .unavailable(what: "nbest_id", type: "word"), .notJSON(offset: 31), .notAJSONString, .notIDs,
    .notAnID(text: "zz"), .idOutsideOfModel(id: 77, count: 12), .tokenization(.noPieces),
  ]

  @Test("Every fault is a line of Korean in Korean and of no Korean in English", arguments: samples)
  func languages(fault: SpmFault) {
    func hasHangul(_ text: String) -> Bool { text.unicodeScalars.contains { 0xAC00...0xD7A3 ~= $0.value } }
    #expect(hasHangul(fault.text(in: .ko)) && !hasHangul(fault.text(in: .en)))
    #expect(!fault.text(in: .ko).contains("\n") && !fault.text(in: .en).contains("\n"))
  }

  @Test("A fault names its particulars", arguments: Language.allCases)
  func particulars(language: Language) {
    #expect(
      SpmFault.optionUnknown(option: "--o", value: "v", valid: ["x", "y"]).text(in: language).contains("x, y")
    )
    #expect(SpmFault.idOutsideOfModel(id: 77, count: 12).text(in: language).contains("77"))
    #expect(SpmFault.notJSON(offset: 31).text(in: language).contains("31"))
    #expect(
      SpmFault.modelUnusable(path: "/a/b", fault: .tokenization(.noPieces)).text(in: language).contains(
        "/a/b"))
  }
}
