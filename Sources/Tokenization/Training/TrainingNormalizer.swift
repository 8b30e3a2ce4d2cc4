import Normalization

/// Makes of a line what training reads: mapped characters, `▁` for spaces, the dummy prefix.
///
/// The same bytes as ``TextPreparer`` gives, without alignment and a line at a time into one buffer.
/// Source: `Normalizer::Normalize` in `normalizer.cc` of SentencePiece 0.2.3.
struct TrainingNormalizer: ~Copyable {
  private let spec: SentencePieceModel.NormalizerSpec
  private let isSuffixed: Bool
  private let trie: CharsmapTrie?
  /// What a scalar of the basic plane can begin, learned as scalars come; 0 for not known yet.
  private var kinds: GrowableBuffer<UInt8>
  /// The bytes that stand behind scalars of kind `prefix` in keys.
  private var seconds = GrowableBuffer<Bool>(repeating: false, count: 256)

  private var sawMalformed = false

  private static let plain: UInt8 = 1
  private static let prefix: UInt8 = 2
  private static let key: UInt8 = 3

  init(_ spec: SentencePieceModel.NormalizerSpec, isSuffixed: Bool) throws(TokenizationError) {
    self.spec = spec
    self.isSuffixed = isSuffixed
    trie = spec.precompiledCharsmap.isEmpty ? nil : try CharsmapTrie(spec.precompiledCharsmap)
    kinds = GrowableBuffer(repeating: trie == nil ? Self.plain : 0, count: 1 << 16)
  }

  /// Writes the normalized `line` to `output`, whose contents go.
  mutating func normalize(_ line: UnsafeBufferPointer<UInt8>, into output: inout GrowableBuffer<UInt8>) {
    output.removeAll()
    var offset = 0
    if spec.removesExtraWhitespace {
      while offset < line.count {
        let step = next(line, offset)
        guard step.text.count == 1, step.text[0] == 0x20 else { break }
        offset += step.length
      }
    }
    guard offset < line.count else { return }
    if spec.addsDummyPrefix, !isSuffixed { appendSpace(&output) }
    var followsSpace = spec.removesExtraWhitespace
    while offset < line.count {
      let byte = line[offset]
      if byte > 0x20, byte < 0x7F, kinds[Int(byte)] == Self.plain {
        output.append(byte)
        followsSpace = false
        offset += 1
        continue
      }
      let step = next(line, offset)
      offset += step.length
      var start = 0
      while followsSpace, start < step.text.count, step.text[start] == 0x20 { start += 1 }
      guard start < step.text.count else { continue }
      for index in start..<step.text.count {
        if step.text[index] == 0x20 { appendSpace(&output) } else { output.append(step.text[index]) }
      }
      followsSpace = spec.removesExtraWhitespace && step.text[step.text.count - 1] == 0x20
    }
    if spec.removesExtraWhitespace {
      while output.count >= 3, output.elements.isSpace(at: output.count - 3) {
        output.truncate(to: output.count - 3)
      }
    }
    if spec.addsDummyPrefix, isSuffixed { appendSpace(&output) }
  }

  /// Whether a malformed byte was met since this was asked last.
  mutating func takeMalformed() -> Bool {
    defer { sawMalformed = false }
    return sawMalformed
  }

  private func appendSpace(_ output: inout GrowableBuffer<UInt8>) {
    output.append(0xE2)
    output.append(0x96)
    output.append(0x81)
  }

  /// What becomes of the text at one place, and how many bytes of the line that takes.
  private struct Step {
    var text: UnsafeBufferPointer<UInt8>
    var length: Int
  }

  @inline(__always)
  private mutating func next(_ line: UnsafeBufferPointer<UInt8>, _ offset: Int) -> Step {
    let scalar = UTF8Scalar(in: line, at: offset)
    if let trie, scalar.map({ mayBegin($0, line, offset, trie) }) ?? true,
      let match = trie.longestMatch(line, at: offset)
    {
      return Step(text: match.replacement, length: match.length)
    }
    guard let scalar else {
      sawMalformed = true
      return Step(text: Self.malformed, length: 1)
    }
    return Step(
      text: UnsafeBufferPointer(rebasing: line[offset..<offset + scalar.length]), length: scalar.length)
  }

