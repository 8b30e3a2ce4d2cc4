import Normalization

/// A word on its way to the model: a stretch of a text, perhaps with something in front that was not there.
struct HuggingFaceWord: Sendable {
  /// Scalars of the text.
  var range: Range<Int>
  /// What stands in front of it without a source.
  var prefix: [UInt32] = []
}

/// The pre-tokenizers of `tokenizer.json`: they cut a text into the words that the model sees one by one.
indirect enum HuggingFacePreTokenizer: Sendable {
  /// What becomes of what a pattern matches.
  enum Behavior: String, Sendable {
    case removed = "Removed"
    case isolated = "Isolated"
    case mergedWithPrevious = "MergedWithPrevious"
    case mergedWithNext = "MergedWithNext"
    case contiguous = "Contiguous"
  }

  case split(SplitPattern, Behavior, isInverted: Bool)
  /// Cuts at what holds, one scalar at a time.
  case scalars(Behavior, @Sendable (UInt32) -> Bool)
  case byteLevel(addsPrefixSpace: Bool, SplitPattern?)
  case sequence([HuggingFacePreTokenizer])

  /// The pattern of GPT-2, which `ByteLevel` cuts with.
  static let gpt2 =
    #"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+"#

  /// Reads the member `pre_tokenizer`.
  init(_ tree: JSONTree, path: String) throws(TokenizationError) {
    let type = try tree.required("type", path).text ?? ""
    func behavior() throws(TokenizationError) -> Behavior {
      let name = tree["behavior"]?.text ?? "Isolated"
      guard let behavior = Behavior(rawValue: name) else {
        throw .unsupportedMember(path: path + ".behavior", found: name)
      }
      return behavior
    }
    switch type {
    case "Split":
      self = .split(
        try SplitPattern(tree: tree, path: path), try behavior(), isInverted: tree["invert"]?.boolean ?? false
      )
    case "ByteLevel":
      let usesPattern = tree["use_regex"]?.boolean ?? true
      self = .byteLevel(
        addsPrefixSpace: tree["add_prefix_space"]?.boolean ?? true,
        usesPattern ? try SplitPattern(Self.gpt2) : nil)
    case "BertPreTokenizer":
      self = .sequence([
        .scalars(.removed, UnicodeClass.isSpace), .scalars(.isolated, Self.isOldPunctuation),
      ])
    case "Whitespace":
      self = .split(try SplitPattern(#"\w+|[^\w\s]+"#), .removed, isInverted: true)
    case "WhitespaceSplit": self = .scalars(.removed, UnicodeClass.isSpace)
    case "Punctuation": self = .scalars(try behavior(), Self.isOldPunctuation)
    case "Digits":
      let isEach = tree["individual_digits"]?.boolean ?? false
      self = .scalars(isEach ? .isolated : .contiguous) {
        !UnicodeClass.category($0).isDisjoint(with: .number)
      }
    case "Sequence":
      var stages: [HuggingFacePreTokenizer] = []
      for (index, stage) in (try tree.required("pretokenizers", path).elements ?? []).enumerated() {
        stages.append(try HuggingFacePreTokenizer(stage, path: "\(path).pretokenizers.\(index)"))
      }
      self = .sequence(stages)
    default: throw .unsupportedMember(path: path + ".type", found: type)
    }
  }

  /// Whether the model sees bytes, spelled as printable characters.
  var spellsBytes: Bool {
    switch self {
    case .byteLevel: true
    case .sequence(let stages): stages.contains(where: \.spellsBytes)
    case .split, .scalars: false
    }
  }

  /// BERT's punctuation: all of ASCII that is neither letter nor digit nor space, and what Unicode 8 calls so.
  private static let isOldPunctuation: @Sendable (UInt32) -> Bool = { scalar in
    switch scalar {
    case 0x21...0x2F, 0x3A...0x40, 0x5B...0x60, 0x7B...0x7E: true
    case 0..<0x80: false
    default: !UnicodeClass.oldCategory(scalar).isDisjoint(with: .punctuation)
    }
  }

  /// The words that `words` of `text` fall into.
  func apply(to words: [HuggingFaceWord], of text: ScalarText) -> [HuggingFaceWord] {
    switch self {
    case .sequence(let stages):
      return stages.reduce(words) { $1.apply(to: $0, of: text) }
    case .split(let pattern, let behavior, let isInverted):
      return words.flatMap { word in
        Self.cut(word, behavior, isInverted: isInverted, pattern.matches(in: word.scalars(of: text)))
      }
    case .scalars(let behavior, let isMatch):
      return words.flatMap { word in
        let scalars = word.scalars(of: text)
        let matches = scalars.indices.filter { isMatch(scalars[$0]) }.map { $0..<$0 + 1 }
        return Self.cut(word, behavior, isInverted: false, matches)
      }
    case .byteLevel(let addsPrefixSpace, let pattern):
      return words.flatMap { word in
        var word = word
        if addsPrefixSpace, word.scalars(of: text).first != 0x20 { word.prefix.insert(0x20, at: 0) }
        guard let pattern else { return [word] }
        return Self.cut(word, .isolated, isInverted: false, pattern.matches(in: word.scalars(of: text)))
      }
    }
  }

  /// `word` cut at `matches`, which count scalars of the word with its prefix.
  private static func cut(
    _ word: HuggingFaceWord, _ behavior: Behavior, isInverted: Bool, _ matches: [Range<Int>]
  ) -> [HuggingFaceWord] {
    let count = word.prefix.count + word.range.count
    var parts: [(range: Range<Int>, isMatch: Bool)] = []
    var start = 0
    for match in matches {
      if start < match.lowerBound { parts.append((start..<match.lowerBound, isInverted)) }
      parts.append((match, !isInverted))
      start = match.upperBound
    }
    if start < count { parts.append((start..<count, isInverted)) }
    return merged(parts, behavior).map { word.part($0) }
  }

  private static func merged(
    _ parts: [(range: Range<Int>, isMatch: Bool)], _ behavior: Behavior
  ) -> [Range<Int>] {
    var ranges: [Range<Int>] = []
    var last: Bool?
    func join(_ range: Range<Int>) {
      if let before = ranges.popLast() { ranges.append(before.lowerBound..<range.upperBound) }
    }
    switch behavior {
    case .isolated: return parts.map(\.range)
    case .removed: return parts.filter { !$0.isMatch }.map(\.range)
    case .contiguous:
      for part in parts {
        if last == part.isMatch { join(part.range) } else { ranges.append(part.range) }
        last = part.isMatch
      }
    case .mergedWithPrevious:
      for part in parts {
        if part.isMatch, last == false { join(part.range) } else { ranges.append(part.range) }
        last = part.isMatch
      }
    case .mergedWithNext:
      for part in parts {
        if !part.isMatch, last == true { join(part.range) } else { ranges.append(part.range) }
        last = part.isMatch
      }
    }
    return ranges
  }
}

extension HuggingFaceWord {
  /// The scalars of the word, prefix first.
  func scalars(of text: ScalarText) -> [UInt32] { prefix + text.values[range] }

  /// The word's scalars in `part`, counted with the prefix.
  fileprivate func part(_ part: Range<Int>) -> HuggingFaceWord {
    let low = max(0, part.lowerBound - prefix.count)
    let high = max(0, part.upperBound - prefix.count)
    let kept =
      part.lowerBound < prefix.count
      ? Array(prefix[part.lowerBound..<min(part.upperBound, prefix.count)]) : []
    return HuggingFaceWord(range: range.lowerBound + low..<range.lowerBound + high, prefix: kept)
  }
}
