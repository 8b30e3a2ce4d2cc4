import Foundation

/// What of a text counts when two texts are compared: letters, marks and numbers of its hangul form, lower case.
///
/// Two texts are exact duplicates if their keys are equal. A text of symbols alone is its own key.
struct TextKey: Hashable, Sendable {
  /// The key's UTF-8.
  let utf8: [UInt8]

  init(_ text: String) {
    let form = compatibilityForm(text)
    var bytes: [UInt8] = []
    bytes.reserveCapacity(form.utf8.count)
    for scalar in form.unicodeScalars where Self.counts(scalar) {
      let lower = scalar.value < 0x80 ? Self.lowered(scalar) : scalar
      bytes.append(contentsOf: UTF8.encode(lower)?.map(\.self) ?? [])
    }
    utf8 = bytes.isEmpty ? Array(form.utf8) : bytes
  }

  /// The key as jamo: a syllable gives its two or three jamo as compatibility letters, anything else itself.
  var jamo: [UInt32] {
    var jamo: [UInt32] = []
    jamo.reserveCapacity(utf8.count)
    for scalar in String(decoding: utf8, as: UTF8.self).unicodeScalars {
      let value = scalar.value
      guard (0xAC00...0xD7A3).contains(value) else {
        jamo.append(value)
        continue
      }
      let index = Int(value - 0xAC00)
      jamo.append(Self.initials[index / 588])
      jamo.append(0x314F + UInt32(index % 588 / 28))
      if index % 28 != 0 { jamo.append(Self.finals[index % 28]) }
    }
    return jamo
  }

  private static let initials: [UInt32] = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ".unicodeScalars.map(\.value)
  private static let finals: [UInt32] =
    [0] + "ㄱㄲㄳㄴㄵㄶㄷㄹㄺㄻㄼㄽㄾㄿㅀㅁㅂㅄㅅㅆㅇㅈㅊㅋㅌㅍㅎ".unicodeScalars.map(\.value)

  private static func lowered(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
    (0x41...0x5A).contains(scalar.value) ? Unicode.Scalar(UInt8(scalar.value) + 0x20) : scalar
  }

  private static func counts(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0xAC00...0xD7A3, 0x3131...0x318E: return true
    case 0..<0x80: return false
    default:
      switch scalar.properties.generalCategory {
      case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter,
        .nonspacingMark, .spacingMark, .enclosingMark, .decimalNumber, .letterNumber, .otherNumber:
        return true
      default: return false
      }
    }
  }
}

/// The NFKC form; text of ASCII, syllables and compatibility jamo alone is left as it is.
private func compatibilityForm(_ text: String) -> String {
  let isPlain = text.unicodeScalars.allSatisfy { scalar in
    scalar.value < 0x80 || (0xAC00...0xD7A3).contains(scalar.value)
      || (0x3131...0x3163).contains(scalar.value)
  }
  return isPlain ? text : text.precomposedStringWithCompatibilityMapping
}
