import Normalization

/// The tokens that a `tokenizer.json` finds in text before anything else looks at it.
struct HuggingFaceAddedTokens: Sendable {
  /// One added token.
  struct Token: Sendable {
    var id: Int32
    var content: [UInt8]
    var isSpecial: Bool
    /// Whether it is looked for in the normalized text.
    var isNormalized: Bool
    /// Whether it only counts between what is no part of a word.
    var isSingleWord: Bool
    /// Whether it takes the white space before, and behind, along.
    var stripsLeft: Bool
    var stripsRight: Bool
  }

  /// One stretch of a text: a token, or text between tokens.
  struct Part: Sendable {
    var range: Range<Int>
    var id: Int32?
  }

  let tokens: [Token]
  private let raw: PrefixTable
  private let normalized: PrefixTable
  private let firstBytes: (raw: [Bool], normalized: [Bool])

  init(tokens: [Token], normalizer: HuggingFaceNormalizer?) {
    self.tokens = tokens
    func table(_ isNormalized: Bool) -> (table: PrefixTable, firsts: [Bool]) {
      var firsts = [Bool](repeating: false, count: 256)
      var keys: [(bytes: [UInt8], value: Int32)] = []
      for (index, token) in tokens.enumerated() where token.isNormalized == isNormalized {
        var content = token.content
        if isNormalized, let normalizer { content = normalizer.apply(to: AlignedText(utf8: content)).utf8 }
        guard let first = content.first else { continue }
        firsts[Int(first)] = true
        keys.append((content, Int32(index)))
      }
      return (PrefixTable(keys), firsts)
    }
    let (one, other) = (table(false), table(true))
    (raw, normalized) = (one.table, other.table)
    firstBytes = (one.firsts, other.firsts)
  }

  /// Reads the member `added_tokens`.
  static func read(_ tree: JSONTree) throws(TokenizationError) -> [Token] {
    var tokens: [Token] = []
    for (index, element) in (tree["added_tokens"]?.elements ?? []).enumerated() {
      let path = "added_tokens.\(index)"
      guard let id = element["id"]?.integer, 0..<1 << 24 ~= id, let content = element["content"]?.bytes
      else { throw .malformedMember(path: path, expected: "an id and a content") }
      func flag(_ name: String) -> Bool { element[name]?.boolean ?? false }
      tokens.append(
        Token(
          id: Int32(id), content: content, isSpecial: flag("special"), isNormalized: flag("normalized"),
          isSingleWord: flag("single_word"), stripsLeft: flag("lstrip"), stripsRight: flag("rstrip")))
    }
    return tokens
  }

  /// Whether any token is looked for at this stage.
  func isEmpty(normalized isNormalized: Bool) -> Bool {
    !(isNormalized ? firstBytes.normalized : firstBytes.raw).contains(true)
  }

  /// `text` cut at its tokens; of several that begin at one place the longest counts.
  func parts(of text: [UInt8], normalized isNormalized: Bool) -> [Part] {
    let table = isNormalized ? normalized : raw
    let firsts = isNormalized ? firstBytes.normalized : firstBytes.raw
    var parts: [Part] = []
    var (start, offset) = (0, 0)
    while offset < text.count {
      guard firsts[Int(text[offset])], let match = longest(in: table, of: text, at: offset) else {
        offset += 1
        continue
      }
      let token = tokens[match.token]
      var (low, high) = (offset, offset + match.length)
      offset = high
      if token.isSingleWord, isWord(before: low, in: text) || isWord(at: high, in: text) { continue }
      if token.stripsLeft { low = max(start, spaceStart(before: low, in: text)) }
      if token.stripsRight { high = spaceEnd(from: high, in: text) }
      if start < low { parts.append(Part(range: start..<low)) }
      parts.append(Part(range: low..<high, id: token.id))
      (start, offset) = (high, max(offset, high))
    }
    if start < text.count { parts.append(Part(range: start..<text.count)) }
    return parts
  }

  private func longest(
    in table: PrefixTable, of text: [UInt8], at offset: Int
  ) -> (length: Int, token: Int)? {
    var best: (length: Int, token: Int)?
    table.forEachPrefix(of: text, at: offset) { best = ($0, Int($1)) }
    return best
  }

  private func scalar(at offset: Int, in text: [UInt8]) -> UTF8Scalar? {
    text.withUnsafeBufferPointer { UTF8Scalar(in: $0, at: offset) }
  }

  private func scalar(before offset: Int, in text: [UInt8]) -> UTF8Scalar? {
    var start = offset - 1
    while start > 0, text[start] & 0xC0 == 0x80, offset - start < 4 { start -= 1 }
    return start >= 0 ? scalar(at: start, in: text) : nil
  }

  private func isWord(before offset: Int, in text: [UInt8]) -> Bool {
    scalar(before: offset, in: text).map { UnicodeClass.isWord($0.value) } ?? false
  }

  private func isWord(at offset: Int, in text: [UInt8]) -> Bool {
    scalar(at: offset, in: text).map { UnicodeClass.isWord($0.value) } ?? false
  }

  private func spaceStart(before offset: Int, in text: [UInt8]) -> Int {
    var offset = offset
    while let scalar = scalar(before: offset, in: text), UnicodeClass.isSpace(scalar.value) {
      offset -= scalar.length
    }
    return offset
  }

  private func spaceEnd(from offset: Int, in text: [UInt8]) -> Int {
    var offset = offset
    while let scalar = scalar(at: offset, in: text), UnicodeClass.isSpace(scalar.value) {
      offset += scalar.length
    }
    return offset
  }
}
