/// SentencePiece's precompiled character map: a trie from strings to their replacements.
///
/// Format (`normalizer.cc` of SentencePiece): the trie's size in bytes as a little-endian 32-bit number, the
/// units of a darts-clone double array, then the replacements, each ended by a zero byte. A value of the trie
/// is the offset of its replacement.
struct Charsmap: Sendable {
  /// SentencePiece looks at no more matches than this at one place.
  fileprivate static let maximumMatches = 32

  private let units: FrozenArray<UInt32>
  private let replacements: FrozenArray<UInt8>

  /// Reads a map. The blob must not be empty.
  init(_ blob: [UInt8]) throws(TokenizationError) {
    guard blob.count > 4 else { throw .malformedCharsmap(reason: .header, offset: 0) }
    let size = blob.withUnsafeBytes { Int(UInt32(littleEndian: $0.loadUnaligned(as: UInt32.self))) }
    guard size > 0, size % 4 == 0, size < blob.count - 4 else {
      throw .malformedCharsmap(reason: .trieSize, offset: 0)
    }
    // With a zero at the very end every replacement has an end.
    guard blob[blob.count - 1] == 0 else {
      throw .malformedCharsmap(reason: .value, offset: blob.count - 1)
    }
    units = FrozenArray(unsafeUninitializedCapacity: size / 4) { units in
      blob.withUnsafeBytes { blob in
        for index in units.indices {
          let unit = blob.loadUnaligned(fromByteOffset: 4 + 4 * index, as: UInt32.self)
          units.initializeElement(at: index, to: UInt32(littleEndian: unit))
        }
      }
    }
    replacements = FrozenArray(Array(blob[(4 + size)...]))
  }

  /// The longest key at `offset`: its length, and its replacement, valid as long as the map is.
  ///
  /// A unit or value that points outside of the map matches nothing.
  func longestMatch(
    in bytes: UnsafeBufferPointer<UInt8>, at offset: Int
  ) -> (length: Int, replacement: UnsafeBufferPointer<UInt8>)? {
    view.longestMatch(in: bytes, at: offset)
  }

  /// The map for loops; valid as long as this value is.
  var view: View {
    View(
      units: UnsafeBufferPointer(start: units.base, count: units.count),
      replacements: UnsafeBufferPointer(start: replacements.base, count: replacements.count))
  }

  /// Borrowed by loops.
  struct View {
    fileprivate let units: UnsafeBufferPointer<UInt32>
    fileprivate let replacements: UnsafeBufferPointer<UInt8>
  }

  fileprivate static func offset(_ unit: UInt32) -> Int { Int((unit >> 10) << ((unit & 0x200) >> 6)) }

  /// A place in the trie, for walks that look at more than one key.
  struct Place {
    /// Where the children of the place are counted from.
    fileprivate var node: Int
    /// Whether a key ends here.
    fileprivate(set) var endsKey: Bool
  }

  /// Where all keys begin.
  var root: Place { Place(node: Self.offset(units[0]), endsKey: false) }

  /// The place after one more byte; nil if no key goes on with it.
  func place(after place: Place, byte: UInt8) -> Place? {
    let node = place.node ^ Int(byte)
    guard node < units.count else { return nil }
    let unit = units.base[node]
    guard unit & 0x8000_00FF == UInt32(byte) else { return nil }
    return Place(node: node ^ Self.offset(unit), endsKey: unit & 0x100 != 0)
  }
}

extension Charsmap.View {
  /// See ``Charsmap/longestMatch(in:at:)``.
  func longestMatch(
    in bytes: UnsafeBufferPointer<UInt8>, at offset: Int
  ) -> (length: Int, replacement: UnsafeBufferPointer<UInt8>)? {
    var found: (length: Int, start: Int)?
    var matches = 0
    var node = Charsmap.offset(units[0])
    var index = offset
    while index < bytes.count {
      let byte = bytes[index]
      index += 1
      node ^= Int(byte)
      guard node < units.count else { break }
      let unit = units[node]
      guard unit & 0x8000_00FF == UInt32(byte) else { break }
      node ^= Charsmap.offset(unit)
      guard unit & 0x100 != 0 else { continue }
      guard node < units.count, matches < Charsmap.maximumMatches else { break }
      matches += 1
      found = (index - offset, Int(units[node] & 0x7FFF_FFFF))
    }
    guard let (length, start) = found, start < replacements.count else { return nil }
    var end = start
    // The last byte is zero.
    while replacements[end] != 0 { end += 1 }
    return (length, UnsafeBufferPointer(rebasing: replacements[start..<end]))
  }
}
