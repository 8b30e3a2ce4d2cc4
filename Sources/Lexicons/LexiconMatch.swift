import Normalization

/// A term found in a text.
public struct LexiconMatch: Sendable, Equatable {
  /// The entry of the lexicon.
  public let term: LexiconTerm
  /// The bytes of the user's own text that spell it.
  public let source: Range<Int>
  /// The spelling of the entry that was found: the term or one of its variants, as the reading has it.
  public let matched: String
  /// How the written text had to be read to find it; empty if it is written as it is.
  public let viaRules: [DeobfuscationRule]

  /// A match from its parts.
  public init(term: LexiconTerm, source: Range<Int>, matched: String, viaRules: [DeobfuscationRule] = []) {
    (self.term, self.source, self.matched, self.viaRules) = (term, source, matched, viaRules)
  }

  /// The slug of the term's category.
  public var category: String { term.category }

  /// What a missed text may cost at worst.
  public var severity: Taxonomy.Severity { term.severity }
}
