/// SentencePiece's precompiled character map: a trie from strings to their replacements.
///
/// Format (`normalizer.cc` of SentencePiece): the trie's size in bytes as a little-endian 32-bit number, the
/// units of a darts-clone double array, then the replacements, each ended by a zero byte. A value of the trie
/// is the offset of its replacement.
struct Charsmap: Sendable {
  /// SentencePiece looks at no more matches than this at one place.
  private static let maximumMatches = 32

  private let units: [UInt32]
  private let replacements: [UInt8]

  /// Reads a map. The blob must not be empty.
  init(_ blob: [UInt8]) throws(TokenizationError) {
    guard blob.count > 4 else { throw .malformedCharsmap(reason: .header, offset: 0) }
    func word(_ offset: Int) -> UInt32 {
      (0..<4).reduce(0) { $0 | UInt32(blob[offset + $1]) << UInt32(8 * $1) }
    }
    let size = Int(word(0))
    guard size > 0, size % 4 == 0, size < blob.count - 4 else {
      throw .malformedCharsmap(reason: .trieSize, offset: 0)
    }
    units = stride(from: 4, to: 4 + size, by: 4).map(word)
    replacements = Array(blob[(4 + size)...])
    // With a zero at the very end every replacement has an end.
    guard replacements.last == 0 else { throw .malformedCharsmap(reason: .value, offset: blob.count - 1) }
  }

  /// The longest key at `offset`: its length and where its replacement lies.
  ///
  /// A unit or value that points outside of the map matches nothing.
  func longestMatch(
    in bytes: UnsafeBufferPointer<UInt8>, at offset: Int
  ) -> (length: Int, replacement: ArraySlice<UInt8>)? {
    var found: (length: Int, start: Int)?
    var matches = 0
    var node = Self.offset(units[0])
    for index in offset..<bytes.count {
      node ^= Int(bytes[index])
      guard node < units.count else { break }
      let unit = units[node]
      guard unit & 0x8000_00FF == UInt32(bytes[index]) else { break }
      node ^= Self.offset(unit)
      guard unit & 0x100 != 0 else { continue }
      guard node < units.count, matches < Self.maximumMatches else { break }
      matches += 1
      found = (index - offset + 1, Int(units[node] & 0x7FFF_FFFF))
    }
    guard let (length, start) = found, start < replacements.count else { return nil }
    let end = replacements[start...].firstIndex(of: 0) ?? start
    return (length, replacements[start..<end])
  }

  private static func offset(_ unit: UInt32) -> Int { Int((unit >> 10) << ((unit & 0x200) >> 6)) }
}
