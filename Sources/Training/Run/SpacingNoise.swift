/// Spacing errors as people make them: spaces left out, and spaces where none belong.
///
/// A space inside a word also cuts it into other pieces, so the model learns a word from its parts (the effect of
/// subword regularization, Kudo 2018, without a sampling tokenizer). The label stays.
public struct SpacingNoise: Codable, Sendable, Equatable {
  /// The share of readings that are disturbed at all, 0...1.
  public var share: Double
  /// The probability that a space of a disturbed text is left out.
  public var dropped: Double
  /// The probability that a space stands between two letters of a disturbed text.
  public var inserted: Double

  /// `text` as it is read in one reading, a function of the text and of what `random` draws.
  func disturb(_ text: String, using random: inout CounterRandom) -> String {
    guard chance(share, &random) else { return text }
    var result = String.UnicodeScalarView(), previousIsLetter = false
    for scalar in text.unicodeScalars {
      if scalar == " " {
        previousIsLetter = false
        if chance(dropped, &random) { continue }
      } else {
        let isLetter = scalar.value >= 0x1100 && scalar.properties.isAlphabetic
        if isLetter && previousIsLetter && chance(inserted, &random) { result.append(" ") }
        previousIsLetter = isLetter
      }
      result.append(scalar)
    }
    return String(result)
  }

  private func chance(_ probability: Double, _ random: inout CounterRandom) -> Bool {
    Double(random.next() >> 11) * 0x1p-53 < probability
  }
}
