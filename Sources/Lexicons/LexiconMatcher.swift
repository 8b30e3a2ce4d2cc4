import Normalization

/// Finds the terms of a lexicon in texts, as written and behind disguises.
///
/// The text is read in the hangul form, so NFD, full-width and half-width spellings and invisible scalars are seen
/// through at no loss: spans are bytes of the user's own text. With a deobfuscator the other readings of the text
/// are searched too, and a match says by which rules it was read.
///
/// Laws: matches come by rising start of their span, then the longer first; no span lies inside another one of the
/// same category; a term inside one of its benign collisions is not matched. Time is linear in the text, the
/// occurrences of terms and the number of readings.
public struct LexiconMatcher: Sendable {
  private let lexicon: Lexicon
  private let index: TermIndex
  private let readings: (any ReadingSource)?

  /// A matcher of the terms of `lexicon`; without a deobfuscator it finds what is written and nothing else.
  ///
  /// Building takes some milliseconds for thousands of terms: make one and keep it.
  public init(lexicon: Lexicon, deobfuscator: Deobfuscator? = nil) {
    self.init(lexicon: lexicon, readings: deobfuscator)
  }

  init(lexicon: Lexicon, readings: (any ReadingSource)?) {
    self.lexicon = lexicon
    self.readings = readings
    index = TermIndex(lexicon.terms)
  }

  /// The terms in `text`.
  public func matches(in text: String) -> [LexiconMatch] { matches(in: AlignedText(text)) }

  /// The terms in `text`; spans are bytes of the source of `text`.
  public func matches(in text: AlignedText) -> [LexiconMatch] {
    let normalized = HangulForm.normalize(text)
    let written = index.find(in: normalized.utf8)
    var found = matches(of: written.hits, in: normalized, changes: [])
    if let readings {
      let benign = SortedRanges(written.collisions.map { normalized.sourceRange(of: $0) })
      for reading in readings.candidates(of: normalized) where !reading.changes.isEmpty {
        found += matches(in: reading, besides: found, benign: benign)
      }
    }
    return Self.withoutInner(found)
  }

  private func matches(
    in reading: CandidateReading, besides found: [LexiconMatch], benign: SortedRanges
  ) -> [LexiconMatch] {
    let text = HangulForm.normalize(reading.text)
    let hits = index.find(in: text.utf8).hits
    guard !hits.isEmpty else { return [] }
    let places = Dictionary(grouping: found, by: \.category).mapValues { SortedRanges($0.map(\.source)) }
    // Where nothing was changed, the written text has had its say; a benign word stays benign; and an earlier reading
    // is a likelier one.
    return matches(of: hits, in: text, changes: reading.changes).filter { match in
      !match.viaRules.isEmpty
        && (reading.isLikelier || CandidateReading.disguises.isSuperset(of: match.viaRules))
        && !benign.holds(match.source)
        && !(places[match.category]?.overlaps(match.source) ?? false)
    }
  }

  private func matches(
    of hits: [TermIndex.Hit], in text: AlignedText, changes: [CandidateReading.Change]
  ) -> [LexiconMatch] {
    let changed = SortedRanges(changes.map(\.source))
    return hits.map { hit in
      let source = text.sourceRange(of: hit.range)
      var rules: [DeobfuscationRule] = []
      for change in changed.overlapping(source) where !rules.contains(changes[change].rule) {
        rules.append(changes[change].rule)
      }
      return LexiconMatch(
        term: lexicon.terms[hit.term], source: source, matched: index.spelling(hit.pattern), viaRules: rules)
    }
  }

  /// The matches by position, without those inside another one of their category.
  private static func withoutInner(_ found: [LexiconMatch]) -> [LexiconMatch] {
    guard found.count > 1 else { return found }
    let sorted = found.enumerated().sorted { left, right in
      let (a, b) = (left.element, right.element)
      if a.source.lowerBound != b.source.lowerBound { return a.source.lowerBound < b.source.lowerBound }
      if a.source.count != b.source.count { return a.source.count > b.source.count }
      if a.severity != b.severity { return a.severity > b.severity }
      return left.offset < right.offset
    }
    var kept: [LexiconMatch] = []
    var ends: [String: Int] = [:]
    for (_, match) in sorted {
      // Sorted by start, so a match lies inside an earlier one just if it does not end behind the furthest end.
      guard match.source.upperBound > ends[match.category] ?? -1 else { continue }
      ends[match.category] = match.source.upperBound
      kept.append(match)
    }
    return kept
  }
}

/// One way to read a text, and where it departs from what is written.
struct CandidateReading: Sendable {
  struct Change: Sendable {
    let rule: DeobfuscationRule
    /// The bytes of the user's own text that are read otherwise.
    let source: Range<Int>
  }

  let text: AlignedText
  let changes: [Change]
  /// Whether it is likelier than the text as written.
  let isLikelier: Bool

  /// How much more than the text as written a reading may cost, in nats, when it takes off a disguise and a term
  /// comes out: the term is evidence that the reader of the text alone does not have.
  static let tolerance: Float = 2

  /// Rules of what is done on purpose. A sound, a batchim or a space may differ by mistake or by chance, so words that
  /// come out by those alone need a reading that is likelier than the text as written.
  static let disguises: Set<DeobfuscationRule> = [
    .jamoSplit, .separator, .keyboard, .yaminjeongeum, .lookalike, .leet, .repetition,
  ]
}

/// Whatever proposes readings of a text other than as written, the likeliest first.
protocol ReadingSource: Sendable {
  func candidates(of text: AlignedText) -> [CandidateReading]
}

extension Deobfuscator: ReadingSource {
  func candidates(of text: AlignedText) -> [CandidateReading] {
    let readings = readings(of: text)
    guard let written = readings.firstIndex(where: \.isAsWritten) else { return [] }
    let limit = readings[written].cost + CandidateReading.tolerance
    return readings.enumerated().filter { $0.offset != written && $0.element.cost <= limit }.map {
      place, reading in
      CandidateReading(
        text: reading.text,
        changes: reading.changes.map { CandidateReading.Change(rule: $0.rule, source: $0.source) },
        isLikelier: place < written)
    }
  }
}
