import Testing

@testable import HaechiCommand

struct MessageTests {
  /// One message of every case.
  static let samples: [Message] = [
    .textAndInput, .unknownCategory(name: "x", valid: ["violence", "drugs"]),
    .notAProbability(option: "--threshold", value: "2"), .notACategoryThreshold(value: "x"),
    .notAThreadCount(value: 0), .notAnIterationCount(value: 0), .fieldNeedsJSON, .columnNeedsTable,
    .columnUnknown(name: "x", valid: ["a", "b"]), .columnNotGiven(valid: ["a", "b"]),
    .fileMissing(path: "/a"), .fileIsDirectory(path: "/a"), .fileForbidden(path: "/a"),
    .fileUnreadable(path: "/a", reason: "r"), .modelInvalid(path: "/a", fault: .model(.notABundle)),
    .modelAbsent,
    .modelDefaultInvalid(fault: .normalization(found: "x")), .outputFailed(reason: "r"),
    .rowNotUTF8(offset: 31),
    .rowNotJSON(offset: 32), .rowNotAnObject, .rowWithoutField(name: "f"), .rowFieldNotText(name: "f"),
    .rowWithoutColumn(number: 4, found: 2), .rowUnterminatedQuote, .rowTooLong(limit: 8 << 20),
    .stoppedAtBadRow(line: 33), .badRow(line: 34, problem: "p"), .readingFromTerminal,
    .progress(rows: 1234, perSecond: 56, errors: 7),
    .summary(rows: 1_234_567, unsafe: 89, errors: 1, seconds: 2.25, perSecond: 1000), .label(unsafe: true),
    .label(unsafe: false), .risk(percent: "97%"), .truncatedAt(bytes: 1 << 20),
    .benchColdStartFailed(reason: "r"), .notAResampleCount(value: 0),
    .fileUnwritable(path: "/a", reason: "r"),
    .workshop(.model(.missingMetadata)), .spm(.noModel), .corpus(.notASimilarity(gram: 0, jaccard: 2)),
    .spmTrain(.missingFlag("input")),
  ]

  /// The number of the case; a case added to `Message` does not compile until it has one here, and fails the first
  /// test until it has a sample.
  private func number(_ message: Message) -> Int {
    switch message {
    case .textAndInput: 0
    case .unknownCategory: 1
    case .notAProbability: 2
    case .notACategoryThreshold: 3
    case .notAThreadCount: 4
    case .notAnIterationCount: 5
    case .fieldNeedsJSON: 6
    case .columnNeedsTable: 7
    case .columnUnknown: 8
    case .columnNotGiven: 9
    case .fileMissing: 10
    case .fileIsDirectory: 11
    case .fileForbidden: 12
    case .fileUnreadable: 13
    case .modelInvalid: 14
    case .modelAbsent: 15
    case .modelDefaultInvalid: 16
    case .outputFailed: 17
    case .rowNotUTF8: 18
    case .rowNotJSON: 19
    case .rowNotAnObject: 20
    case .rowWithoutField: 21
    case .rowFieldNotText: 22
    case .rowWithoutColumn: 23
    case .rowUnterminatedQuote: 24
    case .rowTooLong: 25
    case .stoppedAtBadRow: 26
    case .badRow: 27
    case .readingFromTerminal: 28
    case .progress: 29
    case .summary: 30
    case .label: 31
    case .truncatedAt: 32
    case .benchColdStartFailed: 33
    case .notAResampleCount: 34
    case .fileUnwritable: 35
    case .workshop: 36
    case .corpus: 38
    case .risk: 37
    case .spm: 39
    case .spmTrain: 40
    }
  }

  private static let caseCount = 41

  @Test("Every case has a sample here")
  func completeness() {
    #expect(Set(Self.samples.map(number)) == Set(0..<Self.caseCount))
  }

  @Test("Every message is a line of Korean in Korean and of no Korean in English", arguments: samples)
  func languages(message: Message) {
    let (korean, english) = (message.text(in: .ko), message.text(in: .en))
    func hasHangul(_ text: String) -> Bool { text.unicodeScalars.contains { 0xAC00...0xD7A3 ~= $0.value } }
    if case .badRow = message {
      #expect(hasHangul(korean))
    } else {
      #expect(hasHangul(korean) && !hasHangul(english))
    }
    #expect(!korean.contains("\n") && !english.contains("\n"))
  }

  @Test("A message names what, where and which", arguments: Language.allCases)
  func particulars(language: Language) {
    func text(_ message: Message) -> String { message.text(in: language) }
    #expect(text(.unknownCategory(name: "zzz", valid: ["violence", "drugs"])).contains("violence, drugs"))
    #expect(text(.fileMissing(path: "/no/such")).contains("/no/such"))
    #expect(text(.modelInvalid(path: "/no/such", fault: .model(.missingSection("head")))).contains("“head”"))
    #expect(text(.rowNotUTF8(offset: 31)).contains("31"))
    #expect(text(.rowWithoutColumn(number: 4, found: 2)).contains("4"))
    #expect(text(.rowTooLong(limit: 8 << 20)).contains("8 MiB"))
    let summary = text(
      .summary(rows: 1_234_567, unsafe: 89, errors: 1, seconds: 2.25, perSecond: 1000))
    for figure in ["1,234,567", "89", "2.3", "1,000"] { #expect(summary.contains(figure)) }
  }

  @Test("Digits are grouped by threes")
  func grouping() {
    #expect(
      [0, 7, 999, 1000, 1_234_567, -1000].map(grouped) == ["0", "7", "999", "1,000", "1,234,567", "-1,000"])
    #expect([0, 0.04, 0.05, 12.25, 1234.96].map(tenths) == ["0.0", "0.0", "0.1", "12.3", "1,235.0"])
  }
}
