import Tokenization

/// What `haechi spm train` tells on standard error: a line that is written over on a terminal, and a summary.
final class SpmTrainProgress {
  private let language: Language
  private let isTerminal = OutputFile.standardError.isTerminal
  private let clock = ContinuousClock()
  private let start = ContinuousClock().now
  private var shown: ContinuousClock.Instant?

  init(language: Language) { self.language = language }

  /// Shows how far the training is, on a terminal and ten times a second at most.
  func show(_ progress: TrainingProgress) {
    guard isTerminal else { return }
    if let shown, clock.now - shown < .milliseconds(100) { return }
    shown = clock.now
    OutputFile.standardError.writeHint("\r\u{1B}[K" + line(progress))
  }

  /// Takes the line away.
  func erase() { if shown != nil { OutputFile.standardError.writeHint("\r\u{1B}[K") } }

  private func line(_ progress: TrainingProgress) -> String {
    let korean = language == .ko
    switch progress {
    case .reading(let lines, let bytes):
      return korean ? "\(lines)줄, \(bytes >> 20) MiB 읽음" : "\(lines) lines, \(bytes >> 20) MiB read"
    case .prepared(let words, let characters):
      return korean ? "낱말 \(words)개, 글자 \(characters)개" : "\(words) words, \(characters) characters"
    case .merging(let pieces, let wanted):
      return korean ? "조각 \(pieces)/\(wanted)" : "\(pieces) of \(wanted) pieces"
    case .seeded(let pieces):
      return korean ? "조각 \(pieces)개에서 시작" : "beginning with \(pieces) pieces"
    case .estimating(let round, let pieces, let wanted):
      return korean
        ? "\(round)회: 조각 \(pieces)개 (목표 \(wanted))" : "round \(round): \(pieces) pieces (to \(wanted))"
    }
  }

  /// Tells what was made and which lines were left out.
  func summarize(_ result: SentencePieceTrainer.Result, prefix: String) {
    let seconds = (start.duration(to: clock.now) / .seconds(1) * 10).rounded() / 10
    let pieces = result.model.pieces.count
    for sentence in Self.sentences(result.report, pieces: pieces, prefix: prefix, seconds: seconds, language)
    {
      OutputFile.standardError.writeLine(sentence)
    }
  }

  /// The sentences of the summary.
  static func sentences(
    _ report: CorpusReport, pieces: Int, prefix: String, seconds: Double, _ language: Language
  ) -> [String] {
    let korean = language == .ko
    var sentences = [
      korean
        ? "\(prefix).model, \(prefix).vocab: 조각 \(pieces)개, \(report.lines)줄 가운데 \(report.usedLines)줄, 글자 \(report.characters)개, \(seconds)초"
        : "\(prefix).model, \(prefix).vocab: \(pieces) pieces from \(report.usedLines) of \(report.lines) lines, \(report.characters) characters, in \(seconds) s"
    ]
    func add(_ count: Int, _ english: String, _ inKorean: String) {
      if count > 0 { sentences.append("  " + (korean ? inKorean : english)) }
    }
    add(report.emptyLines, "\(report.emptyLines) empty lines left out", "빈 줄 \(report.emptyLines)개를 뺐습니다")
    add(
      report.longLines,
      "\(report.longLines) lines left out as too long (longest \(report.longestLine) bytes; see --max_sentence_length)",
      "너무 긴 줄 \(report.longLines)개를 뺐습니다 (가장 긴 줄 \(report.longestLine)바이트; --max_sentence_length 참고)")
    add(
      report.reservedLines, "\(report.reservedLines) lines left out for the reserved character U+2585",
      "예약된 글자 U+2585가 든 줄 \(report.reservedLines)개를 뺐습니다")
    add(
      report.blankLines, "\(report.blankLines) lines were empty once normalized",
      "정규화하니 빈 줄이 된 줄 \(report.blankLines)개")
    add(
      report.malformedLines,
      "\(report.malformedLines) lines with invalid UTF-8, read as U+FFFD",
      "UTF-8이 아닌 바이트가 든 줄 \(report.malformedLines)개 (U+FFFD로 읽음)")
    add(report.nullLines, "\(report.nullLines) lines with NUL", "NUL이 든 줄 \(report.nullLines)개")
    add(
      report.droppedWords,
      "\(report.droppedWords) rare words (\(report.droppedOccurrences) occurrences) left out for --max_memory",
      "--max_memory 때문에 드문 낱말 \(report.droppedWords)개(\(report.droppedOccurrences)회)를 뺐습니다")
    return sentences
  }
}
