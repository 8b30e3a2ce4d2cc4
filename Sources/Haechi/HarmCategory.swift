/// A kind of harm that a guardian scores.
///
/// The guardian's bundle says which there are; ask ``Guardian/categories`` or ``Guardian/category(slug:)``.
/// Two categories with the same `slug` are equal, whatever their names.
public struct HarmCategory: Sendable {
  /// The stable name: lower case, ASCII, `_` between words.
  public let slug: String
  /// The name shown to Korean readers.
  public let korean: String
  /// The name shown to English readers.
  public let english: String

  /// A category from its names.
  public init(slug: String, korean: String, english: String) {
    self.slug = slug
    self.korean = korean
    self.english = english
  }
}

extension HarmCategory: Hashable {
  /// Whether both have the same slug.
  public static func == (left: HarmCategory, right: HarmCategory) -> Bool { left.slug == right.slug }

  /// Feeds the slug to `hasher`.
  public func hash(into hasher: inout Hasher) { hasher.combine(slug) }
}
