import Normalization

/// A trie of rules by characters; each stands for itself or for a set of spellings.
struct RuleTrie {
  private struct Node {
    var value: [UInt32]?
    var children: [UInt32: Int] = [:]
  }

  private var nodes = [Node()]

  /// Sets the replacement of `source`.
  mutating func insert(_ source: [UInt32], _ target: [UInt32]) {
    var node = 0
    for scalar in source {
      if let child = nodes[node].children[scalar] {
        node = child
      } else {
        nodes.append(Node())
        nodes[node].children[scalar] = nodes.count - 1
        node = nodes.count - 1
      }
    }
    nodes[node].value = target
  }

  /// What `source` from `start` on becomes by its longest rule of at most `limit` characters.
  func longestMatch(_ source: ArraySlice<UInt32>, limit: Int) -> (length: Int, target: [UInt32])? {
    var node = 0
    var found: (Int, [UInt32])?
    for (scalar, length) in zip(source.prefix(limit), 1...) {
      guard let child = nodes[node].children[scalar] else { break }
      node = child
      if let value = nodes[node].value { found = (length, value) }
    }
    return found
  }

  /// How many rules begin one another at most.
  var longestChain: Int {
    func chain(_ node: Int) -> Int {
      (nodes[node].value == nil ? 0 : 1) + (nodes[node].children.values.map(chain).max() ?? 0)
    }
    return chain(0)
  }

  /// Changes all replacements.
  mutating func mapTargets(_ change: (UInt32) -> UInt32) {
    for index in nodes.indices { nodes[index].value = nodes[index].value?.map(change) }
  }

  /// Writes the trie to `builder`, each character in all its `spellings`, and returns the root.
  func intern(into builder: inout CharsmapBuilder, spellings: (UInt32) -> [UInt32]) -> Int32 {
    let children = children(0, &builder, spellings, singles: nil)
    return builder.intern(CharsmapBuilder.Node(children: children))
  }

  /// The same with rules for single characters, which may differ between the spellings of a character.
  func intern(
    into builder: inout CharsmapBuilder, spellings: (UInt32) -> [UInt32], singles: [UInt32: [UInt32]]
  ) -> Int32 {
    let children = children(0, &builder, spellings, singles: singles)
    return builder.intern(CharsmapBuilder.Node(children: children))
  }

  private func children(
    _ node: Int, _ builder: inout CharsmapBuilder, _ spellings: (UInt32) -> [UInt32],
    singles: [UInt32: [UInt32]]?
  ) -> [CharsmapBuilder.Child] {
    var ends: [(bytes: [UInt8], node: Int32)] = []
    var rest = singles ?? [:]
    for (scalar, child) in nodes[node].children.sorted(by: { $0.key < $1.key }) {
      let behind = children(child, &builder, spellings, singles: nil)
      for spelling in spellings(scalar) {
        let target = singles == nil ? nodes[child].value : rest.removeValue(forKey: spelling)
        let value = target.map { builder.value(Self.bytes($0)) } ?? -1
        ends.append(
          (
            UTF8Scalar.bytes(of: spelling),
            builder.intern(CharsmapBuilder.Node(value: value, children: behind))
          ))
      }
    }
    for (scalar, target) in rest.sorted(by: { $0.key < $1.key }) {
      let value = builder.value(Self.bytes(target))
      ends.append((UTF8Scalar.bytes(of: scalar), builder.intern(CharsmapBuilder.Node(value: value))))
    }
    return builder.children(ends)
  }

  private static func bytes(_ scalars: [UInt32]) -> [UInt8] {
    scalars.reduce(into: []) { UTF8Scalar.append($1, to: &$0) }
  }
}

/// The rules of a normalization form: what single characters become, and what sequences compose to.
///
/// A sequence that decomposes like a composed character has a rule in each of its spellings, unless shorter
/// rules do the same. Source: `BuildMapInternal` and `RemoveRedundantMap` in `builder.cc` of SentencePiece.
struct CharacterRules {
  /// The forms that rules can be made for.
  enum Form {
    case nfkc
    case hangul
  }

  private var singles: [UInt32: [UInt32]] = [:]
  /// The rules of several characters, each in its decomposed spelling.
  private var sequences = RuleTrie()
  /// The characters that decompose to another character, by that.
  private var spellings: [UInt32: [UInt32]] = [:]

  init(_ form: Form) {
    let scalars = Self.candidates
    var composed = Self.apply(form, composing: true, to: scalars.map { [$0] })
    var decomposed = Self.apply(form, composing: false, to: scalars.map { [$0] })
    let later = form == .nfkc ? LaterUnicode.decompositions : [:]
    for (index, scalar) in scalars.enumerated() where decomposed[index] == [scalar] {
      guard let parts = later[scalar] else { continue }
      decomposed[index] = parts
      if parts.count == 1 { composed[index] = parts }
    }
    var sources: Set<[UInt32]> = []
    for (index, scalar) in scalars.enumerated() {
      if composed[index] != [scalar] { singles[scalar] = composed[index] }
      if decomposed[index].count == 1 {
        if decomposed[index][0] != scalar { spellings[decomposed[index][0], default: []].append(scalar) }
      } else if !decomposed[index].isEmpty {
        sources.insert(decomposed[index])
      }
    }
    var ordered = sources.sorted { $0.lexicographicallyPrecedes($1) }
    let targets = Self.apply(form, composing: true, to: ordered)
    var rules = zip(ordered, targets).filter { $0 != $1 }
    ordered = []
    rules += later.filter { $1.count > 1 }.map { ($1, [$0]) } + Self.syllables
    if form == .hangul { rules += Self.openSyllables }
    for (source, target) in rules.sorted(by: { $0.0.count < $1.0.count }) where !follows(source, target) {
      sequences.insert(source, target)
    }
  }

