import Normalization

extension Lexicon {
  /// A deobfuscator that knows the profanity and slurs of this lexicon: consonants alone are read as one of them
  /// (ㅅㅂ), and a reading in which one appears needs less to be believed.
  ///
  /// Phrases stay out: most consonants spell some phrase, so they would be read into any chat shorthand.
  public func deobfuscator() -> Deobfuscator {
    let spoken = terms.filter { ["profanity", "hate"].contains($0.category) }
    let words = spoken.flatMap { [$0.term] + $0.variants }.filter { word in
      let scalars = word.unicodeScalars
      return (2...6).contains(scalars.count) && scalars.allSatisfy { (0xAC00...0xD7A3).contains($0.value) }
    }
    return Deobfuscator(lexiconTerms: words)
  }
}
