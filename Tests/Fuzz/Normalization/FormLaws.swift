import Normalization

/// What holds for every form of any bytes; a broken law is a sentence.
///
/// Checked by the fuzzer on what it makes up, and by the tests on the fuzzer's seeds.
enum FormLaws {
  /// The laws that `bytes` break.
  static func broken(by bytes: [UInt8]) -> [String] {
    var broken: [String] = []
    let text = AlignedText(utf8: bytes)
    let repaired = Array(String(decoding: bytes, as: UTF8.self).utf8)
    for form in UnicodeForm.allCases {
      guard let result = try? form.apply(to: text), let again = try? form.apply(to: result) else {
        broken.append("\(form) is refused")
        continue
      }
      var reference = ICUReference(form)
      var expected: [UInt8] = []
      try? repaired.withUnsafeBufferPointer { try reference.normalize($0) { expected = Array($0) } }
      if result.utf8 != expected { broken.append("\(form) is not that of ICU") }
      if again.utf8 != result.utf8 { broken.append("\(form) is not idempotent") }
      broken += brokenMap(of: result, source: bytes).map { "\(form): \($0)" }
    }
    let hangul = HangulForm.normalize(text)
    if HangulForm.normalize(hangul).utf8 != hangul.utf8 { broken.append("hangul is not idempotent") }
    if (try? UnicodeForm.nfc.isNormalized(hangul.utf8)) != true { broken.append("hangul is not in NFC") }
    broken += brokenMap(of: hangul, source: bytes).map { "hangul: \($0)" }
    if UTF8Validation.firstInvalidOffset(in: bytes) == nil {
      for form in [UnicodeForm.nfc, .nfd] {
        guard let same = try? form.apply(to: text) else { continue }
        if HangulForm.normalize(AlignedText(utf8: same.utf8)).utf8 != hangul.utf8 {
          broken.append("hangul differs for the \(form) of the text")
        }
      }
    }
    return broken
  }

  /// The laws of ``AlignedText`` that the map of `text` breaks.
  static func brokenMap(of text: AlignedText, source: [UInt8]) -> [String] {
    var broken: [String] = []
    if UTF8Validation.firstInvalidOffset(in: text.utf8) != nil { broken.append("the text is malformed") }
    if text.sourceCount != source.count { broken.append("the source has another length") }
    var cursor = AlignedText.SourceCursor(text)
    var last = 0..<0
    for offset in text.utf8.indices {
      let span = cursor.sourceRange(of: offset..<offset + 1)
      if span.lowerBound < last.lowerBound || span.upperBound < last.upperBound {
        broken.append("the map goes back at byte \(offset)")
      }
      if span.isEmpty || span.upperBound > source.count { broken.append("byte \(offset) came from nothing") }
      last = span
    }
    var (source, result) = (source[...], text.utf8[...])
    for difference in text.differences {
      let copied = source[..<difference.source.lowerBound]
      if !copied.elementsEqual(result[..<difference.result.lowerBound]) {
        broken.append("what was copied differs before byte \(difference.source.lowerBound)")
      }
      source = source[difference.source.upperBound...]
      result = result[difference.result.upperBound...]
    }
    if !source.elementsEqual(result) { broken.append("what was copied at the end differs") }
    return broken
  }
}
