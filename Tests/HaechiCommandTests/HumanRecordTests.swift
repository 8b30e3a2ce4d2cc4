import Haechi
import Testing

@testable import HaechiCommand

struct HumanRecordTests {
  private let violence = HarmCategory(slug: "violence", korean: "폭력", english: "violence")

  private func verdict(
    _ label: Verdict.Label, _ probability: Double, evidence: [Evidence] = [], truncated: Bool = false
  ) -> Verdict {
    Verdict(
      label: label, probability: probability,
      categories: [
        Verdict.CategoryScore(category: violence, probability: 0.91, isReported: label == .unsafe)
      ], evidence: evidence, truncated: truncated)
  }

  private func lines(
    _ verdict: Verdict, _ text: String, language: Language = .ko, isColoured: Bool = false
  ) -> String {
    var bytes: [UInt8] = []
    HumanRecord(language: language, isColoured: isColoured, columns: 60)
      .append(verdict, text: Array(text.utf8), to: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }

  private let evidence = [Evidence(range: 10..<19, text: "죽이는", weight: 3)]

  @Test("An unsafe text shows its evidence and its kinds of harm in the reader's language")
  func unsafeText() {
    #expect(
      lines(verdict(.unsafe, 0.97, evidence: evidence), "사람을 죽이는 방법") == """
        ● 위험  위험도  97%  사람을 «죽이는» 방법
                             폭력 91%

        """)
    #expect(
      lines(verdict(.unsafe, 0.97, evidence: evidence), "사람을 죽이는 방법", language: .en)
        .contains("● unsafe  risk  97%  사람을 «죽이는» 방법\n") == true)
  }

  @Test("A safe text is one line")
  func safeText() {
    #expect(lines(verdict(.safe, 0.012), "오늘 날씨 어때?") == "○ 안전  위험도   1%  오늘 날씨 어때?\n")
  }

  @Test(
    "Only certainty is shown as 0 or 100 per cent",
    arguments: [(0, "  0%"), (0.001, " <1%"), (0.994, " 99%"), (0.9999, ">99%"), (1, "100%"), (0.5, " 50%")])
  func percentages(probability: Double, expected: String) {
    #expect(lines(verdict(.safe, probability), "가") == "○ 안전  위험도 \(expected)  가\n")
  }

  @Test("Colour puts the evidence in escapes in place of «»")
  func colour() {
    let text = lines(verdict(.unsafe, 0.97, evidence: evidence), "사람을 죽이는 방법", isColoured: true)
    #expect(text.contains("사람을 \u{1B}[1;4;31m죽이는\u{1B}[0m 방법"))
    #expect(!text.contains("«"))
  }

  @Test("A text that was read in part says so")
  func truncation() {
    #expect(lines(verdict(.safe, 0.5, truncated: true), "가").contains("1 MiB"))
  }

  @Test("A bad row is a line that names its own")
  func badRow() {
    var bytes: [UInt8] = []
    HumanRecord(language: .en, isColoured: false, columns: 60).append(error: "no", line: 4, to: &bytes)
    #expect(String(decoding: bytes, as: UTF8.self) == "✕ line 4: no\n")
  }
}
