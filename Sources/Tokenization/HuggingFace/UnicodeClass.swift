/// Classes of Unicode scalars as the `tokenizers` library knows them.
///
/// Its regular expressions follow Unicode 16 (Oniguruma), its BERT parts Unicode 8 (the crate `unicode_categories`);
/// scalars that are younger count as unassigned. A golden holds both to the library, scalar by scalar.
enum UnicodeClass {
  /// A set of general categories, a bit each.
  struct Categories: OptionSet, Sendable {
    let rawValue: UInt32

    static let all = Categories(rawValue: .max)
    static let unassigned = Categories(.unassigned)
    static let letter = Categories(
      .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter)
    static let mark = Categories(.nonspacingMark, .spacingMark, .enclosingMark)
    static let number = Categories(.decimalNumber, .letterNumber, .otherNumber)
    static let punctuation = Categories(
      .connectorPunctuation, .dashPunctuation, .openPunctuation, .closePunctuation, .initialPunctuation,
      .finalPunctuation, .otherPunctuation)
    static let symbol = Categories(.mathSymbol, .currencySymbol, .modifierSymbol, .otherSymbol)
    static let separator = Categories(.spaceSeparator, .lineSeparator, .paragraphSeparator)
    static let other = Categories(.control, .format, .surrogate, .privateUse, .unassigned)

    init(rawValue: UInt32) { self.rawValue = rawValue }

    init(_ categories: Unicode.GeneralCategory...) {
      rawValue = categories.reduce(0) { $0 | 1 << Self.number(of: $1) }
    }

    /// The categories that a property's name stands for, such as `L` or `Lu`; nil for none.
    init?(named name: String) {
      let groups: [String: Categories] = [
        "L": .letter, "M": .mark, "N": .number, "P": .punctuation, "S": .symbol, "Z": .separator, "C": .other,
      ]
      if let group = groups[name] {
        self = group
      } else if let index = Self.names.firstIndex(of: name) {
        self.init(rawValue: 1 << UInt32(index))
      } else {
        return nil
      }
    }

    private static let names = [
      "Lu", "Ll", "Lt", "Lm", "Lo", "Mn", "Mc", "Me", "Nd", "Nl", "No", "Pc", "Pd", "Ps", "Pe", "Pi", "Pf",
      "Po",
      "Sm", "Sc", "Sk", "So", "Zs", "Zl", "Zp", "Cc", "Cf", "Cs", "Co", "Cn",
    ]

    private static func number(of category: Unicode.GeneralCategory) -> UInt32 {
      switch category {
      case .uppercaseLetter: 0
      case .lowercaseLetter: 1
      case .titlecaseLetter: 2
      case .modifierLetter: 3
      case .otherLetter: 4
      case .nonspacingMark: 5
      case .spacingMark: 6
      case .enclosingMark: 7
      case .decimalNumber: 8
      case .letterNumber: 9
      case .otherNumber: 10
      case .connectorPunctuation: 11
      case .dashPunctuation: 12
      case .openPunctuation: 13
      case .closePunctuation: 14
      case .initialPunctuation: 15
      case .finalPunctuation: 16
      case .otherPunctuation: 17
      case .mathSymbol: 18
      case .currencySymbol: 19
      case .modifierSymbol: 20
      case .otherSymbol: 21
      case .spaceSeparator: 22
      case .lineSeparator: 23
      case .paragraphSeparator: 24
      case .control: 25
      case .format: 26
      case .surrogate: 27
      case .privateUse: 28
      case .unassigned: 29
      @unknown default: 29
      }
    }
  }

  /// The general category of `scalar` in Unicode 16.
  static func category(_ scalar: UInt32) -> Categories {
    if 0xAC00...0xD7A3 ~= scalar || 0x4E00...0x9FFF ~= scalar { return Categories(.otherLetter) }
    guard let properties = Unicode.Scalar(scalar)?.properties else { return Categories(.surrogate) }
    // U+0295 went from Ll to Lo in Unicode 17.
    if scalar == 0x295 { return Categories(.lowercaseLetter) }
    if let age = properties.age, age.major > 16 { return .unassigned }
    return Categories(properties.generalCategory)
  }

  /// The general category of `scalar` in Unicode 8.
  static func oldCategory(_ scalar: UInt32) -> Categories {
    guard let properties = Unicode.Scalar(scalar)?.properties else { return Categories(.surrogate) }
    switch scalar {
    case 0x166D, 0x111C9: return Categories(.otherPunctuation)
    case 0x1734, 0x1171E: return Categories(.nonspacingMark)
    case 0xA9BD: return Categories(.spacingMark)
    case 0x1885, 0x1886: return Categories(.otherLetter)
    default: break
    }
    if let age = properties.age, age.major > 8 { return .unassigned }
    return Categories(properties.generalCategory)
  }

  /// Whether `scalar` is white space (`\s`).
  static func isSpace(_ scalar: UInt32) -> Bool {
    switch scalar {
    case 0x09...0x0D, 0x20, 0x85, 0xA0, 0x1680, 0x2000...0x200A, 0x2028, 0x2029, 0x202F, 0x205F, 0x3000: true
    default: false
    }
  }

  /// Whether `scalar` is part of a word (`\w`); Oniguruma counts six Latin-1 numbers that are no digits.
  static func isWord(_ scalar: UInt32) -> Bool {
    switch scalar {
    case 0xB2, 0xB3, 0xB9, 0xBC...0xBE: return true
    default: break
    }
    let category = category(scalar)
    if category == .unassigned { return false }
    return !category.isDisjoint(
      with: [.letter, .mark, Categories(.decimalNumber), Categories(.connectorPunctuation)])
      || Unicode.Scalar(scalar)?.properties.isAlphabetic == true
  }

  /// `scalar` without case: the lower case of its upper case, where both are one scalar.
  static func folded(_ scalar: UInt32) -> UInt32 {
    guard let one = Unicode.Scalar(scalar) else { return scalar }
    let upper = one.properties.uppercaseMapping.unicodeScalars
    guard upper.count == 1, let first = upper.first else { return scalar }
    let lower = first.properties.lowercaseMapping.unicodeScalars
    return lower.count == 1 ? lower.first?.value ?? scalar : scalar
  }
}
