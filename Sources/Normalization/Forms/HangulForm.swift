/// The form of Korean text that our tokenizer reads.
///
/// What it does, and nothing else:
/// - **composes**: NFC; conjoining jamo that form a modern syllable become it, from any mixture of jamo and
///   syllables; half-width jamo that spell a syllable, as an input method would join them, become it;
/// - **folds width**: other half-width jamo become compatibility jamo; full-width ASCII and signs (U+FF01–FF5E,
///   U+FFE0–FFE6) become their narrow forms;
/// - **folds blanks**: each unusual space (category Zs, U+2800), tab and line end becomes U+0020; CR LF is one;
/// - **strips**: controls, default-ignorable scalars (zero-width ones, joiners, variation selectors, fillers,
///   directions, the byte order mark, tags) and interlinear annotation;
/// - **shows**: modern conjoining jamo that form no syllable become the compatibility jamo that they look like;
///   a run with an old jamo in it stays, since old Hangul has no other spelling;
/// - **repairs**: each malformed byte becomes U+FFFD.
///
/// Everything else stays: compatibility jamo (ㅋㅋ, ㅠㅠ, 초성), letter case, repeated characters and spaces,
/// compatibility characters such as ㈜ ① ﬁ, half-width katakana, emoji. So a decoder that gives back this form
/// gives back what a reader saw: only width, the kind of a blank, what is invisible, and how jamo were encoded
/// are lost, and ``AlignedText/differences`` lists each such place with the bytes that stood there. (Joiners go too, so
/// a family emoji becomes its members.)
///
/// Laws: the form is idempotent; its result is valid UTF-8 in NFC; canonically equivalent texts have one form.
/// It never fails, and takes linear time on any bytes.
public enum HangulForm {
  /// `text` in the hangul form; `text` itself if it is in it already. The empty text gives the empty text. O(n).
  ///
  /// No offset is kept: the map to the source is made when it is asked for.
  public static func normalize(_ text: AlignedText) -> AlignedText {
    // The pass fails only where memory does: its stages take what ICU refuses as it is.
    guard let bytes = try? pass.bytes(of: text.utf8) else { return text }
    return AlignedText(utf8: bytes, over: text, replay: pass.replay)
  }

  /// Appends the hangul form of `utf8` to `output`: the way without alignment. O(n).
  public static func append(_ utf8: UnsafeBufferPointer<UInt8>, to output: inout [UInt8]) {
    try? pass.append(utf8, from: traits.plainEnd(in: utf8, from: 0), to: &output)
  }

  static let pass = FormPass(hangul: traits)

  /// The form by its stages, for the runs that arithmetic does not settle; also the fast way's oracle.
  static func staged(_ text: AlignedText) -> AlignedText {
    let folded = folded(text)
    // ICU refuses only exhausted memory and runs of 64 MiB without a boundary; then the run stays as written.
    return shown((try? UnicodeForm.nfc.apply(to: folded)) ?? folded)
  }

  // MARK: 1. Fold

  static func folded(_ text: AlignedText) -> AlignedText {
    var builder = AlignedTextBuilder(over: text)
    text.utf8.withUnsafeBufferPointer { bytes in
      var offset = 0
      while offset < bytes.count {
        offset = traits.plainEnd(in: bytes, from: offset)
        guard offset < bytes.count else { break }
        guard let scalar = UTF8Scalar(in: bytes, at: offset) else {
          builder.copy(upTo: offset)
          builder.replace(upTo: offset + 1, withScalar: 0xFFFD)
          offset += 1
          continue
        }
        if let (syllable, length) = HalfWidthJamo.syllable(in: bytes, at: offset) {
          builder.copy(upTo: offset)
          builder.replace(upTo: offset + length, withScalar: syllable)
          offset += length
          continue
        }
        let end = offset + scalar.length
        switch Folding(of: scalar.value, next: bytes.count > end ? bytes[end] : 0) {
        case .keep: break
        case .remove:
          builder.copy(upTo: offset)
          builder.delete(upTo: end)
        case .become(let other):
          builder.copy(upTo: offset)
          builder.replace(upTo: end, withScalar: other)
        }
        offset = end
      }
    }
    return builder.finishCopyingRest()
  }

  // MARK: 2. Compose: UnicodeForm.nfc

  // MARK: 3. Show

  static func shown(_ text: AlignedText) -> AlignedText {
    var builder = AlignedTextBuilder(over: text)
    text.utf8.withUnsafeBufferPointer { bytes in
      var offset = 0
      while offset < bytes.count {
        offset = traits.plainEnd(in: bytes, from: offset)
        guard let scalar = UTF8Scalar(in: bytes, at: offset) else { break }
        guard Hangul.isConjoiningJamo(scalar.value) else {
          offset += scalar.length
          continue
        }
        let (run, isModern) = jamoRun(in: bytes, from: offset)
        for (jamo, index) in zip(run, 0...) where isModern {
          guard let visible = Hangul.compatibilityJamo(ofConjoining: jamo) else { continue }
          builder.copy(upTo: offset + index * 3)
          builder.replace(upTo: offset + index * 3 + 3, withScalar: visible)
        }
        offset += run.count * 3
      }
    }
    return builder.finishCopyingRest()
  }

  /// The conjoining jamo that stand together from `offset` on. One old jamo makes the run old: it may be a
  /// block of old Hangul, which has no other spelling.
  private static func jamoRun(
    in bytes: UnsafeBufferPointer<UInt8>, from offset: Int
  ) -> (jamo: [UInt32], isModern: Bool) {
    var run: [UInt32] = []
    var isModern = true
    while let scalar = UTF8Scalar(in: bytes, at: offset + run.count * 3),
      Hangul.isConjoiningJamo(scalar.value)
    {
      run.append(scalar.value)
      isModern = isModern && Hangul.compatibilityJamo(ofConjoining: scalar.value) != nil
    }
    return (run, isModern)
  }
}
