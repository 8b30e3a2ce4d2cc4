/// One of the forms that text can be brought into: ours, or one of Unicode's.
public enum TextForm: Sendable, Hashable, CaseIterable {
  /// ``HangulForm``.
  case hangul
  /// One of Unicode's.
  case unicode(UnicodeForm)

  /// Every form, ours first.
  public static let allCases: [TextForm] = [.hangul] + UnicodeForm.allCases.map { .unicode($0) }

  /// The name on the command line: `hangul`, `nfc`, `nfd`, `nfkc`, `nfkd`, `nfkc-casefold`.
  public var name: String {
    switch self {
    case .hangul: "hangul"
    case .unicode(let form): form.rawValue
    }
  }

  /// The form called `name`; nil if there is none.
  public init?(name: String) {
    guard let form = Self.allCases.first(where: { $0.name == name }) else { return nil }
    self = form
  }

  /// `text` in this form. O(n).
  public func apply(to text: AlignedText) throws(NormalizationError) -> AlignedText {
    switch self {
    case .hangul: HangulForm.normalize(text)
    case .unicode(let form): try form.apply(to: text)
    }
  }
}

/// Why a form changes a stretch of text.
public enum FormReason: String, Sendable, CaseIterable {
  /// The bytes were no well-formed UTF-8: U+FFFD stands for them.
  case malformed
  /// Jamo or marks were joined to their letter, or brought into canonical order.
  case composed
  /// A letter was taken apart into its jamo or marks, or marks were brought into canonical order.
  case decomposed
  /// A compatibility character became what it is compatible with.
  case compatibility
  /// Letter case was folded.
  case caseFolded = "case_folded"
  /// Full-width or half-width characters got their usual width.
  case width
  /// An unusual blank or a line end became a space.
  case blank
  /// Characters that show nothing were taken away.
  case invisible
  /// Conjoining jamo that form no syllable became the jamo that they look like.
  case jamo
  /// Several of these at once.
  case several
}

extension TextForm {
  /// Why this form makes `result` of the bytes `source`, one difference that ``AlignedText/differences`` lists.
  public func reason(source: [UInt8], result: [UInt8]) -> FormReason {
    if UTF8Validation.firstInvalidOffset(in: source) != nil { return .malformed }
    if result.isEmpty { return .invisible }
    func makes(_ form: UnicodeForm) -> Bool {
      (try? form.apply(to: AlignedText(utf8: source)))?.utf8 == result
    }
    switch self {
    case .unicode(.nfc): return .composed
    case .unicode(.nfd): return .decomposed
    case .unicode(.nfkc): return makes(.nfc) ? .composed : .compatibility
    case .unicode(.nfkd): return makes(.nfd) ? .decomposed : .compatibility
    case .unicode(.nfkcCasefold):
      if makes(.nfc) { return .composed }
      return makes(.nfkc) ? .compatibility : .caseFolded
    case .hangul:
      if makes(.nfc) { return .composed }
      return Self.hangulReason(UTF8Scalar.values(of: source), result: UTF8Scalar.values(of: result))
    }
  }

  private static func hangulReason(_ source: [UInt32], result: [UInt32]) -> FormReason {
    if result == [0x20] { return .blank }
    if source.allSatisfy({ 0xFF01...0xFFE6 ~= $0 }) { return .width }
    if source.count == result.count, source.allSatisfy(Hangul.isConjoiningJamo) { return .jamo }
    return .several
  }
}
