/// A set of scalars as a bracket of a regular expression spells it.
struct ScalarSet: Sendable, Equatable {
  /// One thing that is in the set.
  enum Item: Sendable, Equatable {
    case range(ClosedRange<UInt32>)
    case categories(UnicodeClass.Categories, isNegated: Bool)
    case space(isNegated: Bool)
    case word(isNegated: Bool)
    case set(ScalarSet)
  }

  private let items: [Item]
  private let isNegated: Bool
  private let ignoresCase: Bool
  private var low: UInt64 = 0
  private var high: UInt64 = 0

  init(_ items: [Item], isNegated: Bool = false, ignoresCase: Bool = false) {
    (self.items, self.isNegated, self.ignoresCase) = (items, isNegated, ignoresCase)
    for value in UInt32(0)..<64 where holds(value) { low |= 1 << UInt64(value) }
    for value in UInt32(64)..<128 where holds(value) { high |= 1 << UInt64(value - 64) }
  }

  /// Whether `scalar` is in the set.
  func contains(_ scalar: UInt32) -> Bool {
    if scalar < 64 { return low >> UInt64(scalar) & 1 != 0 }
    if scalar < 128 { return high >> UInt64(scalar - 64) & 1 != 0 }
    return holds(scalar)
  }

  private func holds(_ scalar: UInt32) -> Bool {
    var isIn = items.contains { Self.matches($0, scalar) }
    if !isIn, ignoresCase { isIn = matchesOtherCase(scalar) }
    return isIn != isNegated
  }

  /// Whether a single scalar of the set is `scalar` but for case.
  private func matchesOtherCase(_ scalar: UInt32) -> Bool {
    let folded = UnicodeClass.folded(scalar)
    guard let properties = Unicode.Scalar(folded)?.properties else { return false }
    let forms = [properties.lowercaseMapping, properties.uppercaseMapping, properties.titlecaseMapping]
    return items.contains { item in
      guard case .range = item else { return false }
      return forms.contains { form in
        form.unicodeScalars.count == 1 && form.unicodeScalars.contains { Self.matches(item, $0.value) }
      }
    }
  }

  private static func matches(_ item: Item, _ scalar: UInt32) -> Bool {
    switch item {
    case .range(let range): range.contains(scalar)
    case .categories(let categories, let isNegated):
      !categories.isDisjoint(with: UnicodeClass.category(scalar)) != isNegated
    case .space(let isNegated): UnicodeClass.isSpace(scalar) != isNegated
    case .word(let isNegated): UnicodeClass.isWord(scalar) != isNegated
    case .set(let set): set.contains(scalar)
    }
  }
}
