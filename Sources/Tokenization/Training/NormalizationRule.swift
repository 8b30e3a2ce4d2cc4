import Normalization

/// The normalization rules that a model can be trained with, by their names in SentencePiece.
///
/// A rule becomes a charsmap inside of the model, so SentencePiece itself normalizes the same way. The
/// charsmaps are made from ICU's Unicode data when they are asked for; ``unicodeVersion`` tells which.
public enum NormalizationRule: String, CaseIterable, Sendable {
  /// No change.
  case identity
  /// NFKC, and whatever is no text: controls go, unusual spaces become spaces.
  case nmtNFKC = "nmt_nfkc"
  /// Unicode's compatibility composition.
  case nfkc
  /// ``nmtNFKC`` without case.
  case nmtNFKCCasefold = "nmt_nfkc_cf"
  /// ``nfkc`` without case.
  case nfkcCasefold = "nfkc_cf"
  /// The form of ``HangulForm``: composed syllables, compatibility jamo left as written, narrow ASCII.
  ///
  /// Ours; as a charsmap it runs in SentencePiece too. It differs from ``HangulForm`` only where a rule for
  /// single characters cannot see far enough: runs of old jamo, marks out of order, and invisible characters
  /// between parts that would compose.
  case hangul

  /// The version of Unicode that charsmaps are made from, such as `15.0`.
  public static var unicodeVersion: String { UnicodeForm.unicodeVersion }

  /// The rule as a precompiled charsmap; empty for ``identity``. Takes some tens of milliseconds.
  public func charsmap() -> [UInt8] {
    switch self {
    case .identity: return []
    case .nfkc, .nfkcCasefold, .nmtNFKC, .nmtNFKCCasefold:
      var rules = CharacterRules(.nfkc)
      if self == .nmtNFKC || self == .nmtNFKCCasefold { rules.addTextRules() }
      if self == .nfkcCasefold || self == .nmtNFKCCasefold { rules.foldCase() }
      return rules.charsmap()
    case .hangul:
      return CharacterRules(.hangul).charsmap()
    }
  }
}

extension SentencePieceModel.NormalizerSpec {
  /// A specification of `rule`, with its charsmap.
  public init(rule: NormalizationRule) {
    self.init()
    name = rule.rawValue
    precompiledCharsmap = rule.charsmap()
  }

  /// A specification of the rules of `lines`: code points in hexadecimal, a tab, code points.
  ///
  /// The third column is a comment; a rule without a target deletes. `path` is for errors.
  /// Source: `Builder::LoadCharsMap` in `builder.cc` of SentencePiece 0.2.3.
  public init(tsv lines: some Sequence<String>, path: String) throws(TokenizerTrainingError) {
    self.init()
    name = "user_defined"
    var builder = CharsmapBuilder()
    var rules: [[UInt32]: [UInt32]] = [:]
    for (line, number) in zip(lines, 1...) {
      let fields = line.split(separator: "\t", omittingEmptySubsequences: false)
      func scalars(_ field: Substring) throws(TokenizerTrainingError) -> [UInt32] {
        var scalars: [UInt32] = []
        for word in field.split(separator: " ") {
          let digits = word.hasPrefix("U+") ? word.dropFirst(2) : word
          guard let value = UInt32(digits, radix: 16), Unicode.Scalar(value) != nil else {
            throw .malformedRule(path: path, line: number, found: line)
          }
          scalars.append(value)
        }
        return scalars
      }
      let source = try scalars(fields[0])
      let target = fields.count > 1 ? try scalars(fields[1]) : []
      guard !source.isEmpty, source != target, !source.contains(0), !target.contains(0) else {
        throw .malformedRule(path: path, line: number, found: line)
      }
      rules[source] = target
    }
    let root = try Self.root(rules, path: path, &builder)
    precompiledCharsmap = builder.blob(root: root)
  }

  private static func root(
    _ rules: [[UInt32]: [UInt32]], path: String, _ builder: inout CharsmapBuilder
  ) throws(TokenizerTrainingError) -> Int32 {
    var trie = RuleTrie()
    for (source, target) in rules { trie.insert(source, target) }
    guard trie.longestChain < CharsmapTrie.maximumMatches else {
      throw .malformedRule(path: path, line: 0, found: "")
    }
    return trie.intern(into: &builder) { [$0] }
  }
}