  /// Whether a key can begin with `scalar` at `offset`.
  @inline(__always)
  private mutating func mayBegin(
    _ scalar: UTF8Scalar, _ line: UnsafeBufferPointer<UInt8>, _ offset: Int, _ trie: CharsmapTrie
  ) -> Bool {
    guard scalar.value < 0x10000 else { return true }
    let index = Int(scalar.value)
    if kinds[index] == 0 { learn(index, line, offset..<offset + scalar.length, trie) }
    switch kinds[index] {
    case Self.plain: return false
    case Self.prefix:
      return offset + scalar.length < line.count && seconds[Int(line[offset + scalar.length])]
    default: return true
    }
  }

  private mutating func learn(
    _ index: Int, _ line: UnsafeBufferPointer<UInt8>, _ range: Range<Int>, _ trie: CharsmapTrie
  ) {
    let (isKey, following) = trie.continuations(of: UnsafeBufferPointer(rebasing: line[range]))
    kinds[index] = isKey ? Self.key : following.isEmpty ? Self.plain : Self.prefix
    for byte in following { seconds[Int(byte)] = true }
  }

  /// U+FFFD, which a malformed byte becomes.
  // SAFETY: written once, before anyone reads it, and never let go.
  private nonisolated(unsafe) static let malformed: UnsafeBufferPointer<UInt8> = {
    let bytes = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: 3)
    _ = bytes.initialize(from: [0xEF, 0xBF, 0xBD])
    return UnsafeBufferPointer(bytes)
  }()
}

/// A precompiled charsmap as training reads it: see ``Charsmap`` for the format.
final class CharsmapTrie: Sendable {
  /// SentencePiece looks at no more matches than this at one place.
  static let maximumMatches = 32

  private let units: FrozenArray<UInt32>
  // SAFETY: allocated by `init`, written nowhere else, and let go by `deinit`.
  private nonisolated(unsafe) let replacements: UnsafeMutableBufferPointer<UInt8>

  init(_ blob: [UInt8]) throws(TokenizationError) {
    _ = try Charsmap(blob)
    func word(_ offset: Int) -> UInt32 {
      (0..<4).reduce(0) { $0 | UInt32(blob[offset + $1]) << UInt32(8 * $1) }
    }
    let size = Int(word(0))
    units = FrozenArray(stride(from: 4, to: 4 + size, by: 4).map(word))
    let rest = blob[(4 + size)...]
    replacements = .allocate(capacity: rest.count)
    _ = replacements.initialize(from: rest)
  }

  deinit { replacements.deallocate() }

  /// The longest key at `offset`: its length and its replacement, which lives as long as this object.
  func longestMatch(
    _ line: UnsafeBufferPointer<UInt8>, at offset: Int
  ) -> (length: Int, replacement: UnsafeBufferPointer<UInt8>)? {
    var found: (length: Int, start: Int)?
    var matches = 0
    var node = Self.offset(units[0])
    for index in offset..<line.count {
      node ^= Int(line[index])
      guard node < units.count else { break }
      let unit = units[node]
      guard unit & 0x8000_00FF == UInt32(line[index]) else { break }
      node ^= Self.offset(unit)
      guard unit & 0x100 != 0 else { continue }
      guard node < units.count, matches < Self.maximumMatches else { break }
      matches += 1
      found = (index - offset + 1, Int(units[node] & 0x7FFF_FFFF))
    }
    guard let (length, start) = found, start < replacements.count else { return nil }
    var end = start
    while replacements[end] != 0 { end += 1 }
    return (length, UnsafeBufferPointer(rebasing: replacements[start..<end]))
  }

  /// Whether `bytes` are a key, and the bytes with which longer keys go on.
  func continuations(of bytes: UnsafeBufferPointer<UInt8>) -> (isKey: Bool, following: [UInt8]) {
    var node = Self.offset(units[0])
    var isKey = false
    for byte in bytes {
      node ^= Int(byte)
      guard node < units.count, units[node] & 0x8000_00FF == UInt32(byte) else { return (false, []) }
      isKey = units[node] & 0x100 != 0
      node ^= Self.offset(units[node])
    }
    let following = (1...255).filter { byte in
      let child = node ^ byte
      return child < units.count && units[child] & 0x8000_00FF == UInt32(byte)
    }
    return (isKey, following.map { UInt8($0) })
  }

  private static func offset(_ unit: UInt32) -> Int { Int((unit >> 10) << ((unit & 0x200) >> 6)) }
}
