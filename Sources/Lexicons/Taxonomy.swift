import Foundation

/// The harm categories, in the order of the model's heads.
///
/// Laws: slugs are unique, lower-case ASCII with `_`; every text stands in Korean and in English.
public struct Taxonomy: Codable, Equatable, Sendable {
  /// What a missed text may cost at worst.
  public enum Severity: String, Codable, Sendable, CaseIterable, Comparable {
    /// Annoyance.
    case low
    /// Harm that can be put right.
    case medium
    /// Grave or lasting harm.
    case high
    /// Lives.
    case critical

    /// Orders severities from low to critical.
    public static func < (left: Severity, right: Severity) -> Bool { left.rank < right.rank }

    private var rank: Int {
      switch self {
      case .low: 0
      case .medium: 1
      case .high: 2
      case .critical: 3
      }
    }
  }

  /// Something said in both languages.
  public struct Bilingual<Value: Codable & Equatable & Sendable>: Codable, Equatable, Sendable {
    /// The Korean wording.
    public var ko: Value
    /// The English wording.
    public var en: Value
  }

  /// One category.
  public struct Category: Codable, Equatable, Sendable {
    /// The stable name: lower case, ASCII, `_` between words.
    public var slug: String
    /// The name shown to readers.
    public var name: Bilingual<String>
    /// What a missed text may cost at worst.
    public var severity: Severity
    /// What it is.
    public var definition: Bilingual<String>
    /// What it covers, in short.
    public var covers: Bilingual<[String]>
    /// What looks like it and is not.
    public var excludes: Bilingual<[String]>
  }

  /// The version of the definitions.
  public var version: String
  /// The categories in order.
  public var categories: [Category]

  /// Other divisions of harm, mapped to the categories; none in a taxonomy that does not tell them.
  public var views: [CategoryScheme]?

  /// The slugs in order.
  public var slugs: [String] { categories.map(\.slug) }

  /// The category with a slug. O(number of categories).
  public subscript(slug: String) -> Category? { categories.first { $0.slug == slug } }

  /// The taxonomy in a YAML text; `path` names it in errors.
  public init(yaml: String, path: String) throws(LexiconError) {
    self = try YAMLText.decode(Taxonomy.self, from: yaml, path: path, what: "a taxonomy")
    try check(path: path)
  }

  /// The taxonomy inside the binary.
  public static func bundled() throws(LexiconError) -> Taxonomy {
    try Taxonomy(yaml: BundledFile.taxonomy.text, path: BundledFile.taxonomy.path)
  }

  /// The taxonomy in a YAML file.
  public static func load(_ url: URL) throws(LexiconError) -> Taxonomy {
    try Taxonomy(yaml: YAMLText.text(of: url), path: url.path)
  }

  private func check(path: String) throws(LexiconError) {
    var seen: Set<String> = []
    let allowed = Set("abcdefghijklmnopqrstuvwxyz_".utf8)
    for (index, category) in categories.enumerated() {
      let key = "categories[\(index)]"
      guard !category.slug.isEmpty, category.slug.utf8.allSatisfy(allowed.contains) else {
        throw .invalidYAML(
          path: path, key: "\(key).slug", expected: "lower-case ASCII and _", found: category.slug)
      }
      guard seen.insert(category.slug).inserted else {
        throw .duplicate(path: path, key: "\(key).slug", value: category.slug)
      }
      let texts: [(String, String)] = [
        ("name.ko", category.name.ko), ("name.en", category.name.en),
        ("definition.ko", category.definition.ko), ("definition.en", category.definition.en),
        ("covers.ko", category.covers.ko.joined()), ("covers.en", category.covers.en.joined()),
        ("excludes.ko", category.excludes.ko.joined()), ("excludes.en", category.excludes.en.joined()),
      ]
      for (name, text) in texts where text.allSatisfy(\.isWhitespace) {
        throw .invalidYAML(path: path, key: "\(key).\(name)", expected: "text", found: "none")
      }
    }
    for (index, view) in (views ?? []).enumerated() {
      try view.check(path: path, key: "views[\(index)]", slugs: slugs)
    }
  }
}
