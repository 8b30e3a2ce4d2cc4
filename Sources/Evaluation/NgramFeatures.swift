import Normalization

/// The set of hashed character n-grams of a text, spelled in jamo.
///
/// The text's compatibility form (NFKC, then the hangul form) is decomposed into compatibility jamo, ASCII goes
/// to lower case, and a run of spaces becomes one. Each n-gram of 1 to 7 characters is a feature; one
/// occurrence is enough (binary).
struct NgramFeatures: Codable, Equatable, Sendable {
  /// The longest n-gram.
  var longest = 7
  /// The number of features is 2 to this power.
  var hashBits = 20

  /// The distinct features of a text in ascending order. O(7 n log n).
  func features(of text: String) -> [UInt32] {
    let characters = Self.characters(of: text)
    let mask = (UInt64(1) << UInt64(hashBits)) - 1
    var features: [UInt32] = []
    features.reserveCapacity(characters.count * longest)
    for start in characters.indices {
      var hash: UInt64 = 0
      for character in characters[start..<min(start + longest, characters.count)] {
        hash = SplitMix64.mix((hash &+ 0x9e37_79b9_7f4a_7c15) ^ UInt64(character))
        features.append(UInt32(truncatingIfNeeded: hash & mask))
      }
    }
    features.sort()
    var distinct = 0
    for feature in features where distinct == 0 || features[distinct - 1] != feature {
      features[distinct] = feature
      distinct += 1
    }
    features.removeLast(features.count - distinct)
    return features
  }

  /// The scalars that n-grams are made of.
  static func characters(of text: String) -> [UInt32] {
    let source = AlignedText(text)
    // ICU refuses texts beyond 67 MB alone; those are read in the hangul form.
    let compatible = (try? UnicodeForm.nfkc.apply(to: source)) ?? source
    let form = HangulForm.normalize(compatible)
    var characters: [UInt32] = []
    for value in UTF8Scalar.values(of: Hangul.decomposed(form.utf8)) {
      if value == 0x20, characters.last == 0x20 || characters.isEmpty { continue }
      characters.append((0x41...0x5A).contains(value) ? value + 0x20 : value)
    }
    if characters.last == 0x20 { characters.removeLast() }
    return characters
  }
}
