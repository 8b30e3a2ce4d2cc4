import CICUShims

/// What normalization can refuse.
public enum NormalizationError: Error, Sendable, Equatable {
  /// ICU takes a stretch that nothing cuts, such as a run of combining marks, of up to `limit` bytes.
  case textTooLong(bytes: Int, limit: Int)
  /// ICU failed with its own error code while it made `form`.
  case icuFailed(form: UnicodeForm, code: Int32)
}

/// The normalization forms of Unicode (UAX #15), with alignment.
///
/// Text that is in the form already is found by a vectorised search and given back as it is; Hangul is composed
/// and decomposed by arithmetic; the rest goes through ICU in short runs, and runs of marks that would take ICU
/// quadratic time are ordered by counting. The result is that of ICU, byte for byte, on any bytes: what is not
/// well-formed UTF-8 becomes U+FFFD, one for each maximal subpart (The Unicode Standard, section 3.9).
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

  /// The longest stretch without any boundary that a form takes; text with boundaries may have any length.
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

  /// Whether the form ends with composition.
  var isComposing: Bool { self != .nfd && self != .nfkd }

  /// `text` in this form; `text` itself if it is in it already. The empty text gives the empty text. O(n).
  ///
  /// No offset is kept: the map to the source is made when it is asked for.
  public func apply(to text: AlignedText) throws(NormalizationError) -> AlignedText {
    let pass = FormPass.of(self)
    guard let bytes = try pass.bytes(of: text.utf8) else { return text }
    return AlignedText(utf8: bytes, over: text, replay: pass.replay)
  }

  /// Appends this form of `utf8` to `output`: the way without alignment, for one buffer over and over. O(n).
  public func append(
    _ utf8: UnsafeBufferPointer<UInt8>, to output: inout [UInt8]
  ) throws(NormalizationError) {
    let pass = FormPass.of(self)
    try pass.append(utf8, from: pass.traits.plainEnd(in: utf8, from: 0), to: &output)
  }

  /// Whether `utf8` is well-formed and in this form. O(n).
  public func isNormalized(_ utf8: [UInt8]) throws(NormalizationError) -> Bool {
    try FormPass.of(self).bytes(of: utf8) == nil
  }
}

extension FormPass {
  /// Says to a builder what the pass does with its text.
  var replay: @Sendable (inout AlignedTextBuilder) -> Void {
    { builder in
      let text = builder.base
      text.utf8.withUnsafeBufferPointer { bytes in
        do throws(NormalizationError) {
          try run(bytes, from: traits.plainEnd(in: bytes, from: 0), into: &builder)
        } catch {
          // It went well on these bytes before; now memory has run out. What is left counts as copied.
          builder.copyRest()
        }
      }
    }
  }
}
