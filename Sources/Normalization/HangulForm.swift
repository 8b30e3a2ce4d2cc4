/// The form of Korean text that our tokenizer reads.
///
/// Four stages, each with its map to the source; a stage with nothing to do gives back its input:
/// 1. fold: half-width jamo become compatibility jamo, full-width ASCII becomes ASCII, unusual spaces, tabs
///    and line ends become U+0020, invisible scalars and controls go;
/// 2. order: runs of more than ``longestTrustedMarkRun`` combining marks are put in canonical order;
/// 3. compose: NFC, by arithmetic where the text is conjoining jamo and by ICU elsewhere;
/// 4. show: modern conjoining jamo that formed no syllable become the compatibility jamo they look like.
///
/// Laws: the form is idempotent; its result is valid UTF-8 in NFC; canonically equivalent texts have one form;
/// compatibility jamo (ㅋㅋ, ㅠㅠ, ㅅㅂ) stay as written. It never fails, and takes linear time.
///
/// Joiners and variation selectors go too, so a family emoji becomes its members and a flag of tags loses
/// its tags. A malformed byte becomes U+FFFD.
public enum HangulForm {
  /// The longest run of combining marks that is left to ICU, which orders marks by insertion.
  ///
  /// Text that people write has at most 18 (UAX #15, section 13); ICU needs minutes for a million.
  static let longestTrustedMarkRun = 32

  /// `text` in the hangul form. The empty text gives the empty text. O(n).
  public static func normalize(_ text: AlignedText) -> AlignedText {
    if isPlain(text) { return text }
    let folded = folded(text)
    return isPlain(folded) ? folded : shown(composed(ordered(folded)))
  }

  private static func isPlain(_ text: AlignedText) -> Bool {
    text.utf8.withUnsafeBufferPointer { PlainText.end(in: $0, from: 0) == $0.count }
  }

  // MARK: 1. Fold

