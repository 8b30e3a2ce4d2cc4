import Inference
import Models
import Normalization
import Tokenization

extension Guardian {
  /// A window of pieces and what the model reads in it.
  private struct WindowReading {
    let pieces: Range<Int>
    let reading: Reading
    let isUnsafe: Bool

    /// Whether this window rather than `other` is the verdict.
    func outranks(_ other: WindowReading) -> Bool {
      if isUnsafe != other.isUnsafe { return isUnsafe }
      return reading.logOdds > other.reading.logOdds
    }
  }

  /// The verdict on `text`, a reading of `source`.
  func verdict(for text: AlignedText, source: [UInt8], truncated: Bool, policy: Policy) -> Verdict {
    let encoding = WhiteSpace.fills(text.utf8) ? Encoding(ids: [], spans: []) : tokenizer.encode(text)
    let windows = Windows.over(count: encoding.ids.count, capacity: metadata.contextTokens - 2)
    return workspaces.withWorkspace { workspace in
      var worst: WindowReading?
      for pieces in windows {
        let window = read(encoding.ids[pieces], at: pieces, policy: policy, workspace: workspace)
        if worst.map(window.outranks) ?? true { worst = window }
      }
      guard let worst else { return nothingToJudge(truncated: truncated) }
      let evidence: [Evidence]
      if worst.isUnsafe, policy.evidence != .none {
        // The cache holds the window that was read last; the evidence needs the worst one's.
        if worst.pieces != windows.last {
          _ = decoder.readout(ids: prompt(encoding.ids[worst.pieces]), workspace: workspace)
        }
        evidence = self.evidence(
          in: encoding, window: worst.pieces, reading: worst.reading, source: source,
          method: policy.evidence, workspace: workspace)
      } else {
        evidence = []
      }
      return Verdict(
        label: worst.isUnsafe ? .unsafe : .safe, probability: worst.reading.probability,
        categories: scores(worst.reading.categoryProbabilities), evidence: evidence, truncated: truncated)
    }
  }

  private func read(
    _ ids: ArraySlice<Int32>, at pieces: Range<Int>, policy: Policy, workspace: Workspace
  ) -> WindowReading {
    let reading = Reading(
      logits: decoder.readout(ids: prompt(ids), workspace: workspace), temperature: metadata.temperature)
    return WindowReading(pieces: pieces, reading: reading, isUnsafe: isUnsafe(reading, under: policy))
  }

  /// `<s> pieces <|pred|>`.
  private func prompt(_ ids: some Sequence<Int32>) -> [Int32] { [metadata.bosID] + ids + [metadata.predID] }

  private func isUnsafe(_ reading: Reading, under policy: Policy) -> Bool {
    if reading.probability >= policy.threshold ?? Double(metadata.threshold) { return true }
    guard !policy.categoryThresholds.isEmpty else { return false }
    return zip(categories, reading.categoryProbabilities).contains { category, probability in
      policy.categoryThresholds[category].map { probability >= $0 } ?? false
    }
  }

  private func scores(_ probabilities: [Double]) -> [Verdict.CategoryScore] {
    categories.indices.map { index in
      Verdict.CategoryScore(
        category: categories[index], probability: probabilities[index],
        isReported: probabilities[index] >= Double(metadata.categories[index].threshold))
    }
  }

  /// The verdict on a text without a piece. No category is reported, whatever its threshold.
  private func nothingToJudge(truncated: Bool) -> Verdict {
    Verdict(
      label: .safe, probability: 0,
      categories: categories.map {
        Verdict.CategoryScore(category: $0, probability: 0, isReported: false)
      }, evidence: [], truncated: truncated)
  }

  /// The words of one window that caused its reading. The workspace holds the cache of that window.
  private func evidence(
    in encoding: Encoding, window: Range<Int>, reading: Reading, source: [UInt8], method: EvidenceMethod,
    workspace: Workspace
  ) -> [Evidence] {
    let words = Words.under(window, of: encoding.spans, source: source)
    let weights: [Double]
    switch method {
    case .none: return []
    case .prefixes: weights = rises(over: words, workspace: workspace)
    case .deletion:
      weights = losses(without: words, from: encoding.ids[window], reading: reading, workspace: workspace)
    }
    return EvidenceChoice.evidence(
      at: EvidenceChoice.positions(of: weights), of: words, weights: weights, source: source)
  }

  /// For each word the log-odds of harm of the window up to its end, less those before it.
  private func rises(over words: [Word], workspace: Workspace) -> [Double] {
    // Position 0 is `<s>`, so the piece at position p is the id at p + 1, and 1 is the end of no piece at all.
    let ends = [1] + words.map { $0.pieces.upperBound + 1 }
    let logOdds = decoder.branchReadouts(ends: ends, token: metadata.predID, workspace: workspace)
      .map { Reading(logits: $0, temperature: metadata.temperature).logOdds }
    return zip(logOdds.dropFirst(), logOdds).map { $0 - $1 }
  }

  /// For each word the log-odds of harm of the window, less those of the window without the word's pieces.
  private func losses(
    without words: [Word], from ids: ArraySlice<Int32>, reading: Reading, workspace: Workspace
  ) -> [Double] {
    words.map { word in
      let rest = Array(ids.prefix(word.pieces.lowerBound)) + ids.dropFirst(word.pieces.upperBound)
      let logits = decoder.readout(ids: prompt(rest), workspace: workspace)
      return reading.logOdds - Reading(logits: logits, temperature: metadata.temperature).logOdds
    }
  }

  /// Refuses a bundle whose parts do not belong together. What its numbers must be, the bundle has checked.
  static func check(_ bundle: ModelBundle, pieces: Int) throws(GuardianError) {
    let rows = bundle.configuration.vocabularySize
    guard pieces == rows else { throw .vocabulary(expected: rows, found: pieces) }
    guard bundle.metadata.normalization == "hangul" else {
      throw .normalization(found: bundle.metadata.normalization)
    }
  }
}
