import Foundation
@testable import Lexicons
import Normalization

/// The repository's own folder Lexicons.
let lexiconsFolder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
  .appendingPathComponent("../../Lexicons").standardizedFileURL

/// Numbers that depend on a seed alone.
struct SeededNumbers: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var value = state
    value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
    value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
    return value ^ (value >> 31)
  }
}

/// A term for tests.
func term(
  _ term: String, variants: [String] = [], collisions: [String] = [], category: String = "profanity",
  severity: Taxonomy.Severity = .medium, _ placement: LexiconTerm.Placement = .stem, id: String? = nil
) -> LexiconTerm {
  LexiconTerm(
    id: id ?? "t-\(term.utf8.count)", term: term, category: category, kind: "profanity", severity: severity,
    variants: variants, collisions: collisions, placement: placement)
}

/// The bytes of `text` in a span, as text.
func piece(_ text: String, _ span: Range<Int>) -> String {
  String(decoding: Array(text.utf8)[span], as: UTF8.self)
}

/// `text` with every syllable spelled in conjoining jamo, as macOS writes file names.
func decomposed(_ text: String) -> String { text.decomposedStringWithCanonicalMapping }

/// Reads one text as one other, with one change that covers all of it.
struct FixedReading: ReadingSource {
  let from: String
  let to: String
  let rule: DeobfuscationRule
  var isLikelier = true

  func candidates(of text: AlignedText) -> [CandidateReading] {
    guard let start = text.utf8.firstRange(of: Array(from.utf8)) else { return [] }
    var builder = AlignedTextBuilder(over: text)
    builder.copy(upTo: start.lowerBound)
    builder.replace(upTo: start.upperBound, with: Array(to.utf8))
    return [
      CandidateReading(
        text: builder.finishCopyingRest(),
        changes: [CandidateReading.Change(rule: rule, source: text.sourceRange(of: start))],
        isLikelier: isLikelier)
    ]
  }
}

extension [UInt8] {
  /// Where `part` first stands.
  func firstRange(of part: [UInt8]) -> Range<Int>? {
    guard !part.isEmpty, count >= part.count else { return nil }
    return (0...count - part.count).first { Array(self[$0..<$0 + part.count]) == part }.map {
      $0..<$0 + part.count
    }
  }
}
