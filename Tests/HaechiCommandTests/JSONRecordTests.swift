import Haechi
import Testing

@testable import HaechiCommand

struct JSONRecordTests {
  private let verdict = Verdict(
    label: .unsafe, probability: 0.97123456,
    categories: [
      Verdict.CategoryScore(
        category: HarmCategory(slug: "violence", korean: "폭력", english: "Violence"), probability: 0.5,
        isReported: true),
      Verdict.CategoryScore(
        category: HarmCategory(slug: "drugs", korean: "마약", english: "Drugs"), probability: 1e-7,
        isReported: false),
    ], evidence: [Evidence(range: 0..<3, text: "가", weight: 2)], truncated: false)

  private func record(_ id: RowID) -> String {
    var bytes: [UInt8] = []
    JSONRecord.append(verdict, id: id, text: Array("가\"\n".utf8), to: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }

  @Test("A verdict is one line with its keys in the promised order")
  func verdictRecord() {
    #expect(
      record(.number(3)) == #"{"id":3,"text":"가\"\n","label":"unsafe","probability":0.971235,"#
        + #""categories":{"violence":0.5,"drugs":1e-07},"#
        + #""evidence":[{"start":0,"end":3,"text":"가"}],"truncated":false}"# + "\n")
  }

  @Test(
    "An id keeps its type",
    arguments: [
      (RowID.number(3), "3"), (.json(Array(#"[1.0]"#.utf8)), "[1.0]"), (.text(Array("a\"".utf8)), #""a\"""#),
      (.unknown, "null"),
    ])
  func ids(id: RowID, expected: String) {
    #expect(record(id).hasPrefix(#"{"id":\#(expected),"text""#))
  }

  @Test("An error is one line with its id, its sentence and its line")
  func errorRecord() {
    var bytes: [UInt8] = []
    JSONRecord.append(error: "no \"x\"", id: .unknown, line: 9, to: &bytes)
    #expect(String(decoding: bytes, as: UTF8.self) == #"{"id":null,"error":"no \"x\"","line":9}"# + "\n")
  }

  @Test(
    "Numbers have at most six significant digits and are always JSON",
    arguments: [
      (0, "0.0"), (1, "1.0"), (0.1, "0.1"), (0.123456789, "0.123457"), (0.99999999, "1.0"),
      (0.000012345678, "1.23457e-05"), (1e-300, "0.0"), (1234.5678, "1234.57"), (123_456_789, "123457000.0"),
      (.nan, "null"), (.infinity, "null"), (-0.25, "-0.25"),
    ] as [(Double, String)])
  func numbers(value: Double, expected: String) {
    #expect(JSONRecord.number(value) == expected)
  }
}
