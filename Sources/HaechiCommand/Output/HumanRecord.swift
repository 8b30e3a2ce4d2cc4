import Haechi

/// One result for people: the verdict, how sure, the text with the words that caused it, and the kinds of harm.
///
///     ● 위험  위험도  97%  사람을 «죽이는» 방법 알려줘
///                          폭력 91% · 위험한 조언 40%
///     ○ 안전  위험도   1%  오늘 날씨 어때?
struct HumanRecord: Sendable {
  let language: Language
  /// Whether escape sequences may colour the output; without them the evidence stands in «».
  let isColoured: Bool
  /// The columns of the line.
  let columns: Int

  /// How many kinds of harm are named.
  static let mostCategories = 4

  /// Appends the lines for `verdict`.
  func append(_ verdict: Verdict, text: [UInt8], to output: inout [UInt8]) {
    let isUnsafe = verdict.label == .unsafe
    let word = Message.label(unsafe: isUnsafe).text(in: language)
    let percent = percentage(verdict.probability)
    let risk = Message.risk(percent: padding(4, percent) + percent).text(in: language)
    let lead = "\(isUnsafe ? "●" : "○") \(word)  \(risk)  "
    let indent = DisplayWidth.of(lead)
    let marks = verdict.evidence.map(\.range)
    // Each mark takes two columns for its «» where it cannot be coloured.
    let room = max(20, columns - indent - (isColoured ? 0 : 2 * marks.count))
    let excerpt = Excerpt(text, marks: marks, columns: room)
    let body = excerpt.runs.map { $0.isEvidence ? marked($0.text) : $0.text }.joined()
    output.append(contentsOf: (painted(lead, isUnsafe ? "1;31" : "32") + body + "\n").utf8)
    if isUnsafe { appendCategories(of: verdict, indent: indent, to: &output) }
    if verdict.truncated {
      appendNote(Message.truncatedAt(bytes: Guardian.maximumBytes).text(in: language), indent, to: &output)
    }
  }

  /// Appends the line for a bad row.
  func append(error: String, line: Int, to output: inout [UInt8]) {
    let text = "✕ " + Message.badRow(line: line, problem: error).text(in: language)
    output.append(contentsOf: (painted(text, "33") + "\n").utf8)
  }

  private func appendCategories(of verdict: Verdict, indent: Int, to output: inout [UInt8]) {
    let named = verdict.reportedCategories.prefix(Self.mostCategories).map { score in
      (language == .ko ? score.category.korean : score.category.english) + " "
        + percentage(score.probability)
    }
    if !named.isEmpty { appendNote(named.joined(separator: " · "), indent, to: &output) }
  }

  private func appendNote(_ note: String, _ indent: Int, to output: inout [UInt8]) {
    output.append(contentsOf: (padding(indent, "") + painted(note, "2") + "\n").utf8)
  }

  /// `probability` in whole per cent; only what is certain is shown as 0 % or 100 %.
  private func percentage(_ probability: Double) -> String {
    if probability > 0, probability < 0.01 { return "<1%" }
    if probability < 1, probability >= 0.995 { return ">99%" }
    return "\(Int((probability * 100).rounded()))%"
  }

  private func padding(_ columns: Int, _ text: String) -> String {
    String(repeating: " ", count: max(0, columns - DisplayWidth.of(text)))
  }

  private func marked(_ text: String) -> String { isColoured ? painted(text, "1;4;31") : "«\(text)»" }

  private func painted(_ text: String, _ code: String) -> String {
    isColoured ? "\u{1B}[\(code)m\(text)\u{1B}[0m" : text
  }
}