  /// Whether shorter rules do what the rule would do.
  private func follows(_ source: [UInt32], _ target: [UInt32]) -> Bool {
    var result: [UInt32] = []
    var rest = source[...]
    while let first = rest.first {
      // A decomposed character stands for itself, so only sequences count.
      if let (length, target) = sequences.longestMatch(rest, limit: source.count - 1) {
        result += target
        rest = rest.dropFirst(length)
      } else {
        result += singles[first] ?? [first]
        rest = rest.dropFirst()
      }
    }
    return result == target
  }

  /// The scalars that normalization may change: no surrogates, no noncharacters, and none of the blocks in
  /// which nothing decomposes (unified ideographs, private use, planes without characters). Hangul syllables
  /// are made by arithmetic.
  private static var candidates: [UInt32] {
    var scalars: [UInt32] = []
    for range in [1...0x33FF, 0x4DC0...0x4DFF, 0xA000...0xABFF, 0xD7A4...0xD7FF, 0xF900...0x1FFFF]
      as [ClosedRange<UInt32>]
    {
      scalars += range.filter { $0 & 0xFFFE != 0xFFFE && !(0xFDD0...0xFDEF).contains($0) }
    }
    return scalars + Array(0x2F800...0x2FA1F) + Array(0xE0000...0xE0FFF)
  }

  /// Each of `texts` in the form, or decomposed.
  private static func apply(_ form: Form, composing: Bool, to texts: [[UInt32]]) -> [[UInt32]] {
    if form == .hangul { return texts.map { hangul($0, composing: composing) } }
    // Line feeds keep the texts apart: nothing composes with them and nothing becomes one.
    var joined: [UInt8] = []
    for text in texts {
      for scalar in text { UTF8Scalar.append(scalar, to: &joined) }
      joined.append(0x0A)
    }
    let unicode: UnicodeForm = composing ? .nfkc : .nfkd
    // ICU refuses only texts far longer than this.
    guard let result = try? unicode.apply(to: AlignedText(utf8: joined)) else { return texts }
    var results: [[UInt32]] = [[]]
    for scalar in UTF8Scalar.values(of: result.utf8) {
      if scalar == 0x0A { results.append([]) } else { results[results.count - 1].append(scalar) }
    }
    guard let lineFeed = texts.firstIndex(of: [0x0A]) else { return results.dropLast() }
    results.replaceSubrange(lineFeed...lineFeed + 1, with: [[0x0A]])
    return results.dropLast()
  }

  private static func hangul(_ text: [UInt32], composing: Bool) -> [UInt32] {
    if !composing, text.count == 1, Hangul.isConjoiningJamo(text[0]) { return text }
    let utf8 = text.reduce(into: []) { UTF8Scalar.append($1, to: &$0) }
    let form = HangulForm.normalize(AlignedText(utf8: utf8))
    if composing { return UTF8Scalar.values(of: form.utf8) }
    return UTF8Scalar.values(of: ((try? UnicodeForm.nfd.apply(to: form)) ?? form).utf8)
  }

  /// The spellings of syllables by modern jamo, and the syllables.
  private static var syllables: [([UInt32], [UInt32])] {
    (UInt32(0)..<11172).map { index in
      var jamo: [UInt32] = [0x1100 + index / 588, 0x1161 + index % 588 / 28]
      if index % 28 != 0 { jamo.append(0x11A7 + index % 28) }
      return (jamo, [0xAC00 + index])
    }
  }

  /// Open syllables with the consonant that closes them.
  private static var openSyllables: [([UInt32], [UInt32])] {
    (UInt32(0)..<11172).filter { $0 % 28 != 0 }.map { index in
      let source: [UInt32] = [0xAC00 + index / 28 * 28, 0x11A7 + index % 28]
      return (source, [0xAC00 + index])
    }
  }

  // MARK: Further rules

  /// Spaces and marks that are no text become spaces, controls go, the full-width tilde stays.
  mutating func addTextRules() {
    for scalar in [
      0x09, 0x0A, 0x0C, 0x0D, 0x061C, 0x1680, 0x200B, 0x200C, 0x200E, 0x200F, 0x2028, 0x2029, 0x2581, 0xFEFF,
      0xFFFD,
    ] as [UInt32] {
      singles[scalar] = [0x20]
    }
    for scalar in (0x01...0x1F as ClosedRange<UInt32>) where ![0x09, 0x0A, 0x0C, 0x0D].contains(scalar) {
      singles[scalar] = []
    }
    for scalar in [0x7F, 0x8F, 0x9F] as [UInt32] { singles[scalar] = [] }
    singles[0xFF5E] = nil
  }

  /// Characters without case, everywhere.
  mutating func foldCase() {
    for (scalar, target) in singles { singles[scalar] = target.map(LaterUnicode.foldedCase) }
    sequences.mapTargets(LaterUnicode.foldedCase)
    for scalar in 1...0x1FFFF as ClosedRange<UInt32> where singles[scalar] == nil {
      let folded = LaterUnicode.foldedCase(scalar)
      if folded != scalar { singles[scalar] = [folded] }
    }
  }

  /// The rules as a charsmap.
  func charsmap() -> [UInt8] {
    var builder = CharsmapBuilder()
    let root = sequences.intern(
      into: &builder, spellings: { [$0] + (spellings[$0] ?? []) }, singles: singles)
    return builder.blob(root: root)
  }
}
