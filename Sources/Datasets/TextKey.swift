import Normalization

/// What of a text counts when two texts are compared: letters, marks and numbers of its hangul form, ASCII in
/// lower case.
///
/// Two texts are exact duplicates if their keys are equal. A text of symbols alone is its own key.
package struct TextKey: Hashable, Sendable {
  /// The key's UTF-8.
  package let utf8: [UInt8]

  package init(_ text: String) {
    let form = HangulForm.normalize(AlignedText(text)).utf8
    var bytes: [UInt8] = []
    bytes.reserveCapacity(form.count)
    for scalar in UTF8Scalar.values(of: form) where Self.counts(scalar) {
      UTF8Scalar.append((0x41...0x5A).contains(scalar) ? scalar + 0x20 : scalar, to: &bytes)
    }
    utf8 = bytes.isEmpty ? form : bytes
  }

  /// The key as jamo: a syllable gives its two or three jamo as compatibility letters, anything else itself.
  package var jamo: [UInt32] { UTF8Scalar.values(of: Hangul.decomposed(utf8)) }

  private static func counts(_ value: UInt32) -> Bool {
    switch value {
    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0xAC00...0xD7A3, 0x3131...0x318E: return true
    case 0..<0x80: return false
    default:
      guard let scalar = Unicode.Scalar(value) else { return false }
      switch scalar.properties.generalCategory {
      case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter,
        .nonspacingMark, .spacingMark, .enclosingMark, .decimalNumber, .letterNumber, .otherNumber:
        return true
      default: return false
      }
    }
  }
}