  static func folded(_ text: AlignedText) -> AlignedText {
    var builder = AlignedTextBuilder(over: text)
    text.utf8.withUnsafeBufferPointer { bytes in
      var offset = 0
      while offset < bytes.count {
        offset = PlainText.end(in: bytes, from: offset)
        guard offset < bytes.count else { break }
        guard let scalar = UTF8Scalar(in: bytes, at: offset) else {
          builder.copy(upTo: offset)
          builder.replace(upTo: offset + 1, withScalar: 0xFFFD)
          offset += 1
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

  // MARK: 2. Order

  static func ordered(_ text: AlignedText) -> AlignedText {
    var builder = AlignedTextBuilder(over: text)
    text.utf8.withUnsafeBufferPointer { bytes in
      var offset = 0
      while offset < bytes.count {
        offset = PlainText.end(in: bytes, from: offset)
        let start = offset
        let marks = Self.marks(in: bytes, at: &offset)
        if marks.count > longestTrustedMarkRun {
          builder.copy(upTo: start)
          builder.replace(upTo: offset, with: canonicallyOrdered(marks))
        } else if marks.isEmpty {
          offset += UTF8Scalar(in: bytes, at: offset)?.length ?? 1
        }
      }
    }
    return builder.finishCopyingRest()
  }

  /// The combining marks from `offset` on, which moves behind them.
  private static func marks(in bytes: UnsafeBufferPointer<UInt8>, at offset: inout Int) -> [UInt32] {
    var marks: [UInt32] = []
    while let scalar = UTF8Scalar(in: bytes, at: offset) {
      if Hangul.isConjoiningJamo(scalar.value) { break }
      if UnicodeFacts.combiningClass(scalar.value) != 0 {
        marks.append(scalar.value)
      } else if let parts = markDecompositions[scalar.value] {
        marks += parts
      } else {
        break
      }
      offset += scalar.length
    }
    return marks
  }

  /// The only scalars of class 0 whose decomposition begins with a mark (UAX #15, Non-Starter Decompositions).
  private static let markDecompositions: [UInt32: [UInt32]] = [
    0x0F73: [0x0F71, 0x0F72], 0x0F75: [0x0F71, 0x0F74], 0x0F81: [0x0F71, 0x0F80],
  ]

  /// The Canonical Ordering Algorithm by counting: stable, linear.
  private static func canonicallyOrdered(_ marks: [UInt32]) -> [UInt8] {
    var byClass = [[UInt32]](repeating: [], count: 256)
    for mark in marks { byClass[Int(UnicodeFacts.combiningClass(mark))].append(mark) }
    var bytes: [UInt8] = []
    for mark in byClass.joined() { UTF8Scalar.append(mark, to: &bytes) }
    return bytes
  }

  // MARK: 3. Compose

  static func composed(_ text: AlignedText) -> AlignedText {
    var builder = AlignedTextBuilder(over: text)
    var scratch = ICUScratch()
    text.utf8.withUnsafeBufferPointer { bytes in
      var offset = 0
      while offset < bytes.count {
        offset = PlainText.end(in: bytes, from: offset)
        guard offset < bytes.count else { break }
        if let (syllable, end) = conjoined(in: bytes, at: offset) {
          builder.copy(upTo: offset)
          builder.replace(upTo: end, withScalar: syllable)
          offset = end
        } else {
          // NFC may join the run to the scalar before it, never to the plain scalar behind it.
          let start = max(builder.position, previousScalar(in: bytes, before: offset))
          let end = runEnd(in: bytes, from: offset)
          builder.copy(upTo: start)
          // ICU refuses only runs of 64 MiB and up and exhausted memory; then the run stays as written.
          if (try? UnicodeForm.nfc.apply(to: text.utf8[start..<end], builder: &builder, scratch: &scratch))
            == nil
          {
            builder.copy(upTo: end)
          }
          offset = end
        }
      }
    }
    return builder.finishCopyingRest()
  }

  /// The syllable that modern jamo at `offset` form and where it ends; nil if ICU has to look at them.
  private static func conjoined(
    in bytes: UnsafeBufferPointer<UInt8>, at offset: Int
  ) -> (syllable: UInt32, end: Int)? {
    guard let leading = UTF8Scalar(in: bytes, at: offset), Hangul.leadingJamo.contains(leading.value),
      let vowel = UTF8Scalar(in: bytes, at: offset + 3)
    else { return nil }
    let next = UTF8Scalar(in: bytes, at: offset + 6)
    if let trailing = next, let syllable = Hangul.composed(leading.value, vowel.value, trailing.value) {
      return endsSyllable(bytes, at: offset + 9) ? (syllable, offset + 9) : nil
    }
    guard let syllable = Hangul.composed(leading.value, vowel.value), endsSyllable(bytes, at: offset + 6)
    else { return nil }
    return (syllable, offset + 6)
  }

  /// Whether what begins at `offset` cannot join the syllable before it.
  private static func endsSyllable(_ bytes: UnsafeBufferPointer<UInt8>, at offset: Int) -> Bool {
    guard let scalar = UTF8Scalar(in: bytes, at: offset) else { return offset >= bytes.count }
    return PlainText.contains(scalar.value) || Hangul.leadingJamo.contains(scalar.value)
  }

  private static func previousScalar(in bytes: UnsafeBufferPointer<UInt8>, before offset: Int) -> Int {
    var start = max(0, offset - 1)
    while start > 0, bytes[start] & 0xC0 == 0x80 { start -= 1 }
    return start
  }

  /// Where the plain text after `offset` begins.
  private static func runEnd(in bytes: UnsafeBufferPointer<UInt8>, from offset: Int) -> Int {
    var end = offset
    while let scalar = UTF8Scalar(in: bytes, at: end), !PlainText.contains(scalar.value) {
      end += scalar.length
    }
    return end
  }

  // MARK: 4. Show

  static func shown(_ text: AlignedText) -> AlignedText {
    var builder = AlignedTextBuilder(over: text)
    text.utf8.withUnsafeBufferPointer { bytes in
      var offset = 0
      while offset < bytes.count {
        offset = PlainText.end(in: bytes, from: offset)
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
