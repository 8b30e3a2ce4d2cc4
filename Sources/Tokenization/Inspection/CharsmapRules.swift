import Normalization

/// The rules of a precompiled character map, read back from it: which characters become which.
///
/// Format (`normalizer.cc` of SentencePiece): the size of a trie in bytes as a little-endian 32-bit number, the units
/// of a darts-clone double array, then the replacements, each ended by a zero byte.
public struct CharsmapRules: Sendable, Equatable {
  /// One rule: the bytes that are looked for, and what they become.
  public struct Rule: Sendable, Equatable {
    /// The text that the rule applies to.
    public var source: [UInt8]
    /// What it becomes.
    public var target: [UInt8]
  }

  /// The rules by their sources, in the order of bytes.
  public let rules: [Rule]

  /// The longest source that is followed; real maps have some ten bytes.
  static let maximumDepth = 1000
  /// The most rules that are read back: a damaged trie can hold far more paths than bytes.
  static let maximumRules = 2_000_000

  /// Reads the rules back. Throws ``TokenizationError`` if the blob is damaged or its trie goes round in circles.
  public init(precompiled blob: [UInt8]) throws(TokenizationError) {
    let trie = try Self.validated(blob)
    var rules: [Rule] = []
    var key: [UInt8] = []
    // Depth first over (node, next byte); recursion would let a damaged trie exhaust the stack.
    var path: [(node: Int, next: Int)] = [(trie.root, 0)]
    var steps = 0
    while let (node, next) = path.last {
      guard next < 256 else {
        path.removeLast()
        _ = key.popLast()
        continue
      }
      path[path.count - 1].next = next + 1
      guard let child = trie.child(of: node, by: UInt8(next)) else { continue }
      steps += 1
      guard key.count < Self.maximumDepth, steps < Self.maximumRules else {
        throw .malformedCharsmap(reason: .trieUnit, offset: 4 + 4 * node)
      }
      key.append(UInt8(next))
      if let start = trie.value(at: child) {
        rules.append(Rule(source: key, target: Array(trie.replacements[start...].prefix { $0 != 0 })))
      }
      path.append((trie.node(behind: child), 0))
    }
    self.rules = rules
  }

  /// The rules as SentencePiece's `--decompile` writes them: code points in hexadecimal, a tab, the code points they
  /// become, and a remark with the characters themselves.
  public var tsv: [UInt8] {
    var text: [UInt8] = []
    let sorted = rules.map { (UTF8Scalar.values(of: $0.source), $0) }
      .sorted { $0.0.lexicographicallyPrecedes($1.0) }
    for (scalars, rule) in sorted {
      func hexadecimal(_ scalars: [UInt32]) -> String {
        scalars.map { String($0, radix: 16, uppercase: true) }.joined(separator: " ")
      }
      var line = Array((hexadecimal(scalars) + "\t" + hexadecimal(UTF8Scalar.values(of: rule.target))).utf8)
      line += Array("\t# ".utf8) + rule.source + Array(" => ".utf8) + rule.target
      text += line.map { [0x08, 0x0A, 0x0B, 0x0C, 0x0D].contains($0) ? 0x20 : $0 }
      text.append(0x0A)
    }
    return text
  }

  /// Throws if `blob` is not a map whose trie and values stay inside of it.
  static func validate(_ blob: [UInt8]) throws(TokenizationError) { _ = try validated(blob) }

  /// The parts of a map that was checked.
  private struct Trie {
    let units: [UInt32]
    let replacements: ArraySlice<UInt8>

    var root: Int { Self.offset(units[0]) }

    /// The unit that `byte` leads to; nil if there is none.
    func child(of node: Int, by byte: UInt8) -> Int? {
      let child = node ^ Int(byte)
      return units[child] & 0x8000_00FF == UInt32(byte) ? child : nil
    }

    /// Where the children of `unit` lie.
    func node(behind unit: Int) -> Int { unit ^ Self.offset(units[unit]) }

    /// The place of the replacement of the key that ends at `unit`; nil if none ends there.
    func value(at unit: Int) -> Int? {
      guard units[unit] & 0x100 != 0 else { return nil }
      return replacements.startIndex + Int(units[node(behind: unit)] & 0x7FFF_FFFF)
    }

    static func offset(_ unit: UInt32) -> Int { Int((unit >> 10) << ((unit & 0x200) >> 6)) }
  }

  /// Source: `DecodePrecompiledCharsMap` of SentencePiece 0.2.3 and `validate` of its darts-clone.
  private static func validated(_ blob: [UInt8]) throws(TokenizationError) -> Trie {
    guard blob.count > 4 else { throw .malformedCharsmap(reason: .header, offset: 0) }
    func word(_ offset: Int) -> UInt32 {
      UInt32(blob[offset]) | UInt32(blob[offset + 1]) << 8 | UInt32(blob[offset + 2]) << 16
        | UInt32(blob[offset + 3]) << 24
    }
    let size = Int(word(0))
    guard size >= 1024, size % 1024 == 0, size < blob.count - 4 else {
      throw .malformedCharsmap(reason: .trieSize, offset: 0)
    }
    guard blob.last == 0 else { throw .malformedCharsmap(reason: .value, offset: blob.count - 1) }
    let units = stride(from: 4, to: 4 + size, by: 4).map(word)
    let values = blob.count - 4 - size
    for (index, unit) in units.enumerated() {
      func fault(_ reason: TokenizationError.CharsmapFault) -> TokenizationError {
        .malformedCharsmap(reason: reason, offset: 4 + 4 * index)
      }
      let isValue = unit & 0x8000_0000 != 0
      if index == 0 {
        guard !isValue, unit & 0x1FF == 0, Trie.offset(unit) != 0 else { throw fault(.trieUnit) }
      }
      if isValue {
        guard Int(unit & 0x7FFF_FFFF) < values else { throw fault(.value) }
        continue
      }
      let target = index ^ Trie.offset(unit)
      guard target | 0xFF < units.count else { throw fault(.trieUnit) }
      if unit & 0x100 != 0, units[target] & 0x8000_0000 == 0 { throw fault(.trieUnit) }
    }
    return Trie(units: units, replacements: blob[(4 + size)...])
  }
}
