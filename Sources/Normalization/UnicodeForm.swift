import CICUShims

/// What normalization can refuse.
public enum NormalizationError: Error, Sendable, Equatable {
  /// ICU takes texts of up to `limit` bytes.
  case textTooLong(bytes: Int, limit: Int)
  /// ICU failed with its own error code while it made `form`.
  case icuFailed(form: UnicodeForm, code: Int32)
}

/// The normalization forms of Unicode (UAX #15), made by ICU, with alignment.
public enum UnicodeForm: String, Sendable, CaseIterable {
  /// Canonical composition.
  case nfc
  /// Canonical decomposition.
  case nfd
  /// Compatibility composition.
  case nfkc
  /// Compatibility decomposition.
  case nfkd
  /// NFKC with case folding; default-ignorable scalars are removed.
  case nfkcCasefold = "nfkc-casefold"

  /// ICU's version, such as `72.1`.
  public static var icuVersion: String { String(cString: haechi_icu_version()) }

  /// The version of Unicode that ICU follows, such as `15.0`.
  public static var unicodeVersion: String { String(cString: haechi_icu_unicode_version()) }

  /// The longest text that ``apply(to:)`` takes.
  public static let maximumBytes = Int(Int32.max) / 32

  var code: Int32 {
    switch self {
    case .nfc: Int32(HAECHI_ICU_NFC)
    case .nfd: Int32(HAECHI_ICU_NFD)
    case .nfkc: Int32(HAECHI_ICU_NFKC)
    case .nfkd: Int32(HAECHI_ICU_NFKD)
    case .nfkcCasefold: Int32(HAECHI_ICU_NFKC_CASEFOLD)
    }
  }

  /// `text` in this form. Malformed bytes become U+FFFD. The empty text gives the empty text.
  ///
  /// ICU orders combining marks by insertion: a run of n marks in the worst order costs O(n²).
  /// ``HangulForm`` orders long runs itself and stays linear.
  public func apply(to text: AlignedText) throws(NormalizationError) -> AlignedText {
    var builder = AlignedTextBuilder(over: text)
    var scratch = ICUScratch()
    try apply(to: text.utf8[...], builder: &builder, scratch: &scratch)
    return builder.finish()
  }

  /// Normalizes `slice`, which begins at the builder's position, and writes its stretches to `builder`.
  func apply(
    to slice: ArraySlice<UInt8>, builder: inout AlignedTextBuilder, scratch: inout ICUScratch
  ) throws(NormalizationError) {
    try scratch.normalize(slice, form: self)
    var output = 0
    for edit in scratch.edits[..<scratch.editCount] {
      let end = builder.position + Int(edit.old_length)
      if edit.changed == 0 {
        builder.copy(upTo: end)
      } else {
        builder.replace(upTo: end, with: scratch.bytes[output..<output + Int(edit.new_length)])
      }
      output += Int(edit.new_length)
    }
  }
}

/// The output room of ICU calls, kept between calls.
struct ICUScratch {
  private(set) var bytes: [UInt8] = []
  private(set) var edits: [haechi_icu_edit] = []
  private(set) var editCount = 0

  /// Leaves the normalized bytes and the edits of `slice` in the buffers, which grow to what ICU asks for.
  mutating func normalize(_ slice: ArraySlice<UInt8>, form: UnicodeForm) throws(NormalizationError) {
    guard slice.count <= UnicodeForm.maximumBytes else {
      throw .textTooLong(bytes: slice.count, limit: UnicodeForm.maximumBytes)
    }
    reserve(bytes: slice.count + 64, edits: slice.count / 2 + 16)
    while true {
      let (code, needed, count) = call(slice, form: form)
      guard code == 0 else { throw .icuFailed(form: form, code: code) }
      editCount = count
      if needed <= bytes.count, count <= edits.count { return }
      reserve(bytes: needed, edits: count)
    }
  }

  private mutating func reserve(bytes byteCount: Int, edits editCount: Int) {
    if bytes.count < byteCount { bytes = [UInt8](repeating: 0, count: byteCount) }
    if edits.count < editCount { edits = [haechi_icu_edit](repeating: haechi_icu_edit(), count: editCount) }
  }

  private mutating func call(
    _ slice: ArraySlice<UInt8>, form: UnicodeForm
  ) -> (code: Int32, needed: Int, edits: Int) {
    var needed: Int32 = 0
    var count: Int32 = 0
    // SAFETY: the lengths passed are those of the three buffers; ICU writes no further and keeps no pointer.
    let code = slice.withUnsafeBufferPointer { source in
      bytes.withUnsafeMutableBufferPointer { destination in
        edits.withUnsafeMutableBufferPointer { record in
          haechi_icu_normalize(
            form.code, source.baseAddress, Int32(source.count), destination.baseAddress,
            Int32(destination.count),
            &needed, record.baseAddress, Int32(record.count), &count)
        }
      }
    }
    return (code, Int(needed), Int(count))
  }
}

/// Facts about single scalars, from ICU.
public enum UnicodeFacts {
  /// The canonical combining class of `scalar`, 0 to 254.
  public static func combiningClass(_ scalar: UInt32) -> UInt8 { haechi_icu_combining_class(Int32(scalar)) }

  /// `scalar` with its case folded to one scalar; itself if it has no case.
  public static func foldedCase(_ scalar: UInt32) -> UInt32 {
    UInt32(bitPattern: haechi_icu_fold_case(Int32(scalar)))
  }

  /// The script of `scalar`, by ICU's number.
  public static func script(_ scalar: UInt32) -> Script { Script(rawValue: haechi_icu_script(Int32(scalar))) }

  /// Whether NFC leaves `scalar` as it is and never joins it to what comes before.
  static func isComposedBoundary(_ scalar: UInt32) -> Bool {
    haechi_icu_is_boundary(Int32(HAECHI_ICU_NFC), Int32(scalar)) == 1
  }

  /// A script by ICU's number.
  public struct Script: RawRepresentable, Hashable, Sendable {
    /// ICU's number of the script.
    public let rawValue: Int32

    /// The script with ICU's number `rawValue`.
    public init(rawValue: Int32) { self.rawValue = rawValue }

    /// Marks, digits, spaces and whatever several scripts share.
    public static let common = Script(rawValue: 0)
    /// Marks that take the script of what they sit on.
    public static let inherited = Script(rawValue: 1)
    /// Chinese characters.
    public static let han = Script(rawValue: 17)
    /// Korean letters.
    public static let hangul = Script(rawValue: 18)
    /// Japanese hiragana.
    public static let hiragana = Script(rawValue: 20)
    /// Japanese katakana.
    public static let katakana = Script(rawValue: 22)
    /// Latin letters.
    public static let latin = Script(rawValue: 25)
  }
}
