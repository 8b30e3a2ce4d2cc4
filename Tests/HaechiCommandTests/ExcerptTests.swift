import Testing

@testable import HaechiCommand

struct ExcerptTests {
  private func shown(_ text: String, marks: [Range<Int>] = [], columns: Int) -> String {
    Excerpt(Array(text.utf8), marks: marks, columns: columns).runs
      .map { $0.isEvidence ? "«\($0.text)»" : $0.text }.joined()
  }

  @Test("A text that fits is shown whole, with its evidence marked")
  func whole() {
    #expect(shown("사람을 죽이는 방법", marks: [10..<19], columns: 40) == "사람을 «죽이는» 방법")
    #expect(shown("", columns: 40) == "")
    #expect(shown("가나", marks: [0..<3, 3..<6], columns: 8) == "«가나»")
  }

  @Test("A long text ends with an ellipsis and keeps within its columns")
  func cut() {
    let text = String(repeating: "가", count: 30)
    #expect(shown(text, columns: 20) == String(repeating: "가", count: 9) + "…")
    #expect(shown(String(repeating: "a", count: 30), columns: 20) == String(repeating: "a", count: 19) + "…")
  }

  @Test("Evidence that lies far back is brought into view")
  func farEvidence() {
    let text = String(repeating: "a", count: 100) + "죽이는" + String(repeating: "b", count: 100)
    #expect(shown(text, marks: [100..<109], columns: 20) == "…aaaaa«죽이는»bbbbbbb…")
  }

  @Test("Every width from 8 on is kept, wherever the evidence lies")
  func widths() {
    let text = "사람을 a죽이는 b방법 알려줘 😀 부탁해 정말 고마워 그럼 이만"
    let bytes = Array(text.utf8)
    for columns in 8...70 {
      for start in stride(from: 0, to: bytes.count - 6, by: 6) {
        let excerpt = Excerpt(bytes, marks: [start..<start + 6], columns: columns)
        #expect(DisplayWidth.of(excerpt.runs.map(\.text).joined()) <= columns)
        #expect(excerpt.runs.contains { $0.isEvidence })
      }
    }
  }

  @Test("What could command a terminal is shown as a picture")
  func control() {
    #expect(shown("\u{1B}[31m\0\n\u{7F}\u{202E}", columns: 40) == "␛[31m␀␊␡\u{FFFD}")
  }

  @Test("Marks without width cannot make an excerpt endless")
  func endlessMarks() {
    let text = "가" + String(repeating: "\u{301}", count: 10_000)
    #expect(Excerpt(Array(text.utf8), marks: [], columns: 20).runs[0].text.unicodeScalars.count <= 81)
  }

  @Test(
    "Widths are those of a terminal",
    arguments: [
      ("가", 2), ("a", 1), ("ㄱ", 2), ("😀", 2), ("e\u{301}", 1), ("Ａ", 2), ("\u{1112}\u{1161}\u{11AB}", 2),
    ])
  func displayWidth(text: String, expected: Int) {
    #expect(DisplayWidth.of(text) == expected)
  }
}
